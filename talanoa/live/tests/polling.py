"""What tests of polls say: vote, close, and who is who."""

from talanoa.live import polls as reading
from talanoa.live.models import Poll
from talanoa.live.services import polls
from tests.make import a_part, a_role, enrolled

WHO = {
    "facilitator": lambda s: a_role(s.cohort.programme, "facilitator"),
    "coordinator": lambda s: a_role(s.cohort.programme, "coordinator"),
    "presenter": lambda s: a_part(s, "presenter"),
    "scribe": lambda s: a_part(s, "scribe"),
    "member": lambda s: enrolled(s.cohort),
}


def vote(poll, by, *choices, words=(), client_id=""):
    return polls.vote(
        by=by,
        session=poll.session,
        poll=poll.pk,
        choices=list(choices),
        words=words,
        client_id=client_id,
    )


def closed(poll, host):
    polls.close_poll(by=host, session=poll.session, poll=poll.pk)
    poll.refresh_from_db()
    return poll


def bars(poll) -> dict[str, int] | None:
    results = reading.results(Poll.objects.get(pk=poll.pk))
    return results and {bar.label: bar.number for bar in results.bars}
