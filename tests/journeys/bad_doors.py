"""What is tried at the doors: hosts, links, other people's things, heads of mails and pages."""

import csv
import io
import re
from urllib.parse import quote

from tests.journeys.attacks import (
    HOST_ACTS,
    HUGE,
    Attacked,
    cookies_set,
    each,
    getting,
    posting,
    row,
)
from tests.journeys.steps import mails_to, until

ELSEWHERE = ("https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)")


def name_in_table(it: Attacked) -> list[str]:
    """A formula as a name, and how it stands in the table for spreadsheets."""
    data = {"name": '=HYPERLINK("http://evil.example")', "language": "en", "time_zone": "UTC"}
    it.who["other"].post("/account/", data)
    text = it.who["coordinator"].get(it.path("/programmes/{slug}/enrolled.csv")).text
    held = it.who["facilitator"].get(it.path("/sessions/{held}/attendance.csv")).text
    rows = [*csv.reader(io.StringIO(text)), *csv.reader(io.StringIO(held))]
    return sorted({row[0] for row in rows if "HYPERLINK" in row[0]})


def mailed_with_line_breaks(it: Attacked) -> list[str]:
    """A guest's name and a session's title try to add a line to the head of a mail."""
    broken = "Ann\r\nBcc: evil@example.org"
    page = it.who["coordinator"].get(it.path("/sessions/{session}/edit/")).text
    version = re.search(r'name="version" value="(\d+)"', page)[1]
    it.who["coordinator"].post(
        it.path("/sessions/{session}/edit/"), {"title": broken, "version": version}
    )
    form = {"name": broken, "address": "ann@example.net", "language": "en"}
    it.who["facilitator"].post(it.path("/sessions/{session}/guests/"), form)
    mail = until(lambda: mails_to(it.product, "ann@example.net"), "the guest's mail")[-1]
    return sorted({*mail.keys()} & {"Bcc", "Cc"}) + [mail["To"]]


def mailed_link_of_another_host(it: Attacked) -> set[str]:
    """Where the links of a mail lead that was asked for under another of our names."""
    host = f"127.0.0.1:{it.product.port}"
    form = {"email": "host@example.net"}
    it.who["visitor"].post("/sign-in/", form, Host=host, X_Forwarded_Host="evil.example")
    mail = until(lambda: mails_to(it.product, "host@example.net"), "the mail")[-1]
    text = mail.get_body(("plain",)).get_content()
    return set(re.findall(r"https?://[^/\s]+", text)) - {it.product.url}


def led_elsewhere(it: Attacked) -> list[str]:
    """Where ``next`` leads from every page that takes it, as far as it is another site."""
    places = []
    for goal in ELSEWHERE:
        signed_in, visitor = it.who["other"], it.who["visitor"]
        about = {"name": "Other", "language": "en", "time_zone": "UTC", "next": goal}
        places += [
            signed_in.get(f"/sign-in/?next={quote(goal)}").place,
            signed_in.get(f"/sign-in/password/?next={quote(goal)}").place,
            visitor.get(f"/sign-up/?next={quote(goal)}").place,
            visitor.post("/language/", about).place,
            visitor.post("/language-and-time/", about).place,
            signed_in.post("/welcome/", about).place,
            visitor.post("/sign-out/", about).place,
        ]
    return [place for place in places if not re.match(r"/(?![/\\])", place) or "evil" in place]


def guessed(it: Attacked) -> list[int]:
    """Numbers tried one after another, each from an address that claims to be another."""
    numbers = (f"AAAA-AAAA-AAAA-{number:04d}" for number in range(31))
    return [
        it.who["visitor"].get(f"/verify/{number}/", X_Forwarded_For=f"10.0.0.{place}").status
        for place, number in enumerate(numbers)
    ]


def acts_refused(who):
    def attack(it: Attacked) -> dict[str, int]:
        before = it.stored(f"Entry.objects.filter(session={it.ids['session']}).count()")
        room = it.path("/sessions/{session}/room/")
        statuses = {
            act: it.who[who]
            .post(f"{room}{act}/", {name: it.path(value) for name, value in data.items()})
            .status
            for act, data in HOST_ACTS
        }
        after = it.stored(f"Entry.objects.filter(session={it.ids['session']}).count()")
        return {act: status for act, status in statuses.items() if status != 403} | (
            {} if before == after else {"entries": after - before}
        )

    return attack


