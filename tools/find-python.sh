#!/bin/sh
# Print the newest Python on this machine that Talanoa runs on (3.11 or newer).
#
# pyenv's versions are looked at one by one: its shims answer for whichever is selected.
set -eu

best=
best_version=0
for candidate in \
    $(command -v python3.14 python3.13 python3.12 python3.11 python3 python 2>/dev/null || true) \
    "${PYENV_ROOT:-$HOME/.pyenv}"/versions/*/bin/python \
    /opt/homebrew/bin/python3 /usr/local/bin/python3
do
    [ -x "$candidate" ] || continue
    version=$("$candidate" -c '
import sys
usable = (3, 11) <= sys.version_info[:2] <= (3, 14) and sys.implementation.name == "cpython"
print(sys.version_info[1] if usable else 0)' 2>/dev/null) || continue
    if [ "$version" -gt "$best_version" ]; then
        best=$candidate
        best_version=$version
    fi
done

if [ -z "$best" ]; then
    echo "Talanoa needs Python 3.11 or newer, and none was found." >&2
    exit 1
fi
echo "$best"
