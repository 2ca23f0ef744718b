"""Our own rules hold, and each of them catches what it is for."""

import subprocess
import sys

import pytest

from tests.contracts import rules_code, rules_pages, tree
from tests.contracts.tree import ROOT, Source

PYTHON = "talanoa/cases/views.py"

BREACHES = [
    (rules_code.too_long, PYTHON, "x = 1\n" * 401),
    (rules_code.vaguely_named, "talanoa/cases/utils.py", ""),
    (rules_code.vaguely_named, "talanoa/cases/helpers/text.py", ""),
    (rules_code.upward, "talanoa/cases/services.py", "from talanoa.cases.views import page"),
    (rules_code.upward, "talanoa/cases/access.py", "from talanoa.cases import queries"),
    (rules_code.upward, "talanoa/cases/models.py", "import talanoa.cases.services.advice"),
    (rules_code.through_closed_doors, PYTHON, "from talanoa.schedule.forms import SessionForm"),
    (rules_code.through_closed_doors, PYTHON, "from talanoa.notices import tasks"),
    (rules_code.written_outside_services, PYTHON, "case.save()"),
    (rules_code.written_outside_services, PYTHON, "case.save(update_fields=['text'])"),
    (rules_code.written_outside_services, PYTHON, "Case.objects.create(text='')"),
    (rules_code.written_outside_services, PYTHON, "cases.update(status='closed')"),
    (rules_code.written_outside_services, PYTHON, "cases.filter(pk=1).delete()"),
    (rules_code.written_outside_services, PYTHON, "Case.objects.bulk_create(cases)"),
    (rules_code.written_outside_services, PYTHON, "Case.objects.get_or_create(pk=1)"),
    (rules_code.another_clock, PYTHON, "from django.utils import timezone\ntimezone.now()"),
    (rules_code.another_clock, PYTHON, "from datetime import datetime\ndatetime.now(UTC)"),
    (rules_code.another_clock, PYTHON, "import time\nbegun = time.time()"),
    (rules_pages.physical, "a.css", "p { margin-left: 1rem; }"),
    (rules_pages.physical, "a.css", "p { color: red; width: 3rem }"),
    (rules_pages.physical, "a.css", "p {\n  text-align: right;\n}"),
    (rules_pages.physical, "a.css", "p{top:0}"),
    (rules_pages.physical, "a.css", "@media (width > 40rem) { p { border-right: 0; } }"),
    (rules_pages.inline, "a.html", '<p style="color: red">'),
    (rules_pages.inline, "a.html", '<button onclick="go()">'),
    (rules_pages.inline, "a.html", "<script>go()</script>"),
    (rules_pages.inline, "a.html", "<style>p { color: red }</style>"),
    (rules_pages.inline, "a.html", '<a href="javascript:go()">'),
    (rules_pages.foreign, "a.html", '<img src="https://example.org/a.png">'),
    (rules_pages.foreign, "a.html", '<link rel="stylesheet" href="//example.org/a.css">'),
    (rules_pages.foreign, "a.css", 'p { background: url("http://example.org/a.png") }'),
    (rules_pages.foreign, "a.js", 'import { go } from "https://example.org/go.js";'),
    (rules_pages.unfinished, "a.js", "// TO" + "DO: later"),
    (rules_pages.wordy, "a.js", 'status.textContent = "Not sent";'),
    (rules_pages.untranslated, "a.html", "<p>Nobody translated this</p>"),
    (rules_pages.untranslated, "a.html", '<img alt="A slide" src="a.png">'),
]


@pytest.mark.parametrize(("rule", "path", "text"), BREACHES)
def test_rule_catches(rule, path, text):
    assert list(rule([Source(path, text)]))


