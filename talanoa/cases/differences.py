"""What changed between two texts, word by word. Pure: imports no Django."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

# A run of letters, one sign of Chinese or Japanese, one run of blanks, or any other single sign.
_PIECE = re.compile(
    r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]"
    r"|[^\W\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+|\s+|[^\w\s]"
)


@dataclass(frozen=True)
class Piece:
    """A stretch of text that stands in both, went away or came in."""

    kind: str
    """``same``, ``gone`` or ``new``."""
    text: str


def between(before: str, after: str) -> list[Piece]:
    """The text as it became, with what went away where it stood."""
    old, new = _pieces(before), _pieces(after)
    found: list[Piece] = []
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if tag == "equal":
            found.append(Piece("same", "".join(new[new_from:new_to])))
            continue
        if old_from < old_to:
            found.append(Piece("gone", "".join(old[old_from:old_to])))
        if new_from < new_to:
            found.append(Piece("new", "".join(new[new_from:new_to])))
    return found


def _pieces(text: str) -> list[str]:
    return _PIECE.findall(text.replace("\r\n", "\n"))