def headers_of(it: Attacked) -> dict[str, str]:
    """Pages whose headers are not those every page has."""
    wrong = {}
    for who, path in PAGES:
        answer = it.who[who].get(it.path(path))
        policy = answer.headers["Content-Security-Policy"] or ""
        as_they_should = (
            "default-src 'none'" in policy
            and "script-src 'self';" in policy + ";"
            and "style-src 'self';" in policy + ";"
            and "frame-ancestors 'none'" in policy
            and "unsafe" not in policy
            and answer.headers["X-Frame-Options"] == "DENY"
            and answer.headers["X-Content-Type-Options"] == "nosniff"
            and answer.headers["Referrer-Policy"] == "same-origin"
            and answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
            and "private" in (answer.headers["Cache-Control"] or "")
        )
        if not as_they_should:
            wrong[path] = str(answer.headers)
    return wrong


def asked_of_others(it: Attacked) -> list[str]:
    """What a page loads or sends to, other than paths of this site; and inline code."""
    found = []
    loads = re.compile(
        r"<(?:script|img|link|iframe|form|source|video|audio|object|embed)\b[^>]*?"
        r'\b(?:src|href|action|data)="([^"]*)"'
    )
    for who, path in PAGES:
        answer = it.who[who].get(it.path(path))
        if not answer.headers["Content-Type"].startswith("text/html"):
            continue  # a browser keeps to the type: every answer says ``nosniff``
        text = answer.text
        found += [at for at in loads.findall(text) if re.match(r"(?:[a-z]+:)?//", at)]
        found += re.findall(r"<script(?![^>]*\bsrc=)[^>]*>", text)
        found += re.findall(r"<[^>]+\s(?:style|on[a-z]+)=[^>]*>", text)
    return found


def cookies_of_ours(it: Attacked) -> dict[str, tuple[bool, str]]:
    """Each cookie we set: whether a script can read it, and to which sites it is sent."""
    visitor = it.who["visitor"]
    form = {"language": "fr", "time_zone": "UTC"}
    answers = [
        visitor.get("/sign-in/", Cookie=""),
        visitor.post("/language-and-time/", form),
        visitor.post("/sign-in/", {"email": "cookie@example.net"}),
    ]
    return {
        name: (bool(cookie["httponly"]), cookie["samesite"])
        for answer in answers
        for name, cookie in cookies_set(answer).items()
        if cookie.value
    }


PAGES = (
    ("visitor", "/"),
    ("visitor", "/programmes/{slug}/"),
    ("visitor", "/sessions/{session}/"),
    ("visitor", "/sign-in/"),
    ("visitor", "/verify/{certificate}/"),
    ("visitor", "/nowhere/"),
    ("visitor", "/guest/{guest_secret}/"),
    ("visitor", "/sign-in/link/{link}/"),
    ("participant", "/my-day/"),
    ("participant", "/account/"),
    ("participant", "/certificates/"),
    ("participant", "/certificates/{certificate}.pdf"),
    ("participant", "/account/my-data.json"),
    ("participant", "/calendar/"),
    ("participant", "/sessions/{session}/room/"),
    ("participant", "/sessions/{session}/check/"),
    ("participant", "/sessions/{session}/pictures/{page}/small/"),
    ("participant", "/sessions/{held}/record/"),
    ("presenter", "/cases/{draft}/edit/"),
    ("coordinator", "/desk/"),
    ("coordinator", "/cases/{case}/"),
    ("coordinator", "/programmes/{slug}/enrolled/"),
    ("coordinator", "/programmes/{slug}/enrolled.csv"),
    ("facilitator", "/sessions/{session}/guests/"),
    ("facilitator", "/sessions/{session}/slides/"),
    ("removed", "/sessions/{session}/room/"),
)

