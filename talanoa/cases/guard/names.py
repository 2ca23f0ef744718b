"""Names of persons in Latin letters, by what is around them and by how they are written.

A run of capitalised words is a person when a title or a role introduces it, when a common
given name or surname is in it, or when two unknown ones stand side by side where no place or
institution would. Imports no Django.
"""

import re
from collections.abc import Iterator

from talanoa.cases.guard.findings import Finding, Type
from talanoa.cases.guard.given import GIVEN
from talanoa.cases.guard.lists import NOT_A_PERSON, UNSURE
from talanoa.cases.guard.names_around import (
    ACTS,
    ADDRESSING,
    APPOSITION,
    BIDDING,
    FIELD,
    INITIALS,
    KIN_OF,
    LIVES,
    NO_NAME_ENDS,
    NOT_ALONE_A_TITLE,
    OWNS,
    ROLE,
    SIGNED,
    STARTING,
    SURE_APPOSITION,
    TITLE,
    TITLE_WORDS,
)
from talanoa.cases.guard.scripts import any_of, words
from talanoa.cases.guard.surnames import SURNAMES

_WORD = r"[^\W\d_]+(?:[’'-][^\W\d_]+)*"
_SHORT = "|".join(
    rf"(?<=\b{short})" for short in ("[^\\W\\d_]", "Dr", "Mr", "Sr", "Fr", "Dra", "Mrs")
)
_RUN = re.compile(
    rf"(?<![\w@./-]){_WORD}(?:(?:(?:(?:{_SHORT})\.)?[ \u00a0]"
    rf"(?:(?:de|da|do|dos|das|del|la|los|van|von|der|den|bin|ben|al|el|du|di|d’)[ \u00a0]){{0,2}})"
    rf"{_WORD})*"
)
_EPONYM_AFTER = re.compile(
    r"(?:[’']s)?\s(?:disease|syndrome|lymphoma|sarcoma|score|scale|index|criteria|test|sign|"
    r"programme|program|method|ladder|rule)\b",
    re.IGNORECASE,
)
_OF_AN_ILLNESS_OR_PLACE = re.compile(
    r"(?:"
    + any_of(
        "disease_of syndrome_of maladie_de maladie_d’ syndrome_de chorée_de lymphome_de "
        "sarcome_de score_d’ score_de échelle_de enfermedad_de síndrome_de corea_de linfoma_de "
        "sarcoma_de escala_de doença_de hospital_de hospital_da hôpital puerto_de porto_de "
        "porto_da port_of port_autonome_d’ hôpital_de hospital universidad_de universidade_de "
        "université_de university_of district_of district_de province_of province_de provincia_de "
        "província_de concelho_de municipio_de commune_de city_of ville_de ciudad_de cidade_de "
        "lake lac lago river rivière río rio mount mont monte island_of île_de isla_de ilha_de "
        "valley_of vallée_de valle_de vale_do vale_de in_the republic_of université hospice"
    )
    + r")\s?$",
    re.IGNORECASE,
)
_SAINT_BEFORE = re.compile(r"\b(?:St|Ste|Saint|Sainte|San|Santa|Santo|São)\.?[ -]$")
_PLACE_BEFORE = re.compile(
    r"(?<!\w)(?:in|at|near|from|across|outside|to|throughout|à|au|aux|en|dans|vers|depuis|près\sde|"
    r"em|no|na|nos|nas|desde|hacia|hasta|perto\sde|cerca\sde)\s$",
    re.IGNORECASE,
)
_CONTRACTED = re.compile(r"I[’'](?:d|m|ll|ve)$")
_BETWEEN = words("de da do dos das del la los van von der den bin ben al el du di")


_AND = re.compile(rf"\s(?:and|et|y|e|&)\s(?=({_WORD}(?:\s{_WORD})?))")
_AND_BEFORE = re.compile(rf"({_WORD})\s(?:and|et|y|e|&)\s$")


def names(text: str) -> Iterator[Finding]:
    """Names in the Latin letters of a text."""
    for run in _RUN.finditer(text):
        for start, end in _capitalised(text, run.start(), run.end()):
            for found in _person(text, start, end):
                yield found
                yield from _beside(text, found)
    for initials in INITIALS.finditer(text):
        before = text[max(0, initials.start() - 48) : initials.start()]
        told = TITLE.search(before[-24:]) or ROLE.search(before)
        if told or SURE_APPOSITION.match(text, initials.end()):
            yield Finding(initials.start(), initials.end(), Type.NAME)


def _beside(text: str, found: Finding) -> Iterator[Finding]:
    """Who is joined to a person by “and”, when it is written like one."""
    for other in (
        _AND.match(text, found.end),
        _AND_BEFORE.search(text[max(0, found.start - 40) : found.start]),
    ):
        if other is None or not other[1][0].isupper() or _is_nobody(other[1].split()[0]):
            continue
        at = other.start(1) + (max(0, found.start - 40) if other.re is _AND_BEFORE else 0)
        words = [word for word in other[1].split() if word[0].isupper()]
        yield Finding(at, at + len(" ".join(words)), Type.NAME)


