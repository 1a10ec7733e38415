#!/bin/sh
# Installs Debian's Chromium for the browser tests where it is absent and this user may; otherwise they are skipped, loudly.
command -v chromium >/dev/null 2>&1 && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "Installing Chromium for the browser tests ..." >&2
  { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends chromium fonts-noto-cjk; } \
    >/tmp/kembar-chromium.log 2>&1 && exit 0
fi
echo "WARNING: Chromium is absent, so the browser tests will be SKIPPED. Run: sudo apt-get install -y chromium" >&2
exit 0
