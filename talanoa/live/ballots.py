"""What votes say, and how they are counted. Pure: functions of their arguments alone."""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

SCALE = 5
"""The numbers of a scale begin with one."""


@dataclass(frozen=True, kw_only=True)
class Bar:
    """How often something was answered. ``length`` is in thousandths of all who voted."""

    label: str
    number: int
    length: int
    key: str
    """What the answer is counted under: its number, or the word, folded."""


def fold(word: str) -> str:
    """The word without its case and accents, as words are set beside each other."""
    split = unicodedata.normalize("NFKD", word.casefold())
    return "".join(sign for sign in split if not unicodedata.combining(sign)).casefold()


def cleaned(words: Iterable[str]) -> list[str]:
    """One person's words without spaces around them, each once; what says nothing is left out."""
    tidy = (" ".join(unicodedata.normalize("NFC", word).split()) for word in words)
    once = {fold(word): word for word in reversed([word for word in tidy if fold(word)])}
    return sorted(once.values())


def added(counts: Mapping[str, int], answers: Iterable[str | int]) -> dict[str, int]:
    """The counts with one more vote. Sorted: their order must not tell who came first."""
    total = Counter(counts)
    total.update(str(answer) for answer in answers)
    return dict(sorted(total.items()))


def of_options(counts: Mapping[str, int], labels: Sequence[str], *, voted: int) -> list[Bar]:
    """A bar for each option, in their order, those that nobody chose included."""
    return [
        _bar(label, counts.get(str(number), 0), key=str(number), voted=voted)
        for number, label in enumerate(labels, start=1)
    ]


def of_words(counts: Mapping[str, int], *, voted: int) -> list[Bar]:
    """A bar for each word, most first, spelt as most people spelt it."""
    spellings: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    for word, number in counts.items():
        spellings[fold(word)].append((-number, word))
    bars = [
        _bar(min(spelt)[1], -sum(number for number, _ in spelt), key=folded, voted=voted)
        for folded, spelt in spellings.items()
    ]
    return sorted(bars, key=lambda bar: (-bar.number, bar.key))


def _bar(label: str, number: int, *, key: str, voted: int) -> Bar:
    length = round(1000 * number / voted) if voted else 0
    return Bar(label=label, number=number, length=length, key=key)
