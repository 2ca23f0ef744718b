"""Count words as a reader would, in any script. Pure: imports no Django."""

import re

# One sign of Chinese or Japanese is counted as a word, as their writers do; elsewhere a run of
# letters and digits is one, with the marks that hold a word together ("don't", "co-ordinate").
_SIGNS = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_RUN = rf"[^\W{_SIGNS}]+"
_WORD = re.compile(rf"[{_SIGNS}]|{_RUN}(?:['’\-‐]{_RUN})*")


def count(text: str) -> int:
    """How many words ``text`` has. ``static/ui/words.js`` counts alike."""
    return len(_WORD.findall(text))
