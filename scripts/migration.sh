#!/bin/sh
# Writes the next migration: brings an empty store to the last version, then compares it with the models.
set -eu
store=$(mktemp -d)
trap 'rm -rf "$store"' EXIT
export DELIBERATION_DATA="$store"
unset DATABASE_URL
.venv/bin/deliberation db upgrade
.venv/bin/deliberation db migrate --message "$1"
