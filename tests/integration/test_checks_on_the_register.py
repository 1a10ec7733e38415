"""Do the register's own checks find verdicts, shares, papers and waits that do not fit, and leave the others alone?"""

from datetime import date

import pytest

from kembar.evidence.checks import Place, run_checks
from kembar.partnerships import models
from kembar.partnerships.models import Instrument, Partnership, Tally, Verdict

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("casebook")]


def by_slug(code, **more):
    return {one.record.slug: one for one in run_checks(only=code, **more) if one.record}


def tie(slug):
    return Partnership.objects.get(slug=slug)


@pytest.mark.requirement("R-082")
class TestVerdictAgainstTheList:
    def test_favoured_cases_that_stand_in_the_list(self):
        found = by_slug("verdict_against_list")
        for slug in ("nusa-tenggara-barat-kujawsko-pomorskie", "denpasar-mossel-bay"):
            assert "among the failures, yet judges it “fairly good”" in found[slug].says
            assert {place.line for place in found[slug].places} > {139}

    def test_condemned_cases_that_the_list_leaves_out(self):
        found = by_slug("verdict_against_list")
        for slug in ("medan-penang", "jawa-tengah-queensland", "jawa-tengah-siem-reap", "baubau-seoul"):
            assert "leaves it out" in found[slug].says

    def test_the_others_of_the_list_agree_with_it(self):
        found = by_slug("verdict_against_list")
        assert not {"bandung-cuenca", "kampar-mtdc", "semarang-beihai", "bogor-tainan"} & set(found)

    def test_what_went_well_until_2017_may_stand_among_the_failures(self):
        assert "bandung-seoul" not in by_slug("verdict_against_list")

    def test_a_case_taken_off_the_list_is_no_longer_found(self):
        Verdict.objects.filter(partnership__slug="denpasar-mossel-bay", is_listed_failure=True).delete()
        assert "denpasar-mossel-bay" not in by_slug("verdict_against_list")


@pytest.mark.requirement("R-080")
class TestShares:
    def test_20_and_15_and_65_make_100(self):
        assert "indonesia-sister-cities" not in by_slug("shares")

    def test_a_share_that_spoils_the_sum_is_found(self):
        Tally.objects.filter(slug="indonesia-share-not-well").update(number=60)
        finding = by_slug("shares")["indonesia-sister-cities"]
        assert "20 + 15 + 60 = 95, not 100" in finding.says
        assert Place("004", 43, "20 persen") in finding.places

    @pytest.mark.requirement("R-005")
    def test_six_that_went_on_and_five_that_did_not_make_eleven(self):
        assert "yogyakarta-sister-cities" not in by_slug("shares")
        Tally.objects.filter(slug="yogyakarta-sister-cities-continuing").update(number=7)
        assert "= 12, not 11" in by_slug("shares")["yogyakarta-sister-cities"].says

    def test_one_part_alone_need_not_make_the_whole(self):
        assert "bandung-sister-cities" not in {slug for slug, one in by_slug("shares").items() if "add up" in one.says}

    @pytest.mark.requirement("R-005")
    def test_29_of_47_for_one_city_is_not_plausible(self):
        finding = by_slug("shares")["bandung-sister-cities"]
        assert "29 of the 47" in finding.says
        assert "62 per cent" in finding.says
        assert {place.source for place in finding.places} == {"001", "004"}

    @pytest.mark.requirement("R-005")
    def test_half_or_less_is_left_alone(self):
        Tally.objects.filter(slug="bandung-sister-cities").update(number=23)
        assert "bandung-sister-cities" not in by_slug("shares")


