@echo off
rem Starts Kembar on Windows: the first time it installs what is needed into .venv beside this file.
setlocal
cd /d "%~dp0"
set PYTHONUTF8=1
if exist ".venv\Scripts\kembar.exe" goto run
where py >nul 2>nul && (set "PYTHON=py -3") || (set "PYTHON=python")
%PYTHON% -c "import sys; sys.exit(sys.version_info < (3, 11))" 2>nul
if errorlevel 1 (
  echo Python 3.11 or later is needed. Install it from python.org and tick "Add python.exe to PATH".
  echo Diperlukan Python 3.11 atau lebih baru. Pasang dari python.org dan centang "Add python.exe to PATH".
  pause
  exit /b 1
)
echo Preparing, once; this takes some minutes ... / Menyiapkan, sekali saja; beberapa menit ...
%PYTHON% -m venv .venv || goto failed
set KEMBAR_WITHOUT_KERNELS=1
".venv\Scripts\python" -m pip install --disable-pip-version-check --quiet . || goto failed
:run
".venv\Scripts\kembar" run %*
if errorlevel 1 pause
exit /b %errorlevel%
:failed
echo It could not be installed; what went wrong stands above. / Gagal dipasang; penyebabnya tertulis di atas.
rmdir /s /q .venv 2>nul
pause
exit /b 1
