"""Why this partner: what the five documents tell of a choice, on the page, by the command and on paper."""

import io
import re
from datetime import UTC, date, datetime
from decimal import Decimal

import docx
import pypdfium2
import pytest
from django.urls import reverse
from django.utils import translation

from kembar.access.actors import Actor
from kembar.access.permissions import Who
from kembar.matching import actions
from kembar.matching.why import paper
from kembar.matching.why.answer import Asked, answer
from kembar.matching.why.queries import pair_facts
from kembar.matching.why.rules import against, judge, reasons, targets_met
from kembar.partnerships.models import Government
from kembar.places.models import Country
from tests.factories.world import make_world

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("casebook")]
AT = datetime(2026, 11, 22, 8, tzinfo=UTC)
TODAY = date(2026, 11, 22)
BY = Actor.product("test")


def seat(slug):
    return Government.objects.select_related("seat__country").get(slug=slug).seat


def facts(one, other, at=TODAY, who=None):
    return pair_facts(seat(one), seat(other), at=at, who=who or Who())


def item(found, code, of="seven"):
    listed = next(one for one in judge(found) if one.code == of)
    return next(one for one in listed.items if one.code == code)


def sheet(one="tangerang-selatan", other="daejeon", at=TODAY):
    return answer(Asked(seat(one), seat(other), at, Who())).sheet


class TestTangerangSelatanAndDaejeon:
    @pytest.mark.requirement("R-050")
    def test_the_three_reasons_of_document_000_are_open_with_their_evidence(self):
        found = reasons(facts("tangerang-selatan", "daejeon"))
        assert [(one.proposed.number, one.proposed.status) for one in found] == [(1, "open"), (2, "open"), (3, "open")]
        lines = [one.proposed.told.sources[0]["line"] for one in found]
        assert lines == ["152", "153", "154"]
        assert all(one.told and all(each.sources for each in one.told) for one in found)
        third = [piece.code for piece in found[2].computed]
        assert third == ["level_same", "tier_different", "size"]

    @pytest.mark.requirement("R-049")
    def test_both_sides_tell_their_motives_each_with_its_place(self):
        motives = facts("tangerang-selatan", "daejeon").tie.motives
        assert [sum(one.whose == whose for one in motives) for whose in ("ours", "theirs", "both")] == [6, 4, 8]
        assert all(one.sources for one in motives)

    @pytest.mark.requirement("R-049")
    def test_seen_from_the_other_side_the_motives_change_sides(self):
        motives = facts("daejeon", "tangerang-selatan").tie.motives
        assert [sum(one.whose == whose for one in motives) for whose in ("ours", "theirs", "both")] == [4, 6, 8]

    @pytest.mark.requirement("R-035", "R-038")
    def test_distance_clocks_class_and_level_are_those_of_the_record(self):
        found = facts("tangerang-selatan", "daejeon")
        assert found.km == pytest.approx(5208, abs=60)
        assert (found.clocks.minutes_now, found.overlap) == (120, (6.0, 6.0))
        assert found.duchacek.code == "global"
        assert (found.parity.by_name, found.parity.by_tier) == ("same", "different")

    @pytest.mark.requirement("R-037")
    def test_exclusivity_holds_over_all_known_ties(self):
        assert item(facts("tangerang-selatan", "daejeon"), "exclusivity").answer == "for"

    @pytest.mark.requirement("R-041", "R-042")
    def test_e_government_of_2014_puts_korea_105_places_ahead_and_makes_it_the_model(self):
        index = next(one for one in facts("tangerang-selatan", "daejeon").indices if one.code == "e_government")
        assert (index.theirs.rank, index.ours.rank, index.gap, index.model) == (1, 106, 105, "theirs")
        innovation = next(one for one in facts("tangerang-selatan", "daejeon").indices if one.code == "innovation")
        assert (innovation.ours.rank, innovation.ours.size, innovation.ours.year) == (100, 141, 2015)
        earlier = facts("tangerang-selatan", "daejeon", date(2014, 12, 31)).indices
        before = next(one for one in earlier if one.code == "innovation")
        assert (before.ours.rank, before.ours.size, before.ours.year) == (99, 125, None)

    def test_diplomatic_relations_are_told_since_1973(self):
        assert item(facts("tangerang-selatan", "daejeon"), "relations", "nine").answer == "for"
        assert item(facts("tangerang-selatan", "daejeon", date(1970, 1, 1)), "relations", "nine").answer == "unknown"
        # told in one case, it holds for every pair of the two countries
        assert item(facts("bandung", "suwon"), "relations", "nine").answer == "for"

    def test_as_at_2014_there_is_no_tie_and_no_later_figure(self):
        found = facts("tangerang-selatan", "daejeon", date(2013, 6, 30))
        assert found.tie is None
        assert not any(one.code in ("e_government", "bloomberg_innovation") for one in found.indices)

    def test_precedents_are_named_and_its_own_tie_is_none_of_them(self):
        slugs = {one.slug for one in facts("tangerang-selatan", "daejeon").precedents}
        assert {"bandung-seoul", "surabaya-busan"} <= slugs
        assert "tangerang-selatan-daejeon" not in slugs


