#!/bin/sh
# Makes .venv with locked packages: `environment.sh base` to run Soát, `environment.sh dev` to test it as well.
# Says what it installs. Needs Python 3.11 or newer; as root on Debian it adds the venv module where that is missing.
set -eu
kind=$1
cd "$(dirname "$0")/.."
python=${PYTHON:-python3}
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
  echo "Soát cần Python 3.11 trở lên. Hãy cài Python mới hơn, hoặc đặt PYTHON=/đường/dẫn/python3." >&2
  exit 2
fi
if [ ! -x .venv/bin/python ]; then
  echo "→ Tạo môi trường Python trong .venv"
  if ! "$python" -m venv .venv 2>/dev/null; then
    rm -rf .venv
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
      echo "→ Cài python3-venv bằng apt-get"
      apt-get update -qq && apt-get install -y -qq python3-venv >/dev/null
      "$python" -m venv .venv
    else
      echo "Máy thiếu mô-đun venv của Python. Hãy cài gói python3-venv rồi chạy lại." >&2
      exit 2
    fi
  fi
fi
if [ ! -x .venv/bin/uv ]; then
  echo "→ Cài trình cài gói uv vào .venv"
  .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/tools.txt
fi
echo "→ Cài các gói Python đã khóa phiên bản (requirements/$kind.txt) vào .venv"
VIRTUAL_ENV="$PWD/.venv" .venv/bin/uv pip install --quiet --require-hashes -r "requirements/$kind.txt"
VIRTUAL_ENV="$PWD/.venv" .venv/bin/uv pip install --quiet --no-deps --no-build-isolation --editable .