def _capitalised(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The stretches of capitalised words in a run, with the small words between them."""
    first = last = -1
    for word in re.finditer(_WORD, text[start:end]):
        if word[0][0].isupper() and not _CONTRACTED.match(word[0]):
            if first < 0:
                first = word.start()
            last = word.end()
        elif word[0].lower() not in _BETWEEN and first >= 0:
            yield start + first, start + last
            first = -1
    if first >= 0:
        yield start + first, start + last


def _person(text: str, start: int, end: int) -> Iterator[Finding]:
    words = [
        (start + word.start(), start + word.end(), word[0])
        for word in re.finditer(_WORD, text[start:end])
    ]
    titled = _is_titled(text, start)
    addressed = False
    begins = _begins(text, start)
    while (
        words
        and not titled
        and (
            _plain(words[0][2]) in TITLE_WORDS
            or _is_article(words[0][2], text, words[0][1])
            or (begins and len(words) > 1 and _plain(words[0][2]) in ADDRESSING | BIDDING)
        )
    ):
        titled = titled or _plain(words[0][2]) in TITLE_WORDS
        addressed = addressed or _plain(words[0][2]) in ADDRESSING
        begins = begins and _is_article(words[0][2], text, words[0][1])
        words = words[1:]
    if not words:
        return
    if len(words) > 1 and not titled and _plain(words[0][2]) not in NOT_ALONE_A_TITLE:
        titled = bool(TITLE.match(words[0][2] + " "))  # Granny Lusungu: both are the name
        if titled and _is_nobody(words[1][2]):
            return
    start = words[0][0]
    if (
        begins
        and not titled
        and len(words) > 1
        and (_is_nobody(words[0][2]) or _plain(words[0][2]) in STARTING)
    ):
        words = words[1:]
        start, begins = words[0][0], False
    capitals = [word for _, _, word in words if word[0].isupper()]
    nobody = [_is_nobody(word) for word in capitals if len(word) > 1 or len(capitals) == 1]
    if any(nobody) and not (titled and not nobody[0]):
        return
    if addressed or _is_someone(
        text, words, capitals, text[max(0, start - 48) : start], titled=titled, begins=begins
    ):
        possessive = capitals[-1].endswith(("’s", "'s")) and capitals[-1] == words[-1][2]
        yield Finding(start, end - 2 * possessive, Type.NAME)


def _is_titled(text: str, start: int) -> bool:
    """Whether a title stands before; a full stop after a whole word ends a sentence instead."""
    title = TITLE.search(text[max(0, start - 24) : start])
    return title is not None and not (len(title[0]) > 6 and title[0].rstrip().endswith("."))


def _begins(text: str, start: int) -> bool:
    before = text[max(0, start - 48) : start].rstrip(' «“"(¿¡—–-')
    return not before or before[-1] in ".!?:;…\n"


def _is_someone(
    text: str,
    words: list[tuple[int, int, str]],
    capitals: list[str],
    before: str,
    *,
    titled: bool,
    begins: bool,
) -> bool:
    end = words[-1][1]
    if titled:
        return True
    if _EPONYM_AFTER.match(text, end) or _OF_AN_ILLNESS_OR_PLACE.search(before):
        return False
    if _SAINT_BEFORE.search(before):
        return False
    plain = [_plain(word) for word in capitals]
    given = [word for word in plain if word in GIVEN or word.split("-")[0] in GIVEN]
    family = [word for word in plain if word in SURNAMES or word.split("-")[-1] in SURNAMES]
    if all(word.isupper() for word in capitals) and not ((given or family) and len(plain) > 1):
        return False
    placed = bool(_PLACE_BEFORE.search(before))
    introduced = bool(ROLE.search(before)) or (not placed and bool(APPOSITION.match(text, end)))
    if _lives(text, plain, before, end, begins=begins):
        return True
    if introduced and (not begins or given or before.rstrip().endswith(":")):
        return True
    if given and len(plain) > 1:
        return True
    if any(word not in UNSURE for word in given):
        return True
    if len(plain[0]) == 1 and len(plain) > 1 and SIGNED.search(before):
        return text[words[0][1]] == "." and len(plain[1]) > 2
    if placed:
        return False
    if family:
        return len(plain) > 1
    if begins and not re.match(r",?\s[^\W\d_A-Z]", text[end : end + 3]):
        return False
    whole = [word for word in plain if len(word) > 1]
    return 2 <= len(whole) <= 4 and len(words) == len(capitals)


def _lives(text: str, plain: list[str], before: str, end: int, *, begins: bool) -> bool:
    """Whether one unknown word does, has or is what only a person does, has or is."""
    if len(plain) > 1 or plain[0] in STARTING or len(plain[0]) < 3:
        return False
    owns = text[end - 2 : end] in ("’s", "'s") and OWNS.match(text, end)
    if FIELD.search(before):
        return True
    if owns or SURE_APPOSITION.match(text, end) or (not begins and KIN_OF.search(before)):
        return True
    if begins:
        return bool(LIVES.match(text, end)) and not NO_NAME_ENDS.search(plain[0])
    return bool(ACTS.match(text, end) or LIVES.match(text, end))


def _is_article(word: str, text: str, end: int) -> bool:
    """A small word that only begins its sentence: “My patient Mary”, “A Maria”; no initial."""
    return len(word) < 3 and _plain(word) in NOT_A_PERSON and text[end : end + 1] != "."


def _is_nobody(word: str) -> bool:
    """A country, an institution, a medicine, a month; or an abbreviation such as UNICEF."""
    plain = _plain(word)
    if plain in NOT_A_PERSON and plain not in GIVEN:
        return True
    known = plain in GIVEN or plain in SURNAMES or plain in UNSURE
    return word.isupper() and 2 <= len(word) <= 6 and not known


def _plain(word: str) -> str:
    """Without the article that French joins to it, and without the English possessive."""
    plain = word.lower().replace("'", "’")
    if len(plain) > 2 and plain[1] == "’" and plain[0] in "dlmnstcj":
        plain = plain[2:]
    return plain.removesuffix("’s").rstrip(".")
