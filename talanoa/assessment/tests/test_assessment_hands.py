"""Those of a team who write at the same time know of each other before anything is saved."""

import pytest
from django.core.cache import cache

from talanoa.assessment.tests.makers import a_member, an_assessment
from talanoa.assessment.tests.test_assessment_pages import address, url, words
from tests import make

pytestmark = pytest.mark.django_db


def test_who_of_the_team_is_writing_where_is_told_to_the_others_of_the_team(client):
    assessment = an_assessment()
    client.force_login(assessment.member)
    ben = a_member(assessment.team, name="Ben Osei")
    others, sheet = address(assessment, "others"), url("sheet", assessment.pk)
    seen = client.get(others).context["stamp"]
    client.force_login(ben)
    client.get(f"{others}?writing=1")
    assert words(client.get(others)).count("is writing here now") == 0

    client.force_login(assessment.member)
    page = client.get(f"{others}?seen={seen}")

    assert words(page).count("Ben Osei is writing here now.") == 1
    assert words(client.get(sheet)).count("Ben Osei is writing here now.") == 1
    assert client.get(f"{others}?seen={page.context['stamp']}").status_code == 204
    coordinator = make.a_role(assessment.team.programme, "coordinator")
    client.force_login(coordinator)
    assert "is writing here now" not in words(client.get(sheet))
    cache.delete(f"at-work:assessment:{assessment.pk}:{ben.pk}")
    client.force_login(assessment.member)
    assert client.get(f"{others}?seen={seen}").status_code == 204
