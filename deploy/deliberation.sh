#!/bin/sh
# /usr/local/bin/deliberation：用服务的账号和服务的设置运行 deliberation 命令，例如 deliberation check
# 设置文件一行一项，等号后面的逐字取用（两头的引号去掉），从不当作命令执行。
set -eu
file="${DELIBERATION_ENV:-/etc/deliberation/deliberation.env}"
[ -r "$file" ] || { echo "读不到设置文件 $file，请用 sudo 运行。" >&2; exit 1; }
while IFS= read -r line || [ -n "$line" ]; do
    line="${line#"${line%%[![:space:]]*}"}"
    case "$line" in
        '#'* | ';'* | '') continue ;;
        *=*) ;;
        *) continue ;;
    esac
    name="${line%%=*}"
    value="${line#*=}"
    value="${value#"${value%%[![:space:]]*}"}"
    value="${value%"${value##*[![:space:]]}"}"
    case "$value" in
        \"*\") value="${value#?}"; value="${value%?}" ;;
        \'*\') value="${value#?}"; value="${value%?}" ;;
    esac
    case "$name" in
        '' | [0-9]* | *[!A-Za-z0-9_]*) echo "设置文件里有一行看不懂，没有用：$name" >&2; continue ;;
    esac
    export "$name=$value"
done <"$file"
cd "$DELIBERATION_DATA"
program="${DELIBERATION_PROGRAM:-/opt/deliberation/current/bin/deliberation}"
if [ "$(id -u)" -eq 0 ] && id deliberation >/dev/null 2>&1; then
    exec runuser -u deliberation -- "$program" "$@"
fi
exec "$program" "$@"
