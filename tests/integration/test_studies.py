"""Studies are coded on the register's words, by one coder or two, and what they bear on is kept."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from kembar.access.permissions import NotAllowed
from kembar.access.queries import actor_of
from kembar.audit.models import Event
from kembar.casebook import actions as casebook_actions
from kembar.casebook.layout import read_casebook
from kembar.evidence.models import Statement
from kembar.partnerships.models import Commitment, InstrumentField, Obstacle
from kembar.studies import actions, queries
from kembar.studies.models import Bearing, Coding, Study
from tests.factories.offices import member, staffed
from tests.factories.world import make_world

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("casebook")]
AT = datetime(2026, 11, 22, 9, tzinfo=UTC)


@pytest.fixture
def coder():
    """Somebody of a university's office who codes."""
    return member(staffed("Universitas", kind="research").office, "researcher", "researcher")


@pytest.fixture
def syarif():
    return Study.objects.get(slug="syarif-2019")


class TestTheStudiesOfDocument004:
    @pytest.mark.requirement("R-095")
    def test_eighteen_case_studies_are_found_where_twenty_and_fifteen_are_claimed(self, client):
        page = client.get(reverse("studies"), HTTP_ACCEPT_LANGUAGE="en").content.decode()
        assert Study.objects.filter(told_in="004").count() == 18
        assert "Document 004 retells 18 case studies" in page
        assert "20 studies" in page
        assert "15 studies" in page

    @pytest.mark.requirement("R-096")
    def test_four_outside_the_window_and_two_without_a_year_are_flagged(self, client):
        page = client.get(reverse("studies"), HTTP_ACCEPT_LANGUAGE="en").content.decode()
        assert "Window of publication: 2016 to 2021." in page
        assert "6 studies lie outside it or are undated." in page
        assert (page.count("before the window"), page.count("after the window"), page.count("no year told")) == (
            3,
            1,
            2,
        )

    def test_fields_and_factors_are_those_that_the_record_tells_on_the_same_line(self):
        for coding in Coding.objects.filter(coder=None).select_related("study"):
            line = coding.places["pairs"].partition(":")[2]
            rows = {
                one.subject_id
                for one in queries.statements_of_ties(coding.values["pairs"]).filter(source__code="004", place=line)
            }
            fields = {
                one.field_id for model in (Commitment, InstrumentField) for one in model.objects.filter(pk__in=rows)
            }
            factors = {one.factor for one in Obstacle.objects.filter(pk__in=rows)}
            assert fields - {None} <= set(coding.values.get("fields", ())), coding.study.slug
            assert factors - {""} == set(coding.values.get("factors", ())), coding.study.slug

    @pytest.mark.requirement("R-100")
    def test_the_chart_of_fields_counts_studies_by_hand(self):
        counted = dict(queries.bars(queries.studies(queries.SHIPPED), "fields"))
        assert (counted["culture"], counted["education"], counted["tourism"]) == (5, 3, 4)

    @pytest.mark.requirement("R-101")
    def test_they_are_grouped_by_topic_and_by_cause_with_the_year(self):
        rows = queries.studies(queries.SHIPPED)
        assert dict(queries.cross(rows, "causes")["information"]) == {2018: 1, 2021: 1}
        assert sum(queries.cross(rows, "fields")["culture"].values()) == 5

    def test_they_support_what_the_document_tells_on_their_word(self, syarif):
        links = Bearing.objects.filter(coding__study=syarif)
        said = Statement.objects.filter(pk__in=links.values("statement_id"))
        assert said.count() == links.count() > 20
        assert not said.filter(attribute__in=["mapping_note", "factor", "about", "author"]).exists()
        assert [one.value for one in said.filter(subject_kind="verdict", attribute="value")] == ["no_effect"]
        assert {one.place for one in said} == {"96"}


