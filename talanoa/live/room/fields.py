"""Check the data of a frame against the fields an act asks for. Pure.

The fields are a frozen dataclass or a TypedDict whose hints are made of ``str``, ``int``,
``bool``, ``None``, ``Literal[…]``, ``list[…]`` of these and unions of these.
"""

import dataclasses
import types
from collections.abc import Mapping
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints, is_typeddict

LARGEST = 2**63 - 1
"""The largest number a database's integer can hold."""
MOST = 1000
"""Elements of one list."""

_PLAIN = (str, int, bool, type(None))


class FieldError(ValueError):
    """A field is missing, unknown, or not of its type; the message is its name."""


@dataclasses.dataclass(frozen=True, slots=True)
class Fields:
    """The fields of one type of frame: their hints, and which may be left out."""

    hints: Mapping[str, Any]
    optional: frozenset[str]

    def check(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """The data as keyword arguments; what was left out is left to its default.

        Raises:
            FieldError: the first field that is wrong.
        """
        for name in data:
            if name not in self.hints:
                raise FieldError(name)
        for name, hint in self.hints.items():
            if name not in data:
                if name not in self.optional:
                    raise FieldError(name)
            elif not _fits(data[name], hint):
                raise FieldError(name)
        return dict(data)


def fields_of(described: type) -> Fields:
    """Read the fields a dataclass or TypedDict describes.

    Raises:
        TypeError: it is neither, or a hint is of a type that no frame can carry.
    """
    hints = get_type_hints(described)
    if is_typeddict(described):
        optional = frozenset(described.__optional_keys__)  # type: ignore[attr-defined]
    elif dataclasses.is_dataclass(described):
        optional = frozenset(
            field.name
            for field in dataclasses.fields(described)
            if field.default is not dataclasses.MISSING
            or field.default_factory is not dataclasses.MISSING
        )
    else:
        raise TypeError(f"{described!r} is neither a dataclass nor a TypedDict.")
    for name, hint in hints.items():
        if not _can_carry(hint):
            raise TypeError(f"{described.__name__}.{name}: no frame can carry {hint!r}.")
    return Fields(hints, optional)


def _can_carry(hint: Any) -> bool:
    if hint in _PLAIN or get_origin(hint) is Literal:
        return True
    if get_origin(hint) in (list, Union, types.UnionType):
        return all(_can_carry(each) for each in get_args(hint))
    return False


def _fits(value: Any, hint: Any) -> bool:
    origin = get_origin(hint)
    if origin is Literal:
        return any(type(value) is type(each) and value == each for each in get_args(hint))
    if origin is list:
        (kind,) = get_args(hint)
        return (
            isinstance(value, list)
            and len(value) <= MOST
            and all(_fits(each, kind) for each in value)
        )
    if origin in (Union, types.UnionType):
        return any(_fits(value, each) for each in get_args(hint))
    if hint is int:
        # True is an int in Python; in a frame it is not.
        return type(value) is int and -LARGEST <= value <= LARGEST
    return type(value) is hint
