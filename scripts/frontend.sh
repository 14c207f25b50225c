#!/bin/sh
# Builds the front end with locked packages: `frontend.sh run`, or `frontend.sh test` with the browser for tests.
set -eu
kind=$1
cd "$(dirname "$0")/.."
omit=
[ "$kind" = run ] && omit=--omit=dev
echo "→ Cài các gói giao diện đã khóa phiên bản vào frontend/node_modules"
scripts/node.sh npm --prefix frontend ci --silent $omit
echo "→ Dựng giao diện"
scripts/node.sh npm --prefix frontend run --silent build
