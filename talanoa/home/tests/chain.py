"""The way from a gap to a change, made whole: something in each state, somebody of each role."""

from datetime import timedelta

from talanoa.assessment.models import Medicine
from talanoa.assessment.services import (
    assessing,
    evidence,
    medicines,
    planning,
    reviewing,
    verdicts,
    wording,
)
from talanoa.assessment.tests.makers import a_version, answered, indicator_of
from talanoa.cases import services as cases
from talanoa.cases import tasks
from talanoa.home.tests.who_sees import word
from talanoa.programmes import services as programmes
from talanoa.schedule.services import ItemOfAgenda
from tests import make, make_teams

TEAM, WITHHELD, ADVISER = "The outer isles", "Zqsela Zqtaufa", "Zqadvi Zqser"
"""The team that withholds its name, who presents for it, and who gave advice on its case."""


class Chain:
    def __init__(self):
        hub = make.a_hub()
        self.programme = programme = make.a_programme(hub=hub)
        self.country = make.a_country("XA", name="Example A", iso3="XAA")
        other = make.a_country("XB", name="Example B", iso3="XBB")
        self.teams = {
            name: make.a_team(programme, country=self.country, name=f"Team {name}")
            for name in ("private", "restricted", "published")
        }
        self.team = self.teams["private"]
        self.theirs = theirs = make.a_team(programme, country=other, name="Team other")
        elsewhere = make.a_programme(hub=make.a_hub(), name="Another programme")
        self.people = {
            "stranger": make.a_person("Sam Stranger"),
            "participant": make.enrolled(programme, make.a_person("Par Ticipant")),
            "elsewhere": make.enrolled(elsewhere, make.a_person("Else Where")),
            "other-lead": make_teams.a_member(theirs, make.a_person("Oth Lead"), is_lead=True),
            "lead": make.a_person("Lea Lead"),
            "member": make.a_person("Mem Ber"),
            "co-author": make.enrolled(programme, make.a_person("Coa Uthor")),
            "reviewer": make_teams.a_member(theirs, make.a_person("Rev Iewer")),
            "panel": make.a_person("Pan El"),
            "administrator": make.a_person("Ad Ministrator"),
            "other-hub": make.a_person("Ot Herhub"),
        }
        for role in ("expert", "facilitator", "scribe", "coordinator"):
            self.people[role] = make.a_role(programme, role, make.a_person(f"{role.title()} Role"))
        self.adviser = make.a_role(programme, "expert", make.a_person(ADVISER))
        for team in self.teams.values():
            make_teams.a_member(team, self.people["lead"], is_lead=True)
            make_teams.a_member(team, self.people["member"])
        programmes.name_administrator(by=None, hub=hub, person=self.people["administrator"])
        programmes.name_administrator(by=None, hub=elsewhere.hub, person=self.people["other-hub"])
        self.lead, self.coordinator = self.people["lead"], self.people["coordinator"]
        self.version = a_version(kinds=("levels", "yes_no"))
        self.places = [self._place() for _ in range(5)]

    def _place(self):
        """A session with a place for a case and a panel, in a cohort of its own."""
        cohort = make.a_cohort(self.programme)
        session = make.a_session(cohort, starts_in=timedelta(minutes=10))
        make.a_part(session, "expert", self.people["panel"])
        item = ItemOfAgenda(kind="case", title="Case presentation", minutes=20)
        return make.schedule.set_agenda(by=None, session=session, items=[item])[0]

    def everything(self):
        self.applications()
        self.frameworks()
        self.assessments()
        self.plans()
        self.cases()
        return self

    def applications(self):
        found = {}
        for status in ("draft", "submitted", "withdrawn"):
            team_round = make_teams.a_round(self.programme, title=f"Round {status}")
            found[status] = make_teams.an_application(
                team_round,
                status=status,
                lead=self.lead,
                letter=word(f"application-{status}"),
                country=self.country,
            )
        self.statement = make_teams.a_statement(self.programme, text=word("statement"))
        self.application = found
        return found

    def frameworks(self):
        admins = self.people["administrator"], self.people["other-hub"]
        for state, code in (("draft", "written"), ("in-review", "proposed")):
            old = a_version(code)
            new = wording.begin(by=admins[0], version=old)
            type(new).objects.filter(pk=new.pk).update(title=word(f"version-{state}"))
            new.refresh_from_db()
            if state == "in-review":
                reviewing.propose(by=admins[0], version=new)
        shown = a_version("shown")
        type(shown).objects.filter(pk=shown.pk).update(title=word("version-published"))

    def assessments(self):
        states = (
            "draft", "submitted", "in-review", "returned", "private", "restricted", "published",
            "withdrawn",
        )  # fmt: skip
        self.assessed = {}
        for year, state in enumerate(states, start=2015):
            self.assessed[state] = self.an_assessment(state, year)

    def an_assessment(self, state, year):
        lead, reviewer = self.lead, self.people["reviewer"]
        found = assessing.begin(by=lead, team=self.team, version=self.version, year=year)
        said = answered(found, by=lead, comment=word(f"assessment-{state}"))
        evidence.add(
            by=lead, answer=said, kind="citation", title=f"{word(f'assessment-{state}')} cited"
        )
        if state == "private":
            indicator = indicator_of(found)
            assessing.remark(by=lead, assessment=found, indicator=indicator, text=word("remark"))
        if state == "withdrawn":
            assessing.withdraw(by=lead, assessment=found, reason="Figures were wrong.")
        elif state != "draft":
            verdicts.submit(by=lead, assessment=found)
            if state != "submitted":
                verdicts.ask_review(by=self.coordinator, assessment=found, reviewer=reviewer)
            if state == "returned":
                verdicts.give_back(by=reviewer, assessment=found, note="Why?", reasons={})
            if state in ("private", "restricted", "published"):
                verdicts.agree(by=reviewer, assessment=found)
                verdicts.show_to(by=lead, assessment=found, visibility=state)
        return found

    def plans(self):
        for visibility, team in self.teams.items():
            plan = planning.begin_plan(by=self.lead, team=team)
            text = planning.ActionText(
                title=word(f"plan-{visibility}"), indicator=indicator_of_version(self.version)
            )
            action = planning.add_action(by=self.lead, plan=plan, text=text)
            planning.note_progress(
                by=self.lead,
                action=action,
                text=f"{word(f'plan-{visibility}')} begun",
                state="under_way",
            )
            planning.share_plan(by=self.lead, plan=plan, visibility=visibility)
        record = {"medicines": [{"inn": "morphine", "section": "2.2", "section_title": "Opioids"}]}
        medicines.load_medicines(record=record)
        self.medicine = Medicine.objects.get()
        medicines.say(
            by=self.lead,
            country=self.country,
            medicine=self.medicine,
            year=2026,
            seen=0,
            text=medicines.MedicineText(
                source="The list", is_listed="no", price_note=word("medicine-private")
            ),
        )

    def a_case(self, name, mode="open", *, status, item=None, presenter=None, team=None):
        case = make.a_case(
            self.programme,
            title=word(f"case-{name}"),
            situation=f"{word(f'case-{name}')} and more.",
            presenter=presenter or self.lead,
            team=team or self.team,
        )
        cases.add_author(by=case.presenter, case=case, name=self.people["co-author"].email)
        cases.show_as(by=case.presenter, case=case, mode=mode, shows_country=False, expires_on=None)
        case = make.brought_to(case, "scheduled" if status == "discussed" else status, item=item)
        if status == "discussed":
            make.closed(case.session)
            cases.discuss_cases_of(session=case.session)
            case.refresh_from_db()
            adviser = self.adviser if name == "chatham" else None
            cases.recommend(
                by=self.people["scribe"],
                session=case.session,
                case=case.pk,
                text=word(f"advice-{name}"),
                author=adviser.pk if adviser else None,
            )
        return case

    def cases(self):
        cases.set_letter_policy(
            by=self.coordinator,
            programme=self.programme,
            sign_within_hours=48,
            answer_within_hours=48,
            sends_to_all=True,
        )
        self.brought = {
            "draft": self.a_case("draft", status="draft"),
            "waiting": self.a_case("waiting", status="accepted"),
            "embargoed": self.a_case("embargoed", status="scheduled", item=self.places[0]),
            "open": self.a_case("open", status="discussed", item=self.places[1]),
            "restricted": self.a_case(
                "restricted", "restricted", status="discussed", item=self.places[2]
            ),
            **{
                name: self.withholding(name, mode, self.places[place])
                for name, mode, place in (
                    ("withheld", "name-withheld", 3),
                    ("chatham", "chatham-house", 4),
                )
            },
        }
        cases.set_embargo(by=self.coordinator, case=self.brought["embargoed"], hours=0)
        for name in ("open", "restricted", "chatham"):
            self.a_letter(name)
        self.urgent = cases.ask_urgently(
            by=self.lead,
            programme=self.programme,
            text=word("urgent"),
            case=self.brought["restricted"],
        )

    def withholding(self, name, mode, item):
        """A case of a team that no table names, whose lead and member are those of the others."""
        if not hasattr(self, "hidden"):
            self.hidden = make.a_team(self.programme, country=self.country, name=TEAM)
            self.presenter = make.a_person(WITHHELD)
            make_teams.a_member(self.hidden, self.lead)
            make_teams.a_member(self.hidden, self.people["member"])
        return self.a_case(
            name, mode, status="discussed", item=item, presenter=self.presenter, team=self.hidden
        )

    def a_letter(self, name):
        case = self.brought[name]
        by = self.people["scribe"]
        letter = cases.begin_letter(by=by, case=case)
        case.programme.refresh_from_db()
        cases.write_letter(
            by=by,
            letter=letter,
            revision=letter.revision,
            opening=word(f"letter-{name}"),
            lines=[],
        )
        letter.refresh_from_db()
        letter = cases.hand_over_letter(by=by, letter=letter, revision=letter.revision)
        sent = cases.sign_letter(by=self.people["panel"], letter=letter, revision=letter.revision)
        tasks.send_letter.call(sent.pk)
        cases.acknowledge_letter(by=case.presenter, sent=sent)


def indicator_of_version(version):
    return version.indicators.get(code="A1")
