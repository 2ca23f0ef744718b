"""What is typed and pressed: nothing typed is lost, nothing is done twice."""

import re

from tests.journeys.attacks import HUGE, Answer, Attacked, both, getting, posting, row

TEN_THOUSAND = "Why? " * 1_999 + "END!!"
SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(2)>"
SQL = "'; DROP TABLE live_entry; --"
TURNED = "\u202egnihton si siht\u202c"
ANSWERS = {"relevance": "5", "learned": "4", "part": "3", "free-of-interests": "yes"}


def said_in_chat(text):
    return posting("participant", "/sessions/{session}/room/chat.say/", {"text": text})


def room_shows(text):
    """The words stand in the room as text: exactly so, and nowhere as markup."""

    def shown(it: Attacked) -> bool:
        page = it.who["other"].get(it.path("/sessions/{session}/room/"))
        return " ".join(text.split()) in page.words and ("<" not in text or text not in page.text)

    return shown


def name_becomes(typed, kept):
    def attack(it):
        data = {"name": typed, "organisation": typed, "language": "en", "time_zone": "UTC"}
        status = it.who["other"].post("/account/", data).status
        page = it.who["coordinator"].get(it.path("/programmes/{slug}/enrolled/"))
        return status, kept in page.words, typed in page.text

    return attack


def second_tab(it: Attacked) -> Answer:
    """Both tabs began with the same text; the other one has been saved."""
    edit = it.path("/cases/{draft}/edit/")
    page = it.who["presenter"].get(edit).text
    revision = re.search(r'name="revision" value="(\d+)"', page)[1]
    it.who["presenter"].post(edit, {"title": "From one tab", "revision": revision})
    return it.who["presenter"].post(edit, {"title": "From the other", "revision": revision})


FORMS = (
    row(
        "a form without a token comes back with what was typed",
        lambda it: it.who["participant"].post(
            it.path("/sessions/{session}/room/chat.say/"),
            {"text": "Long words, nearly lost"},
            token="",
            Origin=it.product.url,
        ),
        403,
        "The form was not accepted",
        "Nothing was changed.",
        "Open the page again and send the form once more.",
        "Long words, nearly lost",
    ),
    row(
        "a form another site sends is refused, and its words are not shown as the person's",
        lambda it: (
            (
                answer := it.who["participant"].post(
                    it.path("/sessions/{session}/room/chat.say/"),
                    {"text": "Words of another site"},
                    Origin="http://evil.example",
                )
            )
            and (answer.status, "Words of another site" in answer.words)
        ),
        (403, False),
        then=lambda it: not room_shows("Words of another site")(it),
    ),
    row(
        "an address that only takes forms says so to whoever opens it",
        getting("presenter", "/cases/{draft}/submit/"),
        405,
        "This address only takes what a form sends. Nothing was changed.",
    ),
    row(
        "a form that is too large",
        posting("other", "/account/", {"name": "x" * 3_000_000}),
        400,
        "The request could not be read",
        "Nothing was changed.",
    ),
    row(
        "a form of thousands of fields",
        lambda it: it.who["other"].post("/account/", {f"field{n}": "x" for n in range(2000)}),
        400,
        "The request could not be read",
        "Nothing was changed.",
    ),
    row(
        "numbers no database holds, in forms of the room",
        posting("facilitator", "/sessions/{session}/room/agenda.move/", {"item": HUGE}),
        422,
    ),
    row(
        "a number no database holds, in a form of a page",
        posting("newcomer", "/programmes/{slug}/cohorts/{cohort}/enrol/", {"country": HUGE}),
        422,
    ),
    row("a NUL in a line of chat", said_in_chat("a\x00b"), 422, "Null characters are not allowed."),
    row(
        "ten thousand characters in a line of chat",
        said_in_chat(TEN_THOUSAND),
        422,
        "at most 2000 characters",
        TEN_THOUSAND,
    ),
    row("an empty line of chat", said_in_chat(" \n "), 422, "Write something first."),
    row(
        "a case with ten thousand characters in its title keeps all of it",
        posting(
            "presenter",
            "/cases/{draft}/edit/",
            {"title": TEN_THOUSAND, "situation": "Kept too", "revision": "1"},
        ),
        422,
        "at most 200 characters",
        TEN_THOUSAND,
        "Kept too",
    ),
    row("script in a line of chat is text", said_in_chat(SCRIPT), 302, then=room_shows(SCRIPT)),
    row("SQL in a line of chat is text", said_in_chat(SQL), 302, then=room_shows(SQL)),
    row(
        "emoji in a line of chat",
        said_in_chat("😀👩‍👩‍👧‍👦" * 50),
        302,
        then=room_shows("😀👩‍👩‍👧‍👦" * 50),
    ),
    row(
        "another language than the page's",
        said_in_chat("مرحبا 你好 здравствуйте"),
        302,
        then=room_shows("مرحبا 你好 здравствуйте"),
    ),
    row("script in a name is text", name_becomes("<b>Ann</b>", "<b>Ann</b>"), (302, True, False)),
    row(
        "signs that turn the writing's direction do not stay in a name",
        name_becomes(TURNED, "gnihton si siht"),
        (302, True, False),
    ),
    row(
        "a line break in a name is a space",
        name_becomes("Ann\r\nBcc: x", "Ann Bcc: x"),
        (302, True, False),
    ),
    row(
        "a name of ten thousand characters",
        posting("other", "/account/", {"name": TEN_THOUSAND, "organisation": "Kept"}),
        422,
        "at most 120 characters",
        TEN_THOUSAND.strip(),
        "Kept",
    ),
    row(
        "script in the title of a case is text",
        lambda it: (
            (page := it.who["presenter"].get(it.path("/cases/{draft}/edit/")).text)
            and it.who["presenter"].post(
                it.path("/cases/{draft}/edit/"),
                {"title": SCRIPT, "revision": re.search(r'name="revision" value="(\d+)"', page)[1]},
            )
        ),
        302,
        then=lambda it: (
            SCRIPT in (page := it.who["presenter"].get(it.path("/cases/{draft}/"))).words
            and SCRIPT not in page.text
        ),
    ),
    row(
        "a language and a zone that do not exist",
        posting("visitor", "/language-and-time/", {"language": "xx", "time_zone": "../../etc"}),
        422,
    ),
    row(
        "a zone in a cookie that is a path",
        getting("visitor", "/", Cookie="talanoa_zone=../../../../etc/passwd"),
        200,
    ),
)