class TestCoding:
    def test_a_researcher_codes_and_history_tells(self, coder, syarif):
        coding = actions.code_study(study=syarif, values={"finding": "failed", "fields": ["tourism"]}, by=coder, at=AT)
        event = Event.objects.get(action="study.code")
        assert (coding.values, coding.version) == ({"finding": "failed", "fields": ["tourism"]}, 1)
        assert {one.attribute: one.after for one in event.changes.all()}["finding"] == "failed"

    def test_another_window_is_told_and_loses_nothing(self, coder, syarif):
        actions.code_study(study=syarif, values={"finding": "failed"}, by=coder, at=AT)
        with pytest.raises(actions.Conflict) as conflict:
            actions.code_study(study=syarif, values={"finding": "stopped"}, by=coder, at=AT, version=0)
        assert conflict.value.standing.values == {"finding": "failed"}

    def test_what_is_no_choice_is_refused_all_at_once(self, coder, syarif):
        with pytest.raises(actions.Refused) as refused:
            actions.code_study(study=syarif, values={"finding": "fine", "fields": ["alchemy"]}, by=coder, at=AT)
        assert {(one.attribute, one.value) for one in refused.value.faults} == {
            ("finding", "fine"),
            ("fields", "alchemy"),
        }

    def test_an_empty_coding_is_refused(self, coder, syarif):
        with pytest.raises(actions.Refused):
            actions.code_study(study=syarif, values={}, by=coder, at=AT)

    def test_a_ministry_does_not_code(self, syarif):
        overseer = member(
            staffed("Kementerian", kind="ministry", scope_countries=["ID"]).office, "overseer", "ministry"
        )
        with pytest.raises(NotAllowed):
            actions.code_study(study=syarif, values={"finding": "failed"}, by=overseer, at=AT)

    def test_nobody_changes_the_coding_of_another(self, coder, syarif):
        shipped = syarif.codings.get(coder=None)
        with pytest.raises(NotAllowed):
            actions.withdraw_coding(coding=shipped, why="no", by=coder, at=AT)

    def test_a_withdrawn_coding_counts_no_more_and_needs_a_reason(self, coder, syarif):
        coding = actions.code_study(study=syarif, values={"finding": "failed"}, by=coder, at=AT)
        with pytest.raises(actions.Refused):
            actions.withdraw_coding(coding=coding, why=" ", by=coder, at=AT)
        actions.withdraw_coding(coding=coding, why="read the wrong paper", by=coder, at=AT)
        assert [one.key for one in queries.coders()] == [queries.SHIPPED]

    def test_the_same_title_and_year_is_one_study(self, coder):
        first = actions.add_study(title="Satu Judul", authors=["Ani"], year=2020, by=coder, at=AT)
        again = actions.add_study(title="satu judul", authors=["Budi"], year=2020, by=coder, at=AT)
        assert (first.is_new, again.is_new, again.study) == (True, False, first.study)

    def test_loading_the_casebook_again_keeps_what_people_coded(self, coder, syarif):
        coding = actions.code_study(
            study=syarif, values={"finding": "failed", "pairs": ["padang-fremantle"]}, by=coder, at=AT
        )
        said = queries.statements_of_ties(["padang-fremantle"]).first()
        actions.set_bearings(coding=coding, stances={said.pk: "contradicts"}, by=coder, at=AT)
        casebook_actions.load(book=read_casebook(), by=coder, at=AT)
        kept = Coding.objects.get(pk=coding.pk)
        assert kept.values["finding"] == "failed"
        assert Statement.objects.filter(pk=kept.bearings.get().statement_id).exists()
        casebook_actions.remove(by=coder, at=AT)
        assert set(Study.objects.values_list("slug", flat=True)) == {"syarif-2019"}


