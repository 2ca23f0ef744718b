"""Names of persons in Arabic, which has no capitals: what stands around a name must tell.

Titles and kinship before it; the kunya (أبو، أم), the nasab (بن، بنت، آل) and عبد ال… within it;
common given names; family names, which mostly begin with the article and end in ـي; verbs of
meeting, of asking and of writing. What is written with or without hamza and vowel signs is one
word here. Imports no Django.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from talanoa.cases.guard.findings import Finding, Type
from talanoa.cases.guard.given_arabic import FAMILIES, GIVEN, UNSURE
from talanoa.cases.guard.names_arabic_around import (
    ADDRESSED,
    ADDRESSING,
    ALIKE,
    AND_NOT_OR,
    BIDDING,
    COMMON,
    DOING,
    KIN,
    MEETING,
    NOT_A_FAMILY,
    ROLES,
    SAYING,
    SEEN_AS_PLACE,
    STATES,
    TITLES,
    WITHIN,
)

_TOKEN = re.compile(r"[\u0620-\u065f\u0670-\u06d3]+")
_JOINED = "وفبلك"
"""Small words that Arabic writes together with the next: and, so, with, to, like."""


_GIVEN, _FAMILIES, _UNSURE = (
    frozenset(name.translate(ALIKE) for name in names) for names in (GIVEN, FAMILIES, UNSURE)
)


@dataclass(frozen=True)
class _Token:
    start: int
    end: int
    word: str
    """As it is compared: without vowel signs, each hamza alike."""


def arabic(text: str) -> Iterator[Finding]:
    tokens = [_Token(m.start(), m.end(), m[0].translate(ALIKE)) for m in _TOKEN.finditer(text)]
    at = 0
    while at < len(tokens):
        length = _length_of_name(text, tokens, at)
        if length:
            start = tokens[at].start
            if tokens[at].word not in _GIVEN and tokens[at].word[1:] in _GIVEN:
                start += 1
            yield Finding(start, tokens[at + length - 1].end, Type.NAME)
        at += length or 1


def _length_of_name(text: str, tokens: list[_Token], at: int) -> int:
    """How many tokens from ``at`` on are a name; 0 when none is."""
    word = tokens[at].word
    before = _bare(tokens[at - 1].word) if at and _adjoins(text, tokens, at) else ""
    if at and before in {"د", "ا", "م"} and text[tokens[at - 1].end] == ".":
        before = "الدكتور"
    if before in SEEN_AS_PLACE or word in SEEN_AS_PLACE:
        return 0
    given = _is_given(word)
    more = _rest(text, tokens, at)
    if before in TITLES:
        return 1 + more if word not in NOT_A_FAMILY | TITLES | COMMON else 0
    if word == "عبد" or word.startswith("عبدال"):
        return 1 + more if more or word != "عبد" else 0
    if word in WITHIN and (kunya := _kunya(text, tokens, at, before)):
        return kunya
    if before in DOING and (given or _does(text, tokens, at)):
        return 1 + more
    introduced = before in ROLES or before in BIDDING or _is_met(text, tokens, at, before)
    if introduced and given:
        return 1 + more
    if introduced and _may_be_a_name(word) and word[0] not in "يت":
        if more or _has_family(text, tokens, at):
            return 1 + max(more, 1)
        if (before in KIN or before not in ROLES) and _ends(text, tokens, at):
            return 1
        if before in KIN and word[0] != "م" and _is_told_of(text, tokens, at, present=True):
            return 1
    if given and (
        more
        or _own(word) not in _UNSURE
        or _acts(text, tokens, at)
        or _is_told_of(text, tokens, at)
    ):
        return 1 + more
    # No article, and then one: a noun would have both, or be of something.
    if _may_be_a_name(word) and word[-1] not in "يه" and _has_nisba(text, tokens, at):
        return 2
    if before in {"عائلة", "اسرة", "بيت"} and (_is_nisba(word) or word in _FAMILIES):
        return 1
    if _is_of_a_nasab(text, tokens, at):
        return 1 + more
    return 0


def _rest(text: str, tokens: list[_Token], at: int) -> int:
    """How many tokens after ``at`` belong to its name: links, given and family names."""
    count = 0
    while at + count + 1 < len(tokens) and count < 4:
        if not _adjoins(text, tokens, at + count + 1):
            break
        word, last = tokens[at + count + 1].word, tokens[at + count].word
        linked = last in WITHIN | {"عبد"}
        if (
            word in WITHIN | {"الدين"}
            or word == "عبد"
            or word in _GIVEN
            or word in _FAMILIES
            or linked
        ):
            count += 1
        elif word.startswith(("ال", "بل", "بو")) and len(word) > 4:
            sure = count or (_is_given(tokens[at].word) and _own(tokens[at].word) not in _UNSURE)
            return count + bool((sure or _is_nisba(word)) and word not in NOT_A_FAMILY)
        else:
            break
    if count and tokens[at + count].word in WITHIN | {"عبد"}:
        count -= 1  # a link that joins nothing
    return count


def _kunya(text: str, tokens: list[_Token], at: int, before: str) -> int:
    """“Father of” and “mother of” somebody, by which people are called; 0 where it is none."""
    word = tokens[at].word
    if at + 1 >= len(tokens) or not _adjoins(text, tokens, at + 1):
        return 0
    following = tokens[at + 1].word
    called = before in TITLES | ROLES and following in AND_NOT_OR
    if (not called and following in AND_NOT_OR | COMMON | NOT_A_FAMILY) or (
        word == "ام" and following[0] in "لب"
    ):
        return 0
    is_certain = (
        called or word in {"ابو", "ابا", "ال"} or following in _GIVEN or before in TITLES | ROLES
    )
    if word == "ام" and not is_certain:
        is_certain = _begins(text, tokens, at)
    if word in {"ابن", "بنت", "بن", "ولد"}:
        is_certain = following in _GIVEN
    return 1 + max(1, _rest(text, tokens, at)) if is_certain else 0


def _does(text: str, tokens: list[_Token], at: int) -> bool:
    """Whether an unknown word after a verb of the body is who does it, not how or what."""
    word = tokens[at].word
    if word in STATES or word[-1] in "اةىي" or word.endswith(("ين", "ون", "ات")):
        return False
    return _may_be_a_name(word) and word[0] not in "لبمتيك" and not _before_a_family(tokens, at)


def _before_a_family(tokens: list[_Token], at: int) -> bool:
    """Whether a noun with the article follows: then both are “a … of the …”."""
    follows = at + 1 < len(tokens) and tokens[at + 1].word.startswith("ال")
    return follows and not _is_nisba(tokens[at + 1].word)


def _is_met(text: str, tokens: list[_Token], at: int, before: str) -> bool:
    """Whether a verb of meeting stands before, or one of sending with its “to”."""
    if before in MEETING:
        return True
    if before not in ADDRESSED or at < 2:
        return False
    return any(
        _bare(tokens[back].word) in ADDRESSING for back in range(max(0, at - 4), at - 1)
    ) and not re.search(r"[.،؛:؟!]", text[tokens[max(0, at - 2)].end : tokens[at].start])


def _may_be_a_name(word: str) -> bool:
    """Not common, without the article, and no word with another joined to it."""
    bare = _bare(word)
    plain = word not in COMMON | STATES and bare not in COMMON | TITLES | ROLES | SEEN_AS_PLACE
    joined = word.startswith(("وال", "بال", "كال", "فال")) or word.endswith(
        ("هم", "كم", "نا", "ها")
    )
    return plain and not bare.startswith("ال") and not joined and len(word) > 2


def _has_family(text: str, tokens: list[_Token], at: int) -> bool:
    if at + 1 >= len(tokens) or not _adjoins(text, tokens, at + 1):
        return False
    return _has_nisba(text, tokens, at) or tokens[at + 1].word in _FAMILIES


def _has_nisba(text: str, tokens: list[_Token], at: int) -> bool:
    follows = at + 1 < len(tokens) and _adjoins(text, tokens, at + 1)
    return follows and _is_nisba(tokens[at + 1].word)


def _is_nisba(word: str) -> bool:
    """A family's name of the kind التميمي, and no common word that ends like one."""
    return (
        word.startswith("ال") and word.endswith("ي") and len(word) > 5 and word not in NOT_A_FAMILY
    )