TWICE = (
    row(
        "two tabs with one case: neither text is lost",
        second_tab,
        409,
        "From one tab",
        "From the other",
    ),
    row(
        "a double click on enrol",
        both(*[posting("newcomer", "/programmes/{slug}/cohorts/{cohort}/enrol/")] * 2),
        [302, 302],
        then=lambda it: (
            it.stored(f"Enrolment.objects.filter(person={it.who['newcomer'].person}).count()") == 1
        ),
    ),
    row(
        "a double click on feedback",
        both(*[posting("participant", "/sessions/{held}/feedback/", ANSWERS)] * 2),
        [302, 302],
        then=lambda it: (
            it.stored(f"Response.objects.filter(wave__session={it.ids['held']}).count()") == 2
        ),
    ),
    row(
        "a double click on a recommendation",
        both(
            *[
                posting(
                    "scribe",
                    "/cases/{case}/recommendations/",
                    {"text": "Let nurses prescribe.", "client_id": "twice"},
                )
            ]
            * 2
        ),
        [302, 302],
        then=lambda it: (
            it.stored("Recommendation.objects.filter(text='Let nurses prescribe.').count()") == 1
        ),
    ),
    row(
        "a double click on submitting a case",
        both(*[posting("presenter", "/cases/{ready}/submit/")] * 2),
        [302, 302],
        then=lambda it: (
            it.stored(
                f"Event.objects.filter(kind='cases.submitted', subject_id={it.ids['ready']})"
                ".count()"
            )
            == 1
        ),
    ),
    row(
        "a double click on a line of chat",
        both(
            *[
                posting(
                    "participant",
                    "/sessions/{session}/room/chat.say/",
                    {"text": "Said once", "client_id": "said-once"},
                )
            ]
            * 2
        ),
        [302, 302],
        then=lambda it: it.stored("Entry.objects.filter(client_id='said-once').count()") == 1,
    ),
)
