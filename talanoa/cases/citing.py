"""How a case is cited, and what reference managers read."""

import re
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from talanoa.cases import access
from talanoa.cases.models import Case
from talanoa.ui.addresses import address


@dataclass(frozen=True, kw_only=True)
class Citation:
    """What is said of a case where it is cited; ``address`` stays for good (decision 0034)."""

    key: int
    by: str
    """The team or the country; empty where neither is told."""
    title: str
    year: int
    date: str
    programme: str
    hub: str
    language: str
    address: str
    is_example: bool

    def __str__(self) -> str:
        values = {
            "by": self.by or _("A team whose name is withheld"),
            "year": self.year,
            "title": self.title,
            "programme": self.programme,
            "hub": self.hub,
            "address": self.address,
        }
        if self.is_example:
            return (
                _(
                    "%(by)s (%(year)s). %(title)s [invented example]. "
                    "Case presented in: %(programme)s, %(hub)s. %(address)s"
                )
                % values
            )
        return (
            _(
                "%(by)s (%(year)s). %(title)s. "
                "Case presented in: %(programme)s, %(hub)s. %(address)s"
            )
            % values
        )


def citation(case: Case) -> Citation:
    """How a case is cited; its programme, hub, team, country and entry are loaded."""
    team, country = access.whose(case)
    entry = case.library_entry
    return Citation(
        key=case.pk,
        by=team.name if team else country.name if country else "",
        title=case.title,
        year=entry.year,
        date=entry.held_on.isoformat(),
        programme=case.programme.name,
        hub=case.programme.hub.name,
        language=entry.language,
        address=permanent(case),
        is_example=case.is_example,
    )


def permanent(case: Case) -> str:
    """The address under which a case stands as long as there is the hub."""
    return settings.SITE_URL + address("cases:detail", case.pk)


def as_ris(cited: Citation) -> str:
    """For reference managers: one entry of RIS, a report."""
    lines = [
        ("TY", "RPRT"),
        ("AU", cited.by),
        ("TI", cited.title),
        ("PY", str(cited.year)),
        ("DA", cited.date.replace("-", "/")),
        ("T2", cited.programme),
        ("PB", cited.hub),
        ("LA", cited.language),
        ("UR", cited.address),
        ("N1", _("Invented example") if cited.is_example else ""),
        ("ER", ""),
    ]
    kept = (tag for tag in lines if tag[1] or tag[0] == "ER")
    return "".join(f"{tag}  - {_on_one_line(value)}\r\n" for tag, value in kept)


def as_bibtex(cited: Citation) -> str:
    """For LaTeX: one entry of BibTeX."""
    fields = {
        "author": f"{{{_plain(cited.by)}}}" if cited.by else "",
        "title": f"{{{_plain(cited.title)}}}",
        "year": str(cited.year),
        "howpublished": _plain(f"{cited.programme}, {cited.hub}"),
        "language": cited.language,
        "url": cited.address,
        "note": _("Invented example") if cited.is_example else "",
    }
    lines = (f"  {name} = {{{value}}}" for name, value in fields.items() if value)
    return f"@misc{{case{cited.key},\n" + ",\n".join(lines) + "\n}\n"


def _plain(value: str) -> str:
    """Words in which nothing means anything to LaTeX."""
    without = re.sub(r"[{}\\]", "", _on_one_line(value))
    return re.sub(r"([&%$#_])", r"\\\1", without)


def _on_one_line(value: str) -> str:
    return " ".join(value.split())
