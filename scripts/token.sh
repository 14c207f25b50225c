#!/bin/sh
# SoftHSM, the software token the tests sign with: the installed one, else the Debian packages unpacked into
# .cache/softhsm (no root needed). Where neither is to be had the token's tests say that they did not run.
set -eu
cd "$(dirname "$0")/.."
for found in /usr/lib/softhsm/libsofthsm2.so /usr/lib/*/softhsm/libsofthsm2.so .cache/softhsm/usr/lib/*/softhsm/libsofthsm2.so; do
  [ -e "$found" ] && command -v softhsm2-util >/dev/null && exit 0
  [ -e "$found" ] && [ -x .cache/softhsm/usr/bin/softhsm2-util ] && exit 0
done
echo "→ Lấy SoftHSM (USB ký số giả cho phép thử) bằng apt-get vào .cache/softhsm"
rm -rf .cache/softhsm && mkdir -p .cache/softhsm/deb
fetch() { (cd .cache/softhsm/deb && apt-get download -qq softhsm2 libsofthsm2 >/dev/null 2>&1); }
fetch || { [ "$(id -u)" = 0 ] && apt-get update -qq >/dev/null 2>&1 && fetch; } || {
  echo "Không lấy được SoftHSM: phép thử ký bằng USB sẽ không chạy. Hãy cài gói softhsm2 rồi chạy lại make setup." >&2
  exit 0
}
for deb in .cache/softhsm/deb/*.deb; do dpkg-deb -x "$deb" .cache/softhsm; done
