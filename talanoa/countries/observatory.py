"""Read one indicator from the WHO's Global Health Observatory, which answers in OData.

An indicator's address answers with ``{"value": [row, …], "@odata.nextLink": "…"}``; the link is
there where more rows follow. Of a row we read ``SpatialDimType`` (``COUNTRY``, or a region, an
income group, the world), ``SpatialDim`` (a country's ISO code), ``TimeDim`` (the year), ``Value``
(as people read it), ``NumericValue``, and ``Dim1`` to ``Dim3`` (sex, age and the like, where a
figure is for a part of the people only).

Whatever comes is bounded: in time, in size, in pages. No Django here.
"""

import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from http.client import HTTPException
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

LATER = "Run the same command again later."
REACH = "See whether this machine may reach it (HTTPS_PROXY), or load a file."
RENAMED = "See at the observatory whether the indicator has another name now."
OTHER = "A proxy or a sign-in page may have answered in its place: open the address in a browser."
FORM = "Its form may have changed: tell whoever maintains this software, with this line."


class Unreadable(Exception):
    """The observatory did not answer, or not in its form; says what it did, in English.

    ``to_do`` says what whoever asked can do about it.
    """

    def __init__(self, what: str, to_do: str = FORM) -> None:
        super().__init__(what)
        self.to_do = to_do


@dataclass(frozen=True, kw_only=True)
class Limits:
    """How much of the observatory one indicator may take."""

    seconds: float = 120
    """For all pages together."""
    silence: float = 20
    """Seconds without a byte after which it is given up."""
    bytes: int = 20_000_000
    pages: int = 100
    tries: int = 3
    """Of a page that is answered with 429, 500, 502, 503 or 504."""
    longest_wait: float = 20
    """Seconds between two tries, whatever the observatory asks for."""


LIMITS = Limits()

_PASSING = frozenset({429, 500, 502, 503, 504})

_WORDS = {
    "yes": "yes",
    "no": "no",
    "don't know": "dont-know",
    "dont know": "dont-know",
    "no response": "no-response",
    "no data": "no-data",
    "no data received": "no-data",
    "no data available": "no-data",
    "data not available": "no-data",
    "not available": "no-data",
    "": "no-data",
    "-": "no-data",
    "–": "no-data",
    "—": "no-data",
    ".": "no-data",
    "..": "no-data",
}
"""What the observatory writes, small and without spaces around, and what we call it."""


@dataclass(frozen=True, kw_only=True)
class Row:
    """One country's figure for one year: a number, or a category."""

    iso3: str
    year: int
    value: Decimal | None = None
    category: str = ""


def read(
    code: str, *, address: str, limits: Limits = LIMITS, wait: Callable[[float], None] = time.sleep
) -> list[Row]:
    """Every country's figures of one indicator, in the order in which they come.

    Rows about regions, and about a part of the people, are passed over.

    Args:
        address: Where the interface stands, with the ``/`` at its end.

    Raises:
        Unreadable: it could not be reached, did not answer in its form, or beyond ``limits``.
    """
    page: str | None = urljoin(address, quote(code, safe=""))
    rows: list[Row] = []
    asking = _Asking(address=address, limits=limits, wait=wait)
    seen: set[str] = set()
    while page is not None:
        if page in seen or len(seen) >= limits.pages:
            raise Unreadable(f"It goes on for more than {len(seen)} pages.")
        seen.add(page)
        answer = asking.page(page)
        rows.extend(_rows(answer, code))
        page = _next(answer, page, address)
    return rows


