#!/bin/sh
# Names, in one line, what a Debian machine lacks before anything else is tried.
missing=""
command -v git >/dev/null 2>&1 || missing="$missing git"
command -v cc >/dev/null 2>&1 || command -v gcc >/dev/null 2>&1 || missing="$missing gcc"
command -v python3 >/dev/null 2>&1 || missing="$missing python3"
python3 -c 'import ensurepip, venv' >/dev/null 2>&1 || missing="$missing python3-venv"
python3 -c 'import os, sysconfig; assert os.path.exists(sysconfig.get_paths()["include"] + "/Python.h")' >/dev/null 2>&1 \
  || missing="$missing python3-dev"
if [ -n "$missing" ]; then
  echo "Kembar needs packages that this machine lacks. Run: sudo apt-get install -y$missing" >&2
  exit 1
fi
