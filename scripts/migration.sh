#!/bin/sh
# Writes the next migration: brings an empty store to the last version, then compares it with the models.
set -eu
store=$(mktemp -d)
trap 'rm -rf "$store"' EXIT
unset DATABASE_URL
export DELIBERATION_DATA="$store"
.venv/bin/deliberation db upgrade
.venv/bin/deliberation db migrate --message "$1"
.venv/bin/ruff format --quiet migrations/versions
.venv/bin/ruff check --quiet --fix migrations/versions