class TestAgreement:
    @pytest.fixture
    def two(self, coder):
        """A second coder who differs from the shipped coding of two studies in one finding and one field."""
        for slug, values in {
            "syarif-2019": {"finding": "failed", "fields": ["tourism", "culture"]},
            "erika-2020": {"finding": "no_effect", "fields": ["tourism", "culture"]},
        }.items():
            actions.code_study(study=Study.objects.get(slug=slug), values=values, by=coder, at=AT)
        return queries.SHIPPED, str(coder.user_id)

    def test_kappa_of_findings_by_hand(self, two):
        found, both = queries.between(*two)
        finding = next(one for one in found if one.attribute == "finding")
        # stopped/failed, no_effect/no_effect: 1 of 2; chance 1/2 * 1/2; (1/2 - 1/4) / (3/4)
        assert sorted(both) == ["erika-2020", "syarif-2019"]
        assert (finding.agreement.items, finding.agreement.observed) == (2, 0.5)
        assert finding.agreement.kappa == pytest.approx(1 / 3)
        assert finding.differing == (("syarif-2019", "stopped", "failed"),)

    def test_the_page_shows_it_and_what_they_differ_on(self, client, two):
        address = f"{reverse('studies-agreement')}?a={two[0]}&b={two[1]}"
        page = client.get(address, HTTP_ACCEPT_LANGUAGE="en").content.decode()
        assert "2 studies were coded by both." in page
        assert "0.33" in page
        assert "Syarif (2019)" in page

    def test_years_are_compared_as_they_stand_and_what_one_left_open_is_left_out(self, coder):
        for slug, years in (("deswimar-2018", "2013/2017"), ("mukti-2015", "2003/2011"), ("syarif-2019", "2016")):
            actions.code_study(study=Study.objects.get(slug=slug), values={"years": years}, by=coder, at=AT)
        found, _both = queries.between(queries.SHIPPED, str(coder.user_id))
        years = next(one for one in found if one.attribute == "years")
        assert (years.agreement.items, years.agreement.observed, years.left_out) == (2, 0.5, 1)
        assert ("mukti-2015", "2003/2012", "2003/2011") in years.differing

    def test_the_comparison_is_downloaded_with_its_figures_and_value_by_value(self, client, two):
        asked = f"?a={two[0]}&b={two[1]}"
        told = client.get(reverse("studies-agreement-export", args=["json"]) + asked).json()
        finding = next(one for one in told["attributes"] if one["attribute"] == "finding")
        assert (finding["items"], round(finding["kappa"], 3)) == (2, 0.333)
        rows = client.get(reverse("studies-agreement-export", args=["csv"]) + asked).content.decode("utf-8-sig")
        assert "syarif-2019,finding,stopped,failed,0," in rows.replace(";", ",")

    def test_a_coder_who_is_not_there_is_not_found(self, client):
        assert client.get(reverse("studies-agreement") + "?a=nobody").status_code == 404


class TestAgreeing:
    @pytest.fixture
    def coded(self, coder, syarif):
        return actions.code_study(study=syarif, values={"finding": "failed", "fields": ["tourism"]}, by=coder, at=AT)

    def test_the_agreed_value_stands_beside_the_codings_and_changes_none(self, coder, coded, syarif):
        agreed = actions.agree_on(study=syarif, values={"finding": "stopped"}, by=coder, at=AT)
        assert agreed.is_agreed
        assert Coding.objects.get(pk=coded.pk).values["finding"] == "failed"
        assert [one.key for one in queries.coders()] == [queries.SHIPPED, str(coder.user_id), queries.AGREED]
        rows = {one.study.slug: one for one in queries.studies(queries.AGREED)}
        assert (rows["syarif-2019"].values("finding"), rows["syarif-2019"].coders) == (["stopped"], 2)
        assert Event.objects.filter(action="study.agree").count() == 1

    def test_who_did_not_code_the_study_agrees_on_nothing(self, coder, coded):
        other = Study.objects.get(slug="erika-2020")
        with pytest.raises(NotAllowed):
            actions.agree_on(study=other, values={"finding": "failed"}, by=coder, at=AT)

    def test_one_coder_alone_agrees_on_nothing(self, coder):
        study = actions.add_study(title="Satu Judul", authors=["Ani"], year=2020, by=coder, at=AT).study
        actions.code_study(study=study, values={"finding": "failed"}, by=coder, at=AT)
        with pytest.raises(actions.Refused):
            actions.agree_on(study=study, values={"finding": "failed"}, by=coder, at=AT)

    def test_a_value_agreed_on_meanwhile_is_told(self, coder, coded, syarif):
        actions.agree_on(study=syarif, values={"finding": "stopped"}, by=coder, at=AT)
        with pytest.raises(actions.Conflict):
            actions.agree_on(study=syarif, values={"finding": "failed"}, by=coder, at=AT, version=0)

    def test_loading_and_removing_the_casebook_keeps_what_was_agreed_on(self, coder, coded, syarif):
        actions.agree_on(study=syarif, values={"finding": "stopped"}, by=coder, at=AT)
        casebook_actions.load(book=read_casebook(), by=coder, at=AT)
        casebook_actions.remove(by=coder, at=AT)
        assert Coding.objects.filter(study=syarif, is_agreed=True).exists()


