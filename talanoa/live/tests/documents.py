"""A page as a browser holds it, and what the room's frames do to it."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source"}


@dataclass
class Element:
    """An element with its attributes and its children, which are elements and texts."""

    name: str
    attributes: dict[str, str | None] = field(default_factory=dict)
    children: list["Element | str"] = field(default_factory=list)

    def find(self, id_: str) -> "Element | None":
        """The element of that id, at any depth."""
        if self.attributes.get("id") == id_:
            return self
        found = (child.find(id_) for child in self.children if isinstance(child, Element))
        return next((each for each in found if each is not None), None)

    def parent_of(self, element: "Element") -> "Element | None":
        for child in self.children:
            if child is element:
                return self
            if isinstance(child, Element) and (found := child.parent_of(element)):
                return found
        return None

    def written(self) -> str:
        """The element as text in which space between elements counts for nothing."""
        attributes = "".join(f" {name}={value!r}" for name, value in self.attributes.items())
        inner = "".join(
            " ".join(child.split()) if isinstance(child, str) else child.written()
            for child in self.children
        )
        return f"<{self.name}{attributes}>{inner}</{self.name}>"


def parse(html: str) -> Element:
    """The document, its space between words folded."""
    builder = _Builder()
    builder.feed(html)
    builder.close()
    return builder.root


def apply(page: Element, patch: dict[str, str]) -> None:
    """Change the page as ``static/live/patches.js`` does; a target that is not there is passed."""
    target = page.find(patch["target"])
    if target is None:
        return
    parent = page.parent_of(target)
    assert parent is not None
    place = next(at for at, child in enumerate(parent.children) if child is target)
    if patch["action"] == "remove":
        del parent.children[place]
        return
    (fresh,) = [child for child in parse(patch["html"]).children if isinstance(child, Element)]
    if patch["action"] == "replace":
        parent.children[place] = fresh
    elif patch["action"] == "prepend":
        target.children.insert(0, fresh)
    else:
        target.children.append(fresh)


def same_each_time(html: str) -> str:
    """The page without what differs between two requests for it: tokens and the clock.

    Nor does it tell which slide stands in the presenter's own form: the script keeps it in
    step with the stage, so that the frames for everyone else stay small.
    """
    html = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", html)
    html = re.sub(r'name="client_id" value="[^"]*"', "", html)
    html = re.sub(r'(<input name="page"[^>]*?) value="[^"]*"', r"\1", html)
    html = html.replace(" selected>", ">")
    return re.sub(r'data-(seq|now|upto)="[^"]*"', "", html)


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = Element("document")
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, dict(attrs))
        self._open[-1].children.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open[-1].children.append(Element(tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        closed = self._open.pop()
        assert closed.name == tag, f"</{tag}> closes <{closed.name}>"

    def handle_data(self, data: str) -> None:
        if data.strip():
            self._open[-1].children.append(data)
