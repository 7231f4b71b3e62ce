#!/bin/sh
# /usr/local/bin/deliberation：用服务的账号和服务的设置运行 deliberation 命令，例如 deliberation check
set -eu
set -a
. "${DELIBERATION_ENV:-/etc/deliberation/deliberation.env}"
set +a
cd "$DELIBERATION_DATA"
program="${DELIBERATION_PROGRAM:-/opt/deliberation/current/bin/deliberation}"
if [ "$(id -u)" -eq 0 ] && id deliberation >/dev/null 2>&1; then
    exec runuser -u deliberation -- "$program" "$@"
fi
exec "$program" "$@"
