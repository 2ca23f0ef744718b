"""Addresses of pages, worked out once for each set of arguments.

A page names some thirty addresses, and Django goes through its patterns for each: a tenth of the
time of a page. A pattern never changes under a running process, so what it gave stays true.
"""

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.template.base import Parser, Token
from django.template.context import Context
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as parse
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse
from django.utils.html import conditional_escape

MOST = 4096
"""Addresses kept in a process."""


def address(name: str, *args: Any, **kwargs: Any) -> str:
    """The address of a page, as ``reverse`` gives it.

    Raises:
        NoReverseMatch: there is no such page, or it takes other arguments.
    """
    return _kept(get_urlconf() or settings.ROOT_URLCONF, get_script_prefix(), name, *args, **kwargs)


@lru_cache(maxsize=MOST, typed=True)
def _kept(urlconf: str, _prefix: str, name: str, *args: Any, **kwargs: Any) -> str:
    found: str = reverse(name, urlconf, args, kwargs)
    return found


class AddressNode(URLNode):
    """``{% url %}`` by ``address``. Namespaces here have one instance each, so none is chosen."""

    def render(self, context: Context) -> str:
        args = [arg.resolve(context) for arg in self.args]
        kwargs = {name: value.resolve(context) for name, value in self.kwargs.items()}
        try:
            found = address(self.view_name.resolve(context), *args, **kwargs)
        except NoReverseMatch:
            if self.asvar is None:
                raise
            found = ""
        if self.asvar:
            context[self.asvar] = found
            return ""
        return conditional_escape(found) if context.autoescape else found


def url(parser: Parser, token: Token) -> AddressNode:
    """Django's ``{% url %}``, remembering."""
    node = parse(parser, token)
    return AddressNode(node.view_name, node.args, node.kwargs, node.asvar)
