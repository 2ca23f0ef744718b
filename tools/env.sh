#!/bin/sh
# Make .venv, or bring it up to date, with the locked requirements of one list (run or test).
#
# uv does it in seconds; without uv, venv and pip do the same more slowly. An environment that
# is there keeps its Python; `make clean` first to move to a newer one.
set -eu

list=$1
cd "$(dirname "$0")/.."
requirements=requirements/$list.txt

if [ ! -x .venv/bin/python ]; then
    if ! python=$(tools/find-python.sh); then exit 1; fi
    echo "Making .venv with $("$python" --version)"
    if command -v uv >/dev/null 2>&1; then
        uv venv --quiet --python "$python" .venv
    elif ! "$python" -m venv .venv; then
        # Debian keeps venv in a package of its own.
        rm -rf .venv
        tools/system.sh run
        "$python" -m venv .venv
    fi
fi

if command -v uv >/dev/null 2>&1; then
    uv pip install --quiet --python .venv/bin/python --require-hashes -r "$requirements"
else
    [ -x .venv/bin/pip ] || .venv/bin/python -m ensurepip --upgrade >/dev/null
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes \
        -r "$requirements"
fi

# The checkout itself: found by `python -m talanoa` from any folder, and by .venv/bin/talanoa.
site=$(.venv/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
pwd >"$site/talanoa-checkout.pth"
cat >.venv/bin/talanoa <<SCRIPT
#!$(pwd)/.venv/bin/python
import sys
from talanoa.ops.cli import main
sys.exit(main())
SCRIPT
chmod +x .venv/bin/talanoa

touch ".venv/$list.stamp"
if [ "$list" = test ]; then touch .venv/run.stamp; fi