DOORS = (
    row(
        "a host that is not ours",
        getting("visitor", "/", Host="evil.example"),
        400,
        "The request could not be read",
        "Nothing was changed.",
    ),
    row(
        "mails name our own address, whatever the request said", mailed_link_of_another_host, set()
    ),
    row(
        "a mail's head takes no line of a name or a title",
        mailed_with_line_breaks,
        ["ann@example.net"],
    ),
    row(
        "an address with a line break to sign in",
        posting("visitor", "/sign-in/", {"email": "a@example.org\nBcc: evil@example.org"}),
        422,
        "a@example.org",
    ),
    row("`next` leads nowhere else", led_elsewhere, []),
    row(
        "formulas in tables for spreadsheets are text",
        name_in_table,
        ['\'=HYPERLINK("http://evil.example")'],
    ),
    row(
        "a sign-in link that was changed",
        lambda it: it.who["visitor"].post(f"/sign-in/link/{it.ids['link'].swapcase()}/"),
        410,
        "This link does not work",
    ),
    row(
        "a guest's link that was changed",
        lambda it: it.who["visitor"].post(f"/guest/{it.ids['guest_secret'][:-1]}/"),
        404,
        "This link is not one of ours.",
    ),
    row(
        "a session's cookie nobody was given",
        lambda it: it.who["visitor"].get("/my-day/", Cookie="talanoa_session=" + "a" * 32),
        302,
    ),
    row(
        "numbers that are of nothing",
        each(
            "participant",
            ids := (
                "/sessions/0/",
                f"/sessions/{HUGE}/",
                f"/sessions/{HUGE}/room/",
                f"/cases/{HUGE}/",
                "/sessions/{session}/slides/" + HUGE + "/1/",
                "/sessions/{session}/slides/{deck}/" + HUGE + "/",
                "/sessions/{session}/pictures/" + HUGE + "/small/",
                "/programmes/{slug}/cohorts/" + HUGE + "/enrol/",
                "/programmes/%00/",
                "/library/%00/",
                "/parts/%00/",
                "/invitations/%00/",
                "/certificates/%00.pdf",
                "/calendar/%00.ics",
                "/countries/%ff/",
            ),
        ),
        dict.fromkeys(ids, 404),
    ),
    row(
        "paths that climb",
        each(
            "participant",
            climbing := (
                "/static/../../../../etc/passwd",
                "/static/%2e%2e/%2e%2e/secret-key",
                "/static/..%2f..%2fsecret-key",
                "//etc/passwd",
                "/media/",
                "/certificates/..%2f..%2fsecret-key.pdf",
                "/sessions/{session}/pictures/{page}/..%2f..%2f/",
                "/sessions/{session}/pictures/{page}/small%00/",
                "/demonstration/mail/..%2f..%2fsecret-key/",
            ),
        ),
        dict.fromkeys(climbing, 404),
    ),
    row(
        "folders of static files are not listed",
        each("visitor", folders := ("/static/", "/static/ui/", "/static/live/")),
        dict.fromkeys(folders, 404),
    ),
    row(
        "what only a demonstration shows",
        each("visitor", shown := ("/ui/", "/demonstration/mail/")),
        dict.fromkeys(shown, 404),
    ),
    row(
        "a guest tries another session",
        each(
            "guest",
            others := (
                "/sessions/{foreign}/room/",
                "/sessions/{foreign}/record/",
                "/sessions/{held}/room/",
                "/sessions/{held}/record/",
                "/cases/{draft}/",
                "/programmes/{slug}/people/",
                "/programmes/{slug}/enrolled.csv",
                "/desk/",
                "/operations/",
            ),
        ),
        dict.fromkeys(others, 404),
    ),
    row(
        "a guest tries the pages of an account",
        each(
            "guest",
            accounts := (
                "/account/",
                "/account/security/",
                "/account/my-data.json",
                "/account/erase/",
                "/account/address/",
                "/account/passkeys/",
                "/account/password/",
                "/welcome/",
            ),
        ),
        dict.fromkeys(accounts, 403),
    ),
    row(
        "a guest enrols",
        posting("guest", "/programmes/{slug}/cohorts/{cohort}/enrol/"),
        409,
        then=lambda it: (
            it.stored(f"Enrolment.objects.filter(person={it.who['guest'].person}).count()") == 0
        ),
    ),
    row("acts of hosts, by a participant", acts_refused("participant"), {}),
    row("acts of hosts, by a guest", acts_refused("guest"), {}),
    row("acts of hosts, by the scribe", acts_refused("scribe"), {}),
    row(
        "a stranger says something",
        posting("stranger", "/sessions/{session}/room/chat.say/", {"text": "Hello"}),
        404,
    ),
    row(
        "whoever was sent out says something",
        posting("removed", "/sessions/{session}/room/chat.say/", {"text": "Hello"}),
        404,
    ),
    row("every kind of page forbids what it must", headers_of, {}),
    row("no page loads from, or sends to, another host", asked_of_others, []),
    row(
        "our cookies are not for scripts, nor for other sites",
        cookies_of_ours,
        {
            "csrftoken": (True, "Lax"),
            "messages": (True, "Lax"),
            "talanoa_session": (True, "Lax"),
            "talanoa_language": (True, "Lax"),
            # Read by the page's script, which tells it.
            "talanoa_zone": (False, "Lax"),
        },
    ),
    row("numbers of certificates are guessed", guessed, [404] * 30 + [429]),
)