class TestPapers:
    @pytest.mark.requirement("R-010")
    def test_daejeon_has_its_letter_first(self):
        assert "tangerang-selatan-daejeon" not in by_slug("ladder")

    @pytest.mark.requirement("R-010")
    def test_an_agreement_of_2016_with_a_letter_of_2017_is_found(self):
        rows = Instrument.objects.filter(partnership__slug="tangerang-selatan-daejeon", kind="loi")
        rows.update(date="2017", date_earliest=date(2017, 1, 1), date_latest=date(2017, 12, 31))
        assert "dated before the letter of intent" in by_slug("ladder")["tangerang-selatan-daejeon"].says

    @pytest.mark.requirement("R-010")
    def test_an_agreement_without_any_letter_is_found(self):
        finding = by_slug("ladder")["semarang-brisbane"]
        assert "No letter of intent is known" in finding.says
        assert finding.places == (Place("004", 118, "pada tahun 1993"),)

    @pytest.mark.requirement("R-012")
    def test_the_signature_of_bogor_is_told_in_two_ways(self):
        finding = by_slug("signatories")["bogor-kisarazu"]
        assert "differ" in finding.says
        assert "first side" in finding.says
        assert {place.line for place in finding.places} == {79}

    @pytest.mark.requirement("R-012")
    def test_a_secretary_alone_is_not_the_highest_official(self):
        models.Signature.objects.filter(
            instrument__partnership__slug="bogor-kisarazu", side="a", is_head="yes"
        ).delete()
        assert "highest official of one side did not sign" in by_slug("signatories")["bogor-kisarazu"].says

    @pytest.mark.requirement("R-016")
    def test_nothing_is_told_of_cost_shares_in_the_letter_of_kisarazu(self):
        assert "Nothing is told of: objectives, cost share of each party." in by_slug("contents")["bogor-kisarazu"].says

    @pytest.mark.requirement("R-016")
    def test_a_text_known_to_lack_cost_shares_names_them(self):
        known = {"fields": "present", "objectives": "present", "costs": "absent", "duration": "present"}
        Instrument.objects.filter(partnership__slug="bogor-kisarazu").update(text_contents=known)
        assert by_slug("contents")["bogor-kisarazu"].says.endswith("lacks: cost share of each party.")
        Instrument.objects.filter(partnership__slug="bogor-kisarazu").update(text_contents=known | {"costs": "present"})
        assert "bogor-kisarazu" not in by_slug("contents")

    @pytest.mark.requirement("R-017")
    def test_the_text_of_beihai_is_called_weak(self):
        finding = by_slug("contents")["semarang-beihai"]
        assert "weak" in finding.says
        assert finding.places == (Place("004", 120, "lemahnya isi dari naskah perjanjian"),)

    @pytest.mark.requirement("R-025")
    def test_kampar_waited_two_years_for_the_stone_and_four_for_nothing(self):
        says = [one.says for one in run_checks(only="long_gaps") if one.record.slug == "kampar-mtdc"]
        assert any("first stone: 366" in one for one in says)
        assert any("still no result told: 1,097" in one for one in says)

    @pytest.mark.requirement("R-025")
    def test_padang_had_no_result_in_its_third_year(self):
        assert "tahun ketiga" in by_slug("long_gaps")["padang-fremantle"].says

    @pytest.mark.requirement("R-025")
    def test_nothing_dated_later_is_known_as_at_an_earlier_day(self):
        says = [one.says for one in run_checks(date(2015, 12, 31), only="long_gaps") if "Kampar" in one.says]
        assert any("first stone" in one for one in says)
        assert not any("no result" in one for one in says)


class TestSecondOpenRecord:
    def test_the_casebook_has_no_record_twice(self):
        assert run_checks(only="second_open_record") == []

    def test_the_same_parties_and_form_are_found_and_another_form_is_not(self):
        first = tie("bandung-cuenca")
        second = Partnership.objects.create(slug="cuenca-bandung", name=first.name, form=first.form, origin="live")
        for party in first.parties.all():
            models.Party.objects.create(partnership=second, side=party.side, government=party.government)
        found = by_slug("second_open_record")
        assert set(found) == {"cuenca-bandung"}
        assert "bandung-cuenca" in found["cuenca-bandung"].says
        Partnership.objects.filter(pk=second.pk).update(form="project")
        assert by_slug("second_open_record") == {}

    def test_an_ended_record_is_not_open(self):
        first = tie("semarang-brisbane")
        second = Partnership.objects.create(slug="brisbane-semarang", name=first.name, form=first.form)
        for party in first.parties.all():
            models.Party.objects.create(partnership=second, side=party.side, government=party.government)
        assert by_slug("second_open_record") == {}