class TestOtherPairs:
    @pytest.mark.requirement("R-042")
    def test_seoul_is_the_model_of_bandung_for_e_government(self):
        found = facts("bandung", "seoul")
        assert next(one for one in found.indices if one.code == "e_government").model == "theirs"
        assert any(piece.code == "model" for piece in item(found, "transfer", "six").evidence)

    @pytest.mark.requirement("R-037")
    def test_bandung_and_seoul_each_have_another_tie_there(self):
        found = facts("bandung", "seoul")
        assert {(one.whose, one.slug) for one in found.others} == {
            ("ours", "bandung-suwon"),
            ("theirs", "baubau-seoul"),
        }

    @pytest.mark.requirement("R-046")
    def test_kisarazu_serves_four_of_the_targets_of_bogor(self):
        assert targets_met(facts("bogor", "kisarazu")) == ("4", "5", "6", "9")
        assert item(facts("bogor", "kisarazu"), "plans", "nine").answer == "for"

    @pytest.mark.requirement("R-046")
    def test_a_partner_of_bogor_that_serves_no_target_is_warned_of_by_bogors_own_rule(self):
        found = facts("bogor", "tainan")
        (warned,) = [piece for piece in against(found, judge(found)) if piece.code == "no_target_met"]
        assert (warned.sources[0]["code"], warned.sources[0]["line"]) == ("002", "51")

    @pytest.mark.requirement("R-048")
    def test_surabaya_and_guangzhou_pursue_different_ends(self):
        found = facts("surabaya", "guangzhou")
        (flagged,) = [piece for piece in against(found, judge(found)) if piece.code == "goals_differ"]
        assert (flagged.sources[0]["code"], flagged.sources[0]["line"]) == ("004", "116")

    @pytest.mark.requirement("R-039")
    def test_semarang_and_beihai_share_port_and_tourism(self):
        found = item(facts("semarang", "beihai"), "characteristics", "six")
        (shared,) = [piece for piece in found.evidence if piece.code == "shared_trait"]
        assert "port" in shared.data["text"]["en"]
        assert "tourism" in shared.data["text"]["en"]

    @pytest.mark.requirement("R-040")
    def test_both_readings_of_complementary_resources_stand_side_by_side(self):
        codes = [piece.code for piece in item(facts("tangerang-selatan", "daejeon"), "resources", "three").evidence]
        assert {"told", "other_reading"} <= set(codes)

    def test_two_cities_without_a_tie_are_compared_all_the_same(self):
        found = facts("padang", "kisarazu")
        assert (found.tie, found.parity.by_name) == (None, "same")
        assert found.km > 5000


