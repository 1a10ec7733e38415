"""Do the checks find in the five documents what their careful readers found, each with its place?"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from kembar.evidence.checks import Place, checks, run_checks
from kembar.evidence.models import Citation, Edition, LawCitation, Reference, Source, Statement

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("casebook")]


def found(code, **more):
    return run_checks(only=code, **more)


def says(code, *parts):
    """The findings of a check whose sentence has all of these parts."""
    return [one for one in found(code) if all(part in one.says for part in parts)]


@pytest.mark.requirement("R-031")
class TestLaw:
    def test_the_regional_government_act_cited_under_2019(self):
        (finding,) = says("law", "UU 23/2019", "UU 23/2014")
        assert finding.record.slug == "uu-23-2014"
        assert [(place.source, place.line) for place in finding.places] == [("000", 24)]
        assert "Nomor 23 Tahun 2019" in finding.places[0].term

    def test_the_foreign_relations_act_cited_as_the_autonomy_act(self):
        (finding,) = says("law", "UU 37/1999 is cited for regional autonomy")
        assert (finding.places[0].source, finding.places[0].line) == ("004", 27)

    def test_act_32_of_2004_said_to_replace_acts_on_other_matters(self):
        findings = says("law", "UU 32/2004", "replaced UU 22/1999")
        assert {finding.places[0].source for finding in findings} == {"002", "004"}

    def test_acts_cited_rightly_are_left_alone(self):
        assert not says("law", "193/1652")
        assert not says("law", "UU 24/2000 is")

    def test_a_corrected_citation_is_no_longer_found(self):
        LawCitation.objects.filter(source__code="000", year=2019).update(year=2014)
        assert not says("law", "UU 23/2019")

    def test_an_act_said_to_apply_after_its_end(self):
        source = Source.objects.get(code="004")
        row = {"kind": "permendagri", "number": "3", "year": 2008, "about": "regional_foreign_cooperation"}
        LawCitation.objects.create(source=source, line=1, term="Permendagri 3/2008", event_date="2021", **row)
        (finding,) = says("law", "Permendagri 3/2008", "no longer in force", "Permendagri 25/2020")
        assert finding.places == (Place("004", 1, "Permendagri 3/2008"),)


@pytest.mark.requirement("R-097")
class TestCitations:
    @pytest.mark.parametrize(
        "parts, first",
        [
            (("Windiani is cited with 2016", "2014"), ("004", 43)),
            (("Duchacek is cited with 1988", "1986"), ("003", 66)),
            (("Nagel is named",), ("003", 56)),
            (("Hakiem", "spells the name Hakim"), ("004", 110)),
            (("Marse is named",), ("004", 128)),
            (("Lilhata", "Lilihata"), ("003", 64)),
            (("Putri (2017) is cited alone",), ("004", 120)),
        ],
    )
    def test_each_is_found_at_its_line(self, parts, first):
        (finding,) = says("citations", *parts)
        assert (finding.places[0].source, finding.places[0].line) == first

    def test_the_entry_of_the_bibliography_is_a_place_too(self):
        (finding,) = says("citations", "Windiani")
        assert Place("004", 180, "Windiani") in finding.places

    def test_documents_without_a_bibliography_are_not_compared(self):
        assert {place.source for one in found("citations") for place in one.places} == {"003", "004"}

    def test_an_entry_that_is_corrected_is_no_longer_found(self):
        Reference.objects.filter(source__code="004", key="windiani-2014").update(year=2016)
        assert not says("citations", "Windiani")

    def test_undated_works_are_not_people_named_in_passing(self):
        assert not says("citations", "Purnawan")
        assert not says("citations", "Masrohatun")


@pytest.mark.requirement("R-098")
class TestOlderSources:
    def test_cuenca_and_denpasar(self):
        findings = {one.record.slug: one for one in found("older_than_event") if one.record}
        assert findings["bandung-cuenca"].places == (Place("004", 102, "Muliadi, 2015"),)
        assert findings["denpasar-mossel-bay"].places == (Place("004", 124, "Savitri, 2016"),)
        assert "2017" in findings["bandung-cuenca"].says

    def test_a_work_of_the_year_of_the_event_may_tell_of_it(self):
        Citation.objects.filter(term="Muliadi, 2015").update(year=2017)
        assert "bandung-cuenca" not in {one.record.slug for one in found("older_than_event") if one.record}


class TestTwoCounts:
    def test_twenty_studies_or_fifteen(self):
        (finding,) = says("two_counts", "15, 20")
        assert Place("004", 57, "lima belas penelitian") in finding.places
        assert {place.source for place in finding.places} == {"004"}

    def test_five_stages_or_six(self):
        (finding,) = says("two_counts", "5, 6")
        assert {place.line for place in finding.places} == {68, 80}

    def test_two_documents_that_differ_are_a_dispute_and_not_two_counts_in_one_text(self):
        assert not says("two_counts", "33, 34")


class TestPlaces:
    def test_the_casebook_names_only_lines_that_exist(self):
        assert found("places") == []

    def test_a_line_beyond_the_end(self):
        Statement.objects.filter(source__code="002", place="79").update(place="790")
        (finding,) = found("places")
        assert "ends at line 130" in finding.says
        assert {place.line for place in finding.places} == {790}

    def test_a_source_without_an_edition(self):
        Edition.objects.filter(source__code="001").delete()
        (finding,) = found("places")
        assert "no edition of it is known" in finding.says

    def test_it_says_that_terms_need_the_files(self):
        (places,) = [one for one in checks() if one.code == "places"]
        assert "verify-sources" in str(places.explains)


class TestRunning:
    def test_every_finding_has_a_whole_sentence_and_places_that_are_proved_lines(self):
        for one in run_checks():
            assert one.says.endswith((".", ")")) or one.check in ("two_counts", "shares"), one.says
            assert "%(" not in one.says
            assert one.places, one
            assert all(place.line > 0 and place.term for place in one.places)

    def test_the_number_of_queries_is_small_and_bounded(self):
        with CaptureQueriesContext(connection) as queries:
            run_checks()
        assert len(queries) <= 19

    def test_they_come_in_the_order_of_checks_and_places(self):
        codes = [one.check for one in run_checks()]
        order = [one.code for one in checks()]
        assert codes == sorted(codes, key=order.index)
        for code in order:
            places = [(one.places[0].source, one.places[0].line) for one in found(code)]
            assert places == sorted(places)

    def test_sentences_are_in_the_language_of_the_reader(self):
        with translation.override("id"):
            indonesian = run_checks(only="verdict_against_list")
        english = run_checks(only="verdict_against_list")
        assert len(indonesian) == len(english)
        names = {one.record.name for one in indonesian}
        assert any("Jawa Tengah" in name for name in names)

    def test_a_register_without_casebook_has_nothing_to_find_in_it(self):
        assert run_checks(origin="live") == []
