"""Choosing resources for something that a higher room keeps: what is looked for, what there is.

The room that keeps the choice draws ``library/_pick.html`` with what this gives, and takes its
posts: ``resource``, a code, and ``named``, “yes” or “no”.
"""

from collections.abc import Collection
from typing import Any

from django.http import QueryDict

from talanoa.library import queries
from talanoa.library.forms import SearchForm
from talanoa.library.models import Resource

MOST = 12
"""Resources shown at once; a search finds the others."""


def offered(asked: QueryDict, named: Collection[Resource]) -> dict[str, Any]:
    """What a search finds, without what is named already. Four queries.

    Args:
        asked: the words, theme and language looked for.
    """
    form = SearchForm(asked)
    wanted = form.cleaned_data if form.is_valid() else {}
    found = list(queries.found(**wanted).exclude(pk__in=[one.pk for one in named])[: MOST + 1])
    return {
        "form": form,
        "named": named,
        "found": found[:MOST],
        "has_more": len(found) > MOST,
        "query": asked.urlencode(),
    }
