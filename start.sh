#!/bin/sh
# Starts Kembar on macOS and Linux: the first time it installs what is needed into .venv beside this file.
set -eu
cd "$(dirname "$0")"
if [ ! -x .venv/bin/kembar ]; then
    PYTHON=${PYTHON:-python3}
    "$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
        echo "Python 3.11 or later is needed. / Diperlukan Python 3.11 atau lebih baru." >&2
        exit 1
    }
    echo "Preparing, once; this takes some minutes ... / Menyiapkan, sekali saja; beberapa menit ..." >&2
    "$PYTHON" -m venv .venv
    .venv/bin/python -m pip install --disable-pip-version-check --quiet . || { rm -rf .venv; exit 1; }
fi
exec .venv/bin/kembar run "$@"
