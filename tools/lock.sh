#!/bin/sh
# Lock requirements/*.txt from pyproject.toml: with hashes, without addresses of any index.
# The versions stand where they are unless given --upgrade or --upgrade-package NAME.
set -eu

cd "$(dirname "$0")/.."

lock() {
    name=$1
    shift
    uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
        --no-header --annotation-style line --no-emit-index-url --no-emit-find-links \
        --output-file "requirements/$name.txt" "$@" pyproject.toml
}

lock run "$@"
lock whisper --extra whisper --constraint requirements/run.txt "$@"
lock test --group test --constraint requirements/run.txt "$@"