KEPT = [
    (rules_code.too_long, PYTHON, "x = 1\n" * 400),
    (rules_code.upward, "talanoa/cases/services.py", "from talanoa.cases import access, queries"),
    (rules_code.upward, "talanoa/cases/models.py", "from talanoa.schedule.services import x"),
    (rules_code.through_closed_doors, PYTHON, "from talanoa.schedule import access, services"),
    (rules_code.through_closed_doors, PYTHON, "from talanoa.cases.forms import CaseForm"),
    (rules_code.written_outside_services, "talanoa/cases/services.py", "case.save()"),
    (rules_code.written_outside_services, PYTHON, "services.save(by=person, case=case)"),
    (rules_code.written_outside_services, PYTHON, "image.save(buffer, format='PNG')"),
    (rules_code.written_outside_services, PYTHON, "seen.update(names)"),
    (rules_code.written_outside_services, PYTHON, "cache.delete('key')"),
    (rules_code.another_clock, PYTHON, "from talanoa.kernel import clock\nclock.now()"),
    (rules_code.another_clock, PYTHON, "import time\nbegun = time.monotonic()"),
    (rules_pages.physical, "a.css", "p { margin-inline: 1rem; line-height: 1.5; stroke-width: 2 }"),
    (rules_pages.physical, "a.css", "@media (min-width: 40rem) { p { inline-size: 3rem } }"),
    (rules_pages.physical, "a.css", "/* width: 3rem; */ a:hover { color: red }"),
    (rules_pages.inline, "a.html", '<script type="module" src="a.js"></script>'),
    (rules_pages.inline, "a.html", '<script type="application/json">{}</script>'),
    (rules_pages.foreign, "a.html", '<a href="https://example.org/">'),
    (rules_pages.wordy, "a.js", "status.textContent = status.dataset.sent;"),
    (rules_pages.untranslated, "a.html", '<p title="{% translate "Hm" %}">{{ name }} &amp; 3</p>'),
    (rules_pages.untranslated, "a.html", "{% blocktranslate %}All of it{% endblocktranslate %}"),
    (rules_pages.untranslated, "a.html", '<p class="lead">{# why it is here #}</p>'),
]


@pytest.mark.parametrize(("rule", "path", "text"), KEPT)
def test_rule_lets_pass(rule, path, text):
    assert list(rule([Source(path, text)])) == []


HOLDING = [
    (rules_code.too_long, tree.everything),
    (rules_code.vaguely_named, tree.everything),
    (rules_code.upward, tree.python),
    (rules_code.through_closed_doors, tree.python),
    (rules_code.written_outside_services, tree.python),
    (rules_code.another_clock, tree.python),
    (rules_pages.physical, tree.sheets),
    (rules_pages.inline, tree.templates),
    (rules_pages.foreign, tree.templates),
    (rules_pages.foreign, tree.sheets),
    (rules_pages.foreign, tree.scripts),
    (rules_pages.unfinished, tree.everything),
    (rules_pages.wordy, tree.scripts),
    (rules_pages.untranslated, tree.templates),
]


@pytest.mark.parametrize(("rule", "sources"), HOLDING)
def test_rule_holds(rule, sources):
    assert sorted(rule(sources())) == []


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("INT001", "from django.utils.translation import gettext as _\n_(f'{1} case')\n"),
        ("INT002", "from django.utils.translation import gettext as _\n_('{} case'.format(1))\n"),
        ("INT003", "from django.utils.translation import gettext as _\n_('%s case' % 1)\n"),
        ("T201", "print('case')\n"),
        ("FIX002", "x = 1  # TO" + "DO: mend\n"),
        ("TID252", "from .models import Case\n"),
        ("DTZ005", "from datetime import datetime\n\nbegun = datetime.now()\n"),
    ],
)
def test_the_linter_catches(code, text):
    done = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--output-format=concise", "--no-cache"]
        + ["--stdin-filename", str(ROOT / PYTHON), "-"],
        input=text,
        capture_output=True,
        text=True,
        check=False,
    )

    assert f" {code} " in done.stdout
