"""What is done to the words of captions, and the files they are written in. Pure."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

SHOWN_FOR = timedelta(seconds=7)
"""How long a line stands at most when no other follows."""
AT_LEAST = timedelta(milliseconds=700)
SIGNS_A_SECOND = 15
"""How fast people speak, in characters."""
LONGEST_LEAD = timedelta(seconds=5)
"""How long before its moment a line is shown at most when the sound is played."""

_TAG = re.compile(
    r"([A-Za-z]{2,3})(?:[-_]([A-Za-z]{4}))?(?:[-_](?:[A-Za-z]{2}|[0-9]{3}))?", re.ASCII
)
# What would turn the text of others round; marks of one sign's direction may stay.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_CHINESE = {"hans": "zh-hans", "hant": "zh-hant"}
_TRADITIONAL = re.compile(r"[-_](?:TW|HK|MO)$", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True, kw_only=True)
class Line:
    """A line as it is written into a file: when, counted from the opening, who and what.

    ``mark`` says what readers must know of where its words come from; most lines have none.
    """

    at: timedelta
    who: str
    text: str
    mark: str = ""

    @property
    def words(self) -> str:
        return f"{self.text} ({self.mark})" if self.mark else self.text


def cleaned(text: str) -> str:
    """The text as one line: without what cannot be seen, its spaces single."""
    text = unicodedata.normalize("NFC", text)
    kept = (
        " " if unicodedata.category(sign) in ("Cc", "Zl", "Zp") else sign
        for sign in text
        if sign not in _TURNING and unicodedata.category(sign) not in ("Cs", "Co", "Cn")
    )
    line = " ".join("".join(kept).split())
    return line if any(unicodedata.category(sign)[0] in "LNPS" for sign in line) else ""


def folded(text: str) -> str:
    """The text as it is searched: no case, no accents, no Arabic vowel signs, one alef."""
    split = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(sign for sign in split if not unicodedata.combining(sign) and sign != "\u0640")
    return " ".join(bare.casefold().split())


def language_of(tag: str) -> str:
    """Our code for a language named as services do: ``en-US`` is ``en``; empty for no language."""
    tag = tag.strip()
    found = _TAG.fullmatch(tag)
    if found is None:
        return ""
    code, script = found[1].lower(), (found[2] or "").lower()
    if code == "zh":
        return _CHINESE.get(script) or ("zh-hant" if _TRADITIONAL.search(tag) else "zh-hans")
    return code


def clock(at: timedelta) -> str:
    """Hours, minutes and seconds, as a transcript shows them."""
    seconds = max(0, int(at.total_seconds()))
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def said(lines: Sequence[tuple[datetime, str]]) -> list[tuple[datetime, datetime]]:
    """From when to when each line of a language stands while the sound is played.

    A line is written once its words have been said: it begins before its moment by as long as
    saying it takes, not before the moment of the line before it, and stands until the next begins.
    """
    begins = [at - _takes(text) for at, text in lines]
    moments = [at for at, _text in lines]
    begins = [
        max(first, before) for first, before in zip(begins, [*begins[:1], *moments], strict=False)
    ]
    return [
        (first, min(following, at + SHOWN_FOR))
        for first, following, at in zip(
            begins, [*begins[1:], *(at + SHOWN_FOR for at in moments[-1:])], moments, strict=True
        )
    ]


def _takes(text: str) -> timedelta:
    """How long it takes to say this, about."""
    return max(AT_LEAST, min(timedelta(seconds=len(text) / SIGNS_A_SECOND), LONGEST_LEAD))


def as_vtt(lines: Iterable[Line], *, title: str, language: str) -> str:
    """WebVTT, which browsers and players show."""
    head = f"WEBVTT\nLanguage: {language}\n\nNOTE {_vtt(title)}\n"
    cues = (
        f"\n{_stamp(begins, '.')} --> {_stamp(ends, '.')}\n{_voice(line)}{_vtt(line.words)}\n"
        for line, begins, ends in _timed(lines)
    )
    return head + "".join(cues)


def as_srt(lines: Iterable[Line]) -> str:
    """SubRip, which editing programs take."""
    return "\n".join(
        f"{number}\n{_stamp(begins, ',')} --> {_stamp(ends, ',')}\n{_named(line)}\n"
        for number, (line, begins, ends) in enumerate(_timed(lines), start=1)
    )


def as_text(lines: Iterable[Line], *, title: str) -> str:
    """Plain text to read, a line each."""
    return "".join([f"{title}\n\n", *(f"[{clock(line.at)}] {_named(line)}\n" for line in lines)])


def _timed(lines: Iterable[Line]) -> Iterator[tuple[Line, timedelta, timedelta]]:
    """Each line with when it begins and ends: when the next comes, or after seven seconds."""
    known = list(lines)
    for line, following in zip(known, [*known, None][1:], strict=True):
        ends = line.at + SHOWN_FOR
        if following is not None:
            ends = min(ends, max(following.at, line.at + AT_LEAST))
        yield line, line.at, ends


def _stamp(at: timedelta, point: str) -> str:
    thousandths = max(0, round(at.total_seconds() * 1000))
    seconds = thousandths // 1000
    whole = f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return f"{whole}{point}{thousandths % 1000:03}"


def _voice(line: Line) -> str:
    return f"<v {_vtt(line.who)}>" if line.who else ""


def _named(line: Line) -> str:
    text = line.words.replace("-->", "→")
    return f"{line.who}: {text}" if line.who else text


def _vtt(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
