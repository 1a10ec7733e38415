"""Figures of countries, pairs and airports in the register: reading them in, and what they then say of two cities."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.urls import reverse

from kembar.access.actors import Actor
from kembar.access.permissions import Who
from kembar.analysis import flights
from kembar.audit.models import Event
from kembar.matching import actions
from kembar.matching.choice import Order
from kembar.matching.filters import Filters
from kembar.matching.models import CountryFigure, FigureImport, PairFigure, Route
from kembar.matching.why.queries import pair_facts
from kembar.matching.why.rules import judge
from kembar.partnerships.models import Government
from tests.unit.test_figure_files import AIRPORTS, GOVERNANCE, PAIRS, ROUTES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("casebook")]
AT = datetime(2026, 11, 22, 8, tzinfo=UTC)
LATER = datetime(2026, 11, 23, 8, tzinfo=UTC)
TODAY = date(2026, 11, 22)
DATA = Path(__file__).parents[2].parent / "shared" / "data" / "countries"
BY = Actor.product("test")


def load(tmp_path, text, name="figures.csv", at=AT, **more):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return actions.import_figures(path=path, source="A publisher", licence="CC BY 4.0", by=BY, at=at, **more)


def facts(one="tangerang-selatan", other="daejeon", at=date(2026, 11, 22)):
    seats = [Government.objects.select_related("seat__country").get(slug=slug).seat for slug in (one, other)]
    return pair_facts(*seats, at=at, who=Who())


class TestReadingIn:
    def test_rows_become_figures_with_source_edition_and_licence(self, tmp_path):
        kept = load(tmp_path, GOVERNANCE, dataset="Governance", edition="2020")
        assert (kept.source, kept.licence, str(kept)) == ("A publisher", "CC BY 4.0", "Governance 2020")
        assert kept.counts == {"rows": 5, "kept": 3, "no_figure": 1, "unknown_country": 1}
        assert {problem.name for problem in kept.problems.all()} == {"ATL / Atlantis", "ID 2020"}
        assert Event.objects.filter(action="matching.import_figures", record_id=kept.id).exists()

    @pytest.mark.parametrize("lacking", ["source", "licence"])
    def test_figures_without_source_or_licence_are_refused(self, tmp_path, lacking):
        given = {"source": "A", "licence": "B", lacking: " "}
        path = tmp_path / "figures.csv"
        path.write_text(GOVERNANCE, encoding="utf-8")
        with pytest.raises(ValueError, match="licence"):
            actions.import_figures(path=path, **given, by=BY, at=AT)
        assert not FigureImport.objects.exists()

    def test_the_newest_import_of_a_data_set_is_asked_and_removing_it_brings_the_other_back(self, tmp_path):
        load(tmp_path, "iso3,year,e_government_rank\nIDN,2020,88\nKOR,2020,2\n", dataset="EGDI")
        newer = load(tmp_path, "iso3,year,e_government_rank\nIDN,2020,77\nKOR,2020,3\n", at=LATER, dataset="EGDI")

        def rank():
            return next(one for one in facts().indices if one.name == "EGDI").ours.rank

        assert rank() == 77
        actions.remove_figures(figures=newer, by=BY, at=LATER)
        assert rank() == 88


class TestWhatTheySay:
    @pytest.mark.requirement("R-045")
    def test_stability_is_shown_with_its_year_and_decides_nothing_without_an_announcement(self, tmp_path):
        load(tmp_path, GOVERNANCE, dataset="Governance")
        found = facts()
        index = next(one for one in found.indices if one.code == "political_stability")
        assert (index.ours.year, index.ours.value, index.theirs.percentile, index.model) == (
            2019,
            -0.48,
            61.4,
            "theirs",
        )
        stability = next(item for item in judge(found)[0].items if item.code == "stability")
        assert ([piece.code for piece in stability.evidence], stability.answer) == (["index"], "unknown")
        assert "announcement" in stability.missing

    def test_as_at_a_day_the_newest_year_by_then_counts(self, tmp_path):
        load(
            tmp_path,
            "iso3,year,e_government_rank\nIDN,2016,116\nKOR,2016,3\nIDN,2018,107\nKOR,2018,3\n",
            dataset="EGDI",
        )

        def year(day):
            return next((one.ours.year for one in facts(at=day).indices if one.name == "EGDI"), None)

        assert [year(date(y, 6, 30)) for y in (2015, 2016, 2017, 2018, 2026)] == [None, 2016, 2016, 2018, 2018]

    def test_pairs_say_whether_countries_share_a_language(self, tmp_path):
        load(tmp_path, PAIRS)
        found = facts()
        assert (found.countries["comlang_off"], found.countries["dist"]) == (0, 5276.5)
        exchange = next(item for item in judge(found)[0].items if item.code == "exchange")
        assert "language_other" in [piece.code for piece in exchange.evidence]

    def test_airports_and_routes_say_how_one_flies(self, tmp_path):
        load(tmp_path, AIRPORTS, name="airports.dat")
        assert facts().routes is None
        load(tmp_path, ROUTES, name="routes.dat")
        found = facts(other="seoul")
        assert (found.ours.airport.code, found.theirs.airport.code, found.routes.changes) == ("CGK", "ICN", 0)
        Route.objects.filter(origin="CGK").update(destination="NRT")
        Route.objects.create(import_of=FigureImport.objects.get(kind="routes"), origin="NRT", destination="ICN")
        found = facts(other="seoul")
        assert (found.routes.changes, found.routes.via) == (1, ("NRT",))


class TestFlightsInTheList:
    def seats(self, *slugs):
        return [Government.objects.select_related("seat__country").get(slug=slug).seat for slug in slugs]

    def test_without_routes_the_hours_are_those_of_a_direct_flight(self):
        bandung, seoul = self.seats("bandung", "seoul")
        one = Order(bandung, at=TODAY).of([seoul])[0]
        assert (one.how, one.flight_hours) == (None, pytest.approx(one.km / 800 + 0.5))

    def test_routes_that_are_read_in_say_how_one_flies_and_filter_the_list(self, tmp_path):
        bogor, seoul, kisarazu = self.seats("bogor", "seoul", "kisarazu")
        load(tmp_path, AIRPORTS, name="airports.dat")
        load(tmp_path, ROUTES, name="routes.dat")
        order = Order(bogor, at=TODAY)
        direct = order.of([seoul])[0]
        assert direct.how == flights.DIRECT
        assert direct.flight_hours == pytest.approx(direct.km / 800 + 0.5, abs=0.2), "airports lie beside the cities"
        assert pair_facts(bogor, seoul, at=TODAY, who=Who()).routes.changes == 0
        assert order.of([kisarazu])[0].how in (flights.NONE_KNOWN, flights.NO_AIRPORT)
        near = Order(bogor, at=TODAY, filters=Filters(max_flight_hours=8))
        names = {one.place.name for one in near.part(0, near.considered)}
        assert "Seoul" in names
        assert "Kisarazu" not in names, "no flight is known"

    def test_the_page_says_what_its_hours_are(self, client, tmp_path):
        url = reverse("partners") + "?city=Bogor&country=KR&min_population=0"
        client.cookies["language"] = "en"
        assert "as if a direct flight existed" in client.get(url).content.decode()
        load(tmp_path, AIRPORTS, name="airports.dat")
        load(tmp_path, ROUTES, name="routes.dat")
        page = client.get(url).content.decode()
        assert "Flights follow the airports and routes that were read in" in page
        assert ", without a change" in page


class TestTheCommand:
    def test_a_file_is_read_listed_and_taken_out(self, command, tmp_path):
        path = tmp_path / "wgi.csv"
        path.write_text(GOVERNANCE, encoding="utf-8")
        told = command("figures", "import", str(path), "--source", "World Bank", "--licence", "CC BY 4.0", "--json")
        assert (told.code, told.json["counts"]["kept"], told.json["problems"]["unknown_country"][0]["line"]) == (
            0,
            3,
            5,
        )
        listed = command("figures", "list", "--json").json
        assert [(one["dataset"], one["licence"]) for one in listed] == [("wgi", "CC BY 4.0")]
        assert command("figures", "remove", listed[0]["id"][:8]).code == 0
        assert not CountryFigure.objects.exists()
        assert command("figures", "remove", "no").code == 2

    @pytest.mark.parametrize("text", ["", "city,mayor\nBogor,Somebody\n"])
    def test_a_file_that_cannot_be_read_is_refused_in_a_sentence(self, command, tmp_path, text):
        path = tmp_path / "other.csv"
        path.write_text(text, encoding="utf-8")
        told = command("figures", "import", str(path), "--source", "A", "--licence", "B")
        assert (told.code, "other.csv" in told.err, "Traceback" in told.err) == (2, True, False)

    def test_announcements_relations_and_estimates_are_noted(self, command):
        assert command("figures", "announce", "KR", "unstable", "--date", "2021-05", "--source", "Ministry").code == 0
        assert command("figures", "announce", "KR", "unstable", "--date", "soon", "--source", "Ministry").code == 2
        assert command("figures", "no-relations", "Indonesia", "Taiwan", "--source", "Ministry").code == 0
        assert command("figures", "no-relations", "ID", "ID", "--source", "Ministry").code == 2
        words = ("--horizon", "long", "--currency", "IDR", "--source", "Study")
        assert command("figures", "estimate", "Bogor", "Kisarazu", "--benefit", "5", "--cost", "9", *words).code == 0
        assert command("figures", "estimate", "Bogor", "Kisarazu", "--benefit", "much", *words).code == 2


@pytest.mark.data
@pytest.mark.skipif(not DATA.is_dir(), reason="the real data are not beside the project")
class TestTheRealFiles:
    def test_every_row_of_the_governance_indicators_is_kept_or_named(self):
        kept = self._load("2020_Worldwide_Governance_Indicators_1996-2019.csv")
        assert kept.counts == {"rows": 26964, "kept": 25921, "no_figure": 917, "unknown_country": 126}
        figure = CountryFigure.objects.get(country="ID", indicator="political_stability", year=2019)
        assert figure.value == pytest.approx(-0.4812, abs=1e-4)
        assert figure.percentile == pytest.approx(28.095, abs=1e-3)

    def test_every_pair_of_cepii_is_one_pair(self):
        kept = self._load("dist_cepii.csv")
        counts = kept.counts
        assert counts["rows"] == 50176 == 2 * counts["kept"] + counts["same_country"] + counts["unknown_country"]
        assert PairFigure.objects.get(country_a="ID", country_b="MY").values["contig"] == 1

    def test_airports_and_routes_of_openflights(self):
        assert self._load("openflights_airports.dat").counts == {"rows": 7698, "kept": 7697, "no_code": 1}
        assert self._load("openflights_routes.dat").counts == {
            "rows": 67663,
            "kept": 37594,
            "same_airport": 1,
            "with_stops": 11,
        }
        assert facts(other="seoul").routes.changes == 0

    def _load(self, name):
        return actions.import_figures(path=DATA / name, source="Its publisher", licence="Its terms", by=BY, at=AT)