class TestWhatIsEntered:
    @pytest.mark.requirement("R-045")
    def test_an_announcement_warns_from_its_day_on(self):
        korea = Country.objects.get(code="KR")
        note = {"country": korea, "source": "Foreign ministry", "by": BY, "at": AT}
        actions.record_announcement(says="unstable", when="2018-05", **note)
        assert item(facts("tangerang-selatan", "daejeon", date(2017, 1, 1)), "stability").answer == "unknown"
        assert item(facts("tangerang-selatan", "daejeon", date(2019, 1, 1)), "stability").answer == "against"
        actions.record_announcement(says="stable", when="2020", **note)
        assert item(facts("tangerang-selatan", "daejeon"), "stability").answer == "for"

    @pytest.mark.requirement("R-044")
    def test_a_cost_above_the_benefit_stands_against_the_choice(self):
        tied = {"whose": seat("tangerang-selatan"), "partner": seat("daejeon"), "currency": "idr", "source": "Study"}
        actions.enter_estimate(**tied, horizon="short", benefit=Decimal(10), cost=Decimal(90), by=BY, at=AT)
        found = facts("tangerang-selatan", "daejeon")
        assert item(found, "benefit").answer == "mixed"  # sources tell of benefit
        assert any(piece.code == "estimate" and piece.data["net"] == -80 for piece in against(found, judge(found)))

    @pytest.mark.parametrize(
        "wrong", [{"horizon": "soon"}, {"currency": "Rp"}, {"source": " "}, {"benefit": None, "cost": None}]
    )
    def test_an_estimate_that_says_nothing_is_refused(self, wrong):
        given = {"horizon": "long", "currency": "IDR", "source": "Study", "benefit": Decimal(1), "cost": Decimal(1)}
        with pytest.raises(ValueError, match=r"."):
            actions.enter_estimate(**{**given, **wrong}, whose=seat("bogor"), partner=seat("kisarazu"), by=BY, at=AT)

    def test_missing_relations_block_by_law(self):
        one, other = Country.objects.get(code="ID"), Country.objects.get(code="KR")
        actions.record_no_relations(one=one, other=other, source="A source", by=BY, at=AT)
        found = answer(Asked(seat("tangerang-selatan"), seat("daejeon"), TODAY, Who()))
        assert [block.code for block in found.blocks] == ["no_diplomatic_relations"]
        assert item(found.facts, "relations", "nine").answer == "against"


class TestThePage:
    @pytest.mark.parametrize("language", ["id", "en"])
    def test_it_shows_the_reasons_the_lists_and_what_is_missing(self, client, language):
        with translation.override(language):
            answered = client.get(
                reverse("why", args=["tangerang-selatan", "daejeon"]), headers={"accept-language": language}
            )
        page = answered.content.decode()
        assert answered.status_code == 200
        assert "대전광역시" in page
        for anchor in (
            "reasons",
            "motives",
            "list-seven",
            "list-six",
            "list-three",
            "list-nine",
            "precedents",
            "against",
        ):
            assert f'id="{anchor}"' in page
        assert len(re.findall(r'class="cite"', page)) > 100
        assert len(answered.content) < 250_000

    def test_ids_of_places_and_slugs_of_governments_lead_to_the_same_page(self, client):
        by_slug = client.get(reverse("why", args=["bogor", "kisarazu"]))
        by_id = client.get(reverse("why", args=[str(seat("bogor").pk), str(seat("kisarazu").pk)]))
        assert by_slug.context["sheet"].sections == by_id.context["sheet"].sections

    @pytest.mark.parametrize("pair", [("bogor", "bogor"), ("nowhere", "bogor"), ("bogor", "99999999")])
    def test_what_is_no_pair_of_cities_is_not_found(self, client, pair):
        assert client.get(reverse("why", args=pair)).status_code == 404

    def test_a_matter_reserved_to_the_centre_is_refused_by_law_with_its_article(self, client):
        page = client.get(reverse("why", args=["bogor", "kisarazu"]), {"matter": "1"}).content.decode()
        assert "UU 23/2014" in page
        assert "UU 23/2014" not in client.get(reverse("why", args=["bogor", "kisarazu"])).content.decode()

    def test_it_says_that_exclusivity_is_no_indonesian_law(self, client):
        page = client.get(reverse("why", args=["bandung", "seoul"]), headers={"accept-language": "en"}).content.decode()
        assert "it is not Indonesian law" in page

    def test_it_asks_at_most_twenty_times(self, client, django_assert_max_num_queries):
        client.get(reverse("why", args=["bandung", "seoul"]))
        with django_assert_max_num_queries(20):
            client.get(reverse("why", args=["tangerang-selatan", "daejeon"]))

    def test_it_asks_as_little_of_who_is_signed_in_and_keeps_a_record_of_the_two(self, django_assert_max_num_queries):
        world = make_world()
        for person in ("researcher", "officer", "ministry", "administrator"):
            client = world.client(person)
            for two in (["bogor", "daejeon"], ["bandung", "seoul"]):
                client.get(reverse("why", args=two))
                with django_assert_max_num_queries(20):
                    client.get(reverse("why", args=two))

    def test_what_an_office_keeps_is_for_those_who_may_read_it(self):
        world = make_world()
        address = reverse("why", args=["bogor", "daejeon"])
        for person, may in (("anonymous", False), ("stranger", False), ("officer", True), ("ministry", True)):
            page = world.client(person).get(address).content.decode()
            assert ("Surat tidak dijawab" in page) is may, person
            assert world.tie.slug in page, person