class TestWhereItIsTold:
    def test_a_value_from_the_title_names_the_entry_in_the_bibliography(self):
        places = {one.study.slug: one.places for one in Coding.objects.filter(coder=None).select_related("study")}
        assert (places["khairi-et-al-2021"]["method"], places["khairi-et-al-2021"]["fields"]) == ("004:158", "004:106")
        assert places["muliadi-2015"]["fields"] == "004:102; 004:166"
        assert places["erika-2020"]["method"] == "004:116"

    def test_the_page_leads_to_the_line_and_says_that_a_study_is_older_than_what_it_studied(self, client):
        page = client.get(reverse("study", args=["savitri-2016"]), HTTP_ACCEPT_LANGUAGE="en").content.decode()
        assert "#L124" in page
        assert "older than the years it is coded to have studied" in page
        other = client.get(reverse("study", args=["erika-2020"]), HTTP_ACCEPT_LANGUAGE="en").content.decode()
        assert "older than the years" not in other


class TestPages:
    @pytest.fixture
    def world(self):
        return make_world()

    def test_a_coding_is_typed_as_people_write_and_shown_beside_the_other(self, world):
        client = world.client("researcher")
        sent = {
            "finding": "failed",
            "pairs": "Padang–Fremantle",
            "years": "sejak 2016",
            "fields": ["tourism"],
            "version": 0,
        }
        answer = client.post(reverse("study-code", args=["syarif-2019"]), sent)
        assert answer.status_code == 302
        coding = Coding.objects.get(coder=world.users["researcher"])
        assert coding.values["pairs"] == ["padang-fremantle"]
        assert coding.values["years"] == "2016/.."
        page = client.get(reverse("study", args=["syarif-2019"]), HTTP_ACCEPT_LANGUAGE="en").content.decode()
        assert "differ" in page

    def test_the_form_of_the_agreed_value_begins_with_what_all_say_alike(self, world):
        client = world.client("researcher")
        address = reverse("study-agree", args=["erika-2020"])
        assert client.get(address).status_code == 302
        client.post(
            reverse("study-code", args=["erika-2020"]),
            {"finding": "no_effect", "method": "interviews", "fields": ["tourism", "trade"], "version": 0},
        )
        form = client.get(address).context["form"]
        assert (form.initial["finding"], form.initial.get("method"), form.initial["fields"]) == (
            "no_effect",
            None,
            ["tourism"],
        )
        answer = client.post(address, {"finding": "no_effect", "method": "evaluation", "version": 0})
        assert answer.status_code == 302
        page = client.get(reverse("studies-agreement"), HTTP_ACCEPT_LANGUAGE="en").content.decode()
        assert "evaluation against a framework" in page
        again = client.post(address, {"finding": "failed", "version": 0}, HTTP_ACCEPT_LANGUAGE="en")
        assert again.status_code == 409

    def test_what_was_typed_stays_when_something_is_wrong(self, world):
        client = world.client("researcher")
        sent = {
            "finding": "failed",
            "pairs": "kota entah",
            "years": "31.02.2020",
            "note": "catatan panjang",
            "version": 0,
        }
        answer = client.post(reverse("study-code", args=["syarif-2019"]), sent, HTTP_ACCEPT_LANGUAGE="en")
        page = answer.content.decode()
        assert answer.status_code == 400
        assert "There is no partnership “kota entah”. Nearest:" in page
        assert "“31.02.2020” is not a time" in page
        assert "catatan panjang" in page

    def test_a_second_window_sees_both_versions(self, world):
        client = world.client("researcher")
        address = reverse("study-code", args=["syarif-2019"])
        client.post(address, {"finding": "failed", "version": 0})
        answer = client.post(address, {"finding": "stopped", "version": 0}, HTTP_ACCEPT_LANGUAGE="en")
        assert answer.status_code == 409
        again = client.post(address, {"finding": "stopped", "version": 1})
        assert again.status_code == 302
        assert Coding.objects.get(coder=world.users["researcher"]).values["finding"] == "stopped"

    def test_statements_are_marked_and_counted(self, world):
        client = world.client("researcher")
        client.post(reverse("study-code", args=["syarif-2019"]), {"pairs": "padang-fremantle", "version": 0})
        said = queries.statements_of_ties(["padang-fremantle"]).first()
        client.post(
            reverse("study-bear", args=["syarif-2019"]), {f"s-{said.pk}": "contradicts", "s-nonsense": "supports"}
        )
        link = Bearing.objects.get(coding__coder=world.users["researcher"])
        assert (link.statement_id, link.stance) == (said.pk, "contradicts")

    def test_the_file_escapes_what_a_sheet_would_compute(self, client, world):
        actions.add_study(title="=1+1", authors=[], year=2020, by=actor_of(world.users["researcher"], None), at=AT)
        body = client.get(reverse("studies-export", args=["csv"])).content.decode("utf-8-sig")
        assert ",'=1+1," in body
