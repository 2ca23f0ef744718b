"""Each component on its own, and the pages that stand without a request."""

from pathlib import Path

import pytest
from django.core.paginator import Paginator
from django.template import Context, Engine, Template, TemplateSyntaxError
from django.template.loader import get_template, render_to_string
from django.utils.translation import override

from talanoa.ui import charts, icons
from talanoa.ui.templatetags import ui

TEMPLATES = Path(__file__).parent.parent / "templates"
NAMES = sorted(str(file.relative_to(TEMPLATES)) for file in TEMPLATES.rglob("*") if file.is_file())


def shown(source, **context):
    return Template(source).render(Context(context))


@pytest.mark.parametrize("name", NAMES)
def test_every_template_parses(name):
    assert get_template(name).template.name == name


def test_unknown_tags_do_not_parse():
    with pytest.raises(TemplateSyntaxError):
        Engine().from_string("{% no_such_component %}")


@pytest.mark.parametrize("code", [400, 403, 404, 429, 500])
@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("ar", "rtl")])
def test_error_pages_need_nothing_but_their_words(code, language, direction):
    with override(language):
        html = render_to_string(f"{code}.html")

    assert f'<html lang="{language}" dir="{direction}">' in html
    assert html.count("<h1>") == 1


def test_a_refusal_says_its_reason():
    html = render_to_string("403.html", {"reason": "The session is full."})

    assert '<p class="lead">The session is full.</p>' in html


def test_what_people_wrote_stays_text():
    html = shown(
        "{% page_heading title lead=title %}{{ title }}{% endpage_heading %}"
        "{% notice 'info' title %}{{ title }}{% endnotice %}"
        "{% empty_state title %}{{ title }}{% endempty_state %}"
        "{% tag 'plain' title %}{% person title title %}{% icon 'check' title %}"
        "{% figure title title title %}{% meter title 1 2 title %}{% breadcrumb title '/' title %}"
        "{% bar_chart rows title title title %}{% stacked_chart stacks title %}",
        title="<script>",
        stacks=[charts.Stack("<script>", [charts.Part("part-1", "<script>", 1)])],
        rows=[("<script>", 1)],
    )

    assert "<script>" not in html


def test_a_heading_without_an_action_leaves_no_gap():
    html = shown("{% page_heading 'Sessions' %} {% endpage_heading %}")

    assert "page-action" not in html


def test_a_tag_of_unknown_kind_is_refused():
    with pytest.raises(KeyError):
        ui.tag("nonsense")


def test_breadcrumb_leads_back_and_names_this_page():
    html = shown("{% breadcrumb 'Programmes' '/p/' 'Session' %}")

    assert '<li><a href="/p/">Programmes</a></li>' in html
    assert '<li aria-current="page">Session</li>' in html
    with pytest.raises(ValueError, match="this page's label"):
        ui.breadcrumb("Programmes", "/p/")


def test_pagination_keeps_the_rest_of_the_address(rf):
    page = Paginator(range(9), 3).page(2)

    html = shown("{% pagination page %}", page=page, request=rf.get("/?theme=law&page=2"))

    assert 'rel="prev" href="?theme=law&amp;page=1"' in html
    assert 'rel="next" href="?theme=law&amp;page=3"' in html
    assert "Page 2 of 3" in html


def test_one_page_needs_no_pagination(rf):
    page = Paginator(range(3), 3).page(1)

    assert shown("{% pagination page %}", page=page, request=rf.get("/")).strip() == ""


def test_a_meter_is_a_machines_number_in_every_language():
    with override("fr"):
        html = shown("{% meter 'Réponses' 12.5 20 '12,5 sur 20' %}")

    assert '<meter min="0" max="20" value="12.5">' in html


def test_bars_start_at_zero_and_end_at_the_largest():
    drawn = charts.bars([("Training", 14), ("Medicines", 7), ("Law", 0), ("Rare", 0.001)])

    assert [(bar.label, bar.length) for bar in drawn] == [
        ("Training", 1000),
        ("Medicines", 500),
        ("Law", 0),
        ("Rare", 4),
    ]


def test_bars_share_a_given_scale():
    assert [bar.length for bar in charts.bars([("a", 25)], most=100)] == [250]
    assert charts.bars([]) == []


@pytest.mark.parametrize("rows", [[("a", -1)], [("a", 101)], [("a", "3")]])
def test_what_cannot_be_drawn_is_refused(rows):
    with pytest.raises(ValueError):
        charts.bars(rows, most=100)


def test_an_icon_speaks_only_when_it_has_something_to_say():
    assert 'aria-hidden="true"' in icons.icon("hand")
    assert 'role="img" aria-label="Raise hand"' in icons.icon("hand", "Raise hand")
    assert "icon-turns" in icons.icon("arrow")
    with pytest.raises(KeyError):
        icons.icon("nonsense")


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("ar", "rtl")])
def test_mail_has_a_language_a_direction_and_no_styles(language, direction):
    with override(language):
        html = render_to_string("ui/mail.html")

    assert f'lang="{language}" dir="{direction}"' in html
    assert "style" not in html


def test_plain_mail_is_not_escaped():
    engine_template = Template(
        "{% extends 'ui/mail.txt' %}{% block body %}{{ name }}{% endblock %}"
        "{% block why %}You enrolled.{% endblock %}"
    )

    text = engine_template.render(Context({"name": "O'Neil & Sons"}))

    assert text == "O'Neil & Sons\n\n-- \nYou enrolled.\nTalanoa\n"


@pytest.mark.parametrize(
    ("counts", "lengths"),
    [
        ([1, 1, 2], [("a", 0, 250), ("b", 250, 250), ("c", 500, 500)]),
        ([1, 0, 2], [("a", 0, 333), ("c", 333, 667)]),
        ([1, 1, 1], [("a", 0, 333), ("b", 333, 334), ("c", 667, 333)]),
        ([0, 0, 0], []),
    ],
)
def test_the_parts_of_a_stack_fill_it_without_a_gap(counts, lengths):
    parts = [charts.Part(kind, kind, count) for kind, count in zip("abc", counts, strict=True)]

    assert charts.Stack("2017", parts).lengths == lengths