def _is_of_a_nasab(text: str, tokens: list[_Token], at: int) -> bool:
    """Whether somebody's son or daughter, of names that no list has: مقداد بن وهب."""
    if at + 2 >= len(tokens) or tokens[at + 1].word not in {"بن", "بنت", "ولد"}:
        return False
    adjoin = _adjoins(text, tokens, at + 1) and _adjoins(text, tokens, at + 2)
    return adjoin and _may_be_a_name(tokens[at].word) and tokens[at + 1].word == "بن"


def _is_told_of(text: str, tokens: list[_Token], at: int, *, present: bool = False) -> bool:
    """Whether what follows is said of a person: an age in brackets, a verb, “, she …”.

    Args:
        present: any verb of the present will do.
    """
    after = text[tokens[at].end : tokens[at].end + 24]
    if re.match(r"\s?[(،]\s?(?:\d{1,3}\s(?:سنة|عاما|عام)|وهي|وهو|البالغ|عمره)", after):
        return True
    if at + 1 >= len(tokens) or not _adjoins(text, tokens, at + 1):
        return False
    following = tokens[at + 1].word
    return following in SAYING or (
        present
        and (following in {"ان", "انها", "انه"} or re.match("[يت]...", following) is not None)
    )


def _acts(text: str, tokens: list[_Token], at: int) -> bool:
    """Whether a word begins its sentence and a verb of the present follows."""
    follows = at + 1 < len(tokens) and tokens[at + 1].word[0] in "يت"
    return follows and _begins(text, tokens, at)


def _begins(text: str, tokens: list[_Token], at: int) -> bool:
    return text[: tokens[at].start].rstrip(' «"(')[-1:] in {"", ".", "؟", "!", "\n", "؛", ":"}


def _ends(text: str, tokens: list[_Token], at: int) -> bool:
    after = text[tokens[at].end : tokens[at].end + 3].lstrip()[:1]
    return after.isdigit() or after in {
        "",
        "(",
        ".",
        "،",
        "؛",
        ")",
        "»",
        ":",
    }


def _is_given(word: str) -> bool:
    return _own(word) in _GIVEN and word not in COMMON


def _own(word: str) -> str:
    """The name in a word, without the small word that is joined to it."""
    return word if word in _GIVEN or word[0] not in _JOINED else word[1:]


def _bare(word: str) -> str:
    """Without “and”, “so”, “by” or “like”, and with للـ as ال."""
    word = word[1:] if len(word) > 4 and word[0] in "وف" else word
    word = word[1:] if len(word) > 5 and word.startswith(("بال", "كال")) else word
    return "ال" + word[2:] if word.startswith("لل") else word


def _adjoins(text: str, tokens: list[_Token], at: int) -> bool:
    between = text[tokens[at - 1].end : tokens[at].start]
    return between in {" ", "\u00a0", ": ", " «", " (", "/", ". "} and (
        between != ". " or len(_bare(tokens[at - 1].word)) == 1
    )