class _Asking:
    """One reading of several pages, which share their time and their size."""

    def __init__(self, *, address: str, limits: Limits, wait: Callable[[float], None]) -> None:
        where = urlsplit(address)
        if where.scheme != "https" and where.hostname not in ("localhost", "127.0.0.1", "::1"):
            raise Unreadable(f"{address} is not an https address.")
        self.limits, self.wait = limits, wait
        self.left = limits.bytes
        self.until = time.monotonic() + limits.seconds
        self.opener = urllib.request.build_opener(_NoRedirect)

    def page(self, url: str) -> Mapping[str, Any]:
        for tried in range(1, self.limits.tries + 1):
            try:
                return self._once(url)
            except urllib.error.HTTPError as error:
                with error:
                    if error.code not in _PASSING or tried == self.limits.tries:
                        to_do = RENAMED if error.code == 404 else LATER
                        raise Unreadable(f"It answered {error.code} to {url}", to_do) from error
                    pause = _asked_to_wait(error.headers.get("Retry-After"), tried)
                pause = min(pause, self.limits.longest_wait)
                self._demand_time(pause)
                self.wait(pause)
            except (OSError, HTTPException) as error:
                raise Unreadable(f"It could not be reached at {url}: {error}", REACH) from error
        raise AssertionError("The last try answers or raises.")

    def _once(self, url: str) -> Mapping[str, Any]:
        self._demand_time()
        # Only https, or this machine: asked for above, and of every next page.
        request = urllib.request.Request(url, headers={"Accept": "application/json"})  # noqa: S310
        with self.opener.open(request, timeout=self.limits.silence) as answer:
            kind = answer.headers.get_content_type()
            if kind != "application/json":
                raise Unreadable(f"It answered with {kind}, not with JSON, to {url}", OTHER)
            text = b"".join(self._chunks(answer))
        try:
            read = json.loads(text, parse_float=Decimal, parse_constant=_no_number)
        except (ValueError, RecursionError) as error:
            to_do = OTHER if text.lstrip()[:1] == b"<" else LATER
            raise Unreadable(f"Its answer to {url} is broken JSON: {error}", to_do) from error
        if not isinstance(read, dict) or not isinstance(read.get("value"), list):
            raise Unreadable(f"Its answer to {url} has no list called “value”.")
        return read

    def _chunks(self, answer: Any) -> Iterator[bytes]:
        while chunk := answer.read1(65_536):
            self.left -= len(chunk)
            if self.left < 0:
                raise Unreadable(f"It answered with more than {self.limits.bytes} bytes.")
            self._demand_time()
            yield chunk

    def _demand_time(self, more: float = 0) -> None:
        if time.monotonic() + more > self.until:
            raise Unreadable(f"It took longer than {self.limits.seconds:g} seconds.", LATER)


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Where it leads is not where the setting says; the answer counts as an error."""

    def redirect_request(self, *_args: Any, **_kwargs: Any) -> None:
        return None


def _asked_to_wait(said: str | None, tried: int) -> float:
    return float(said) if said and said.isdecimal() else 2.0**tried


def _next(answer: Mapping[str, Any], page: str, address: str) -> str | None:
    link = answer.get("@odata.nextLink")
    if link is None:
        return None
    if not isinstance(link, str):
        raise Unreadable("Its link to the next page is not an address.")
    found, home = urlsplit(urljoin(page, link)), urlsplit(address)
    if (found.scheme, found.netloc) != (home.scheme, home.netloc):
        raise Unreadable(f"Its next page is at another host: {found.netloc}")
    return found.geturl()


def _rows(answer: Mapping[str, Any], code: str) -> Iterator[Row]:
    for row in answer["value"]:
        if not isinstance(row, dict):
            raise Unreadable(f"A row of it is no row: {row!r:.80}")
        if row.get("IndicatorCode") not in (None, code):
            raise Unreadable(f"It answered about {row['IndicatorCode']!r:.80}, not {code}", RENAMED)
        if row.get("SpatialDimType") != "COUNTRY" or _is_part(row):
            continue
        yield _row(row)


def _is_part(row: Mapping[str, Any]) -> bool:
    """Whether it is about women only, about an age, and so on."""
    dims = (row.get(name) for name in ("Dim1", "Dim2", "Dim3"))
    return any(dim not in (None, "", "SEX_BTSX", "BTSX") for dim in dims)


def _row(row: Mapping[str, Any]) -> Row:
    iso3, year = row.get("SpatialDim"), row.get("TimeDim")
    if not isinstance(iso3, str) or not isinstance(year, int) or isinstance(year, bool):
        raise Unreadable(f"A row of it names no country or no year: {row!r:.120}")
    number = row.get("NumericValue")
    said = str(row.get("Value") if row.get("Value") is not None else "").strip()
    word = said.casefold().replace("’", "'")
    if word in _WORDS and (number is None or word):
        return Row(iso3=iso3, year=year, category=_WORDS[word])
    try:
        value = Decimal(str(number if number is not None else said))
    except InvalidOperation:
        raise Unreadable(f"It says “{said:.60}” of {iso3} in {year}.") from None
    return Row(iso3=iso3, year=year, value=value)


def _no_number(name: str) -> Any:
    raise ValueError(f"{name} is no number")