class TestOnPaper:
    def test_the_docx_holds_every_section_with_its_sources(self):
        made = docx.Document(io.BytesIO(paper.to_docx(sheet())))
        text = "\n".join(one.text for one in made.paragraphs)
        text += "\n".join(cell.text for table in made.tables for row in table.rows for cell in row.cells)
        for section in sheet().sections:
            assert section.title in text
        assert "000:152" in text
        assert "대전광역시" in text

    @pytest.mark.parametrize("language", ["id", "en"])
    def test_the_pdf_can_be_read_in_both_languages(self, language):
        with translation.override(language):
            pdf = pypdfium2.PdfDocument(paper.to_pdf(sheet()))
            text = "\n".join(page.get_textpage().get_text_range() for page in pdf)
            assert sheet().title in text
        assert "000:152" in text.replace("\r\n", "")
        pdf.close()

    def test_without_a_font_for_korean_the_names_are_left_out_and_it_says_so(self):
        latin = {"Liberation Sans", "Libertinus Serif"}
        assert paper.left_out(sheet(), latin) == ["ko"]
        pdf = pypdfium2.PdfDocument(paper.to_pdf(sheet(), latin))
        text = "\n".join(page.get_textpage().get_text_range() for page in pdf)
        pdf.close()
        assert "대전" not in text
        assert "no installed font shows them" in text.replace("\r\n", " ")

    def test_a_paper_is_downloaded_and_an_unknown_kind_is_not_there(self, client):
        answered = client.get(reverse("why-paper", args=["bogor", "kisarazu", "docx"]))
        assert b"".join(answered.streaming_content)[:2] == b"PK"
        assert client.get(reverse("why-paper", args=["bogor", "kisarazu", "odt"])).status_code == 404


class TestTheCommand:
    def test_it_tells_the_whole_sheet(self, command):
        told = command("match", "Tangerang Selatan", "Daejeon")
        assert told.code == 0
        for words in ("Reasons put forward", "The seven principles", "105 places higher", "Where it stands among all"):
            assert words in told.out

    def test_as_json_it_gives_codes_and_places(self, command):
        data = command("match", "Tangerang Selatan", "Daejeon", "--json").json["why"]
        assert [one["status"] for one in data["reasons"]] == ["open", "open", "open"]
        assert {code: len(one["items"]) for code, one in data["lists"].items()} == {
            "seven": 7,
            "six": 6,
            "three": 3,
            "nine": 9,
        }
        assert next(one for one in data["indices"] if one["code"] == "e_government")["gap"] == 105

    def test_a_dossier_is_written(self, command, tmp_path):
        file = tmp_path / "pair.docx"
        assert command("match", "Bogor", "Kisarazu", "--dossier", str(file)).code == 0
        assert file.read_bytes()[:2] == b"PK"

    def test_a_dossier_of_another_form_is_refused(self, command, tmp_path):
        told = command("match", "Bogor", "Kisarazu", "--dossier", str(tmp_path / "pair.odt"))
        assert (told.code, "pair.odt" in told.err) == (2, True)
        assert command("match", "Bogor", "--dossier", "x.pdf").code == 2
