#!/bin/sh
# Install the Debian packages of one section of debian-packages.txt that are missing.
#
#   tools/system.sh run    what the product uses; says what is missing where it cannot install
#   tools/system.sh test   what the checks use as well; fails where it cannot install
#
# A service that Debian would start on its default port is masked before its package comes in:
# we always start our own, with our own configuration. A package that is already there is left
# alone, and so is its service.
set -eu

section=$1
list=$(dirname "$0")/debian-packages.txt

wanted() {
    case $section in
        run) awk '$1 == "run" { print $2 }' "$list" ;;
        test) awk '$1 == "run" || $1 == "test" { print $2 }' "$list" ;;
        *) echo "usage: $0 run|test" >&2; exit 2 ;;
    esac
}

installed() {
    dpkg-query --show --showformat='${db:Status-Status}' "$1" 2>/dev/null | grep -qx installed
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo --non-interactive "$@"; fi
}

can_install() {
    command -v apt-get >/dev/null || return 1
    [ "$(id -u)" = 0 ] || sudo --non-interactive true 2>/dev/null
}

mask() {
    unit=/etc/systemd/system/$1
    if [ ! -e "$unit" ] && [ ! -L "$unit" ]; then
        as_root mkdir -p /etc/systemd/system
        as_root ln -s /dev/null "$unit"
    fi
}

mask_services_of() {
    case $1 in
        coturn) mask coturn.service ;;
        janus) mask janus.service ;;
        redis-server) mask redis-server.service ;;
        postgresql)
            # The cluster Debian would make and start is not wanted either.
            mask postgresql.service
            if [ ! -e /etc/postgresql-common/createcluster.conf ]; then
                as_root mkdir -p /etc/postgresql-common/createcluster.d
                echo "create_main_cluster = false" |
                    as_root tee /etc/postgresql-common/createcluster.d/talanoa.conf >/dev/null
            fi
            ;;
    esac
}

explain() {
    if command -v dpkg-query >/dev/null; then
        how="as root: apt-get install --no-install-recommends$missing"
    else
        how="see docs/running/install.md"
    fi
    if [ "$section" = run ]; then
        case $missing in
            *janus*) echo "Missing:$missing. The room runs without sound until you install it ($how)." ;;
            *ffmpeg*) echo "Missing:$missing. Recordings wait until you install it ($how)." ;;
            *) echo "Missing:$missing ($how)." ;;
        esac
    else
        echo "The checks need$missing ($how)." >&2
        exit 1
    fi
}

if ! command -v dpkg-query >/dev/null; then
    # Not Debian: only the programs themselves can be looked for.
    missing=
    command -v janus >/dev/null || missing=" janus"
    command -v ffmpeg >/dev/null || missing="$missing ffmpeg"
    if [ "$section" = test ]; then
        for program in chromium postgres redis-server msgfmt turnserver; do
            command -v "$program" >/dev/null || missing="$missing $program"
        done
    fi
    [ -z "$missing" ] || explain
    exit 0
fi

missing=
for package in $(wanted); do
    installed "$package" || missing="$missing $package"
done
[ -n "$missing" ] || exit 0
if ! can_install; then
    explain
    exit 0
fi

echo "Installing$missing"
for package in $missing; do
    mask_services_of "$package"
done
as_root apt-get update --quiet --quiet
# shellcheck disable=SC2086 # a list of words
as_root env DEBIAN_FRONTEND=noninteractive apt-get install \
    --yes --quiet --quiet --no-install-recommends $missing >/dev/null
