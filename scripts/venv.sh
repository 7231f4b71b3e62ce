#!/bin/sh
# Makes .venv with $PYTHON. Where a distribution ships Python without ensurepip, its own pip stands in.
set -eu
if "$PYTHON" -c 'import ensurepip' 2>/dev/null; then
    "$PYTHON" -m venv .venv
elif "$PYTHON" -m pip --version >/dev/null 2>&1; then
    "$PYTHON" -m venv --without-pip .venv
    "$PYTHON" -m pip --python .venv/bin/python install --quiet --disable-pip-version-check pip
else
    echo "$PYTHON has neither ensurepip nor pip. On Debian: apt-get install python3-venv" >&2
    exit 1
fi
