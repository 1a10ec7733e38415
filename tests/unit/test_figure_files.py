"""What files of country figures, pairs, airports and routes say: small made-up files in the shapes of the real ones."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kembar.matching.figure_files import UnreadableFigures, number, read_figures

CODES = {"IDN": "ID", "KOR": "KR", "JPN": "JP", "Indonesia": "ID", "Korea, Rep.": "KR", "ID": "ID", "KR": "KR"}
GOVERNANCE = (
    '"","Country/Territory","Code","Year","Estimate","Lower","NumSrc","Rank","StdErr","Upper","Indicator"\n'
    '"1","Indonesia","IDN",2018,-0.53,16.1,9,27.6,0.21,39.5,"PoliticalStability"\n'
    '"2","Indonesia","IDN",2019,-0.48,16.6,8,28.1,0.22,43.3,"PoliticalStability"\n'
    '"3","Korea, Rep.","KOR",2019,0.48,51.4,9,61.4,0.21,79.0,"PoliticalStability"\n'
    '"4","Atlantis","ATL",2019,0.1,1,1,50.5,1,2,"PoliticalStability"\n'
    '"5","Indonesia","IDN",2020,NA,NA,NA,NA,NA,NA,"PoliticalStability"\n'
)
PAIRS = (
    "iso_o;iso_d;contig;comlang_off;colony;dist\n"
    "IDN;IDN;0;0;0;900\nIDN;KOR;0;0;0;5276.5\nKOR;IDN;0;0;0;5276.6\nIDN;JPN;0;0;0;5785\nJPN;IDN;0;1;0;5785\nIDN;XXX;0;0;0;1\n"
)
AIRPORTS = (
    '3275,"Soekarno-Hatta Airport","Jakarta","Indonesia","CGK","WIII",-6.12,106.65,34,7,"N","Asia/Jakarta"\n'
    '3930,"Incheon International Airport","Seoul","South Korea","ICN","RKSI",37.46,126.45,23,9,"U","Asia/Seoul"\n'
    '1,"No code","X","Y",\\N,\\N,1,1,1,1,"N","Asia/Jakarta","airport","OurAirports"\n'
    '2,"Off the globe","X","Y","OFF","OFFG",99,1,1,1,"N","Asia/Jakarta","airport","OurAirports"\n'
    '3,"Twice","X","Y","CGK","WIII",1,1,1,1,"N","Asia/Jakarta","airport","OurAirports"\n'
)
ROUTES = (
    "GA,3386,CGK,3275,ICN,3930,,0,333\nKE,3163,CGK,3275,ICN,3930,,0,773\nKE,3163,ICN,3930,CGK,3275,,0,773\n"
    "GA,3386,CGK,3275,CGK,3275,,0,333\nGA,3386,CGK,3275,NRT,2279,,1,333\nGA,3386,CGK\n"
)


def read(tmp_path, text, name="figures.csv", encoding="utf-8", **more):
    path = tmp_path / name
    path.write_text(text, encoding=encoding)
    return read_figures(path, CODES.get, **more)


def kinds(found):
    return sorted(fault.kind for fault in found.faults)


class TestFiguresOfCountries:
    def test_a_rank_with_fractions_is_a_percentile_and_every_row_is_kept_or_named(self, tmp_path):
        found = read(tmp_path, GOVERNANCE)
        assert found.kind == "country_figures"
        assert found.rows[("ID", "political_stability", 2019)] == {"value": -0.48, "percentile": 28.1}
        assert kinds(found) == ["no_figure", "unknown_country"]
        assert found.lines == len(found.rows) + len(found.faults) == 5
        assert [(fault.line, fault.name) for fault in found.faults] == [(5, "ATL / Atlantis"), (6, "ID 2020")]

    def test_an_index_with_its_rank_in_columns_of_their_own(self, tmp_path):
        text = "Survey Year;Country Name;E-Government Rank;E-Government Index\n"
        text += "2014;Indonesia;2;0,4487\n2014;Korea, Rep.;1;0,9462\n"
        found = read(tmp_path, text)
        assert found.rows[("ID", "e_government", 2014)] == {"value": 0.4487, "rank": 2, "list_size": 2}
        assert found.rows[("KR", "e_government", 2014)]["rank"] == 1

    def test_a_plain_ranking_takes_its_name_from_the_file_and_the_size_of_the_list_from_its_column(self, tmp_path):
        text = "country,year,rank,countries\nID,2015,100,141\nKR,2015,14,141\n"
        found = read(tmp_path, text, name="Global Innovation Index.csv")
        assert found.rows[("ID", "innovation", 2015)] == {"rank": 100, "list_size": 141}

    def test_a_part_of_a_ranking_has_no_size(self, tmp_path):
        found = read(tmp_path, "iso3,year,score,rank\nIDN,2015,29.8,97\nKOR,2015,56.3,14\n")
        assert "list_size" not in found.rows[("ID", "score", 2015)]

    def test_indonesian_heads_and_an_old_encoding_are_read(self, tmp_path):
        found = read(tmp_path, "negara;tahun;nilai;catatan\nIndonesia;2015;1,5;é\n", encoding="latin-1")
        assert found.rows == {("ID", "nilai", 2015): {"value": 1.5}}

    def test_figures_told_twice_keep_the_first_and_name_the_second(self, tmp_path):
        found = read(tmp_path, "iso3,year,score\nIDN,2015,1\nIDN,2015,2\nIDN,2015,1\nIDN,MMXV,3\nIDN,2016,many\n")
        assert found.rows == {("ID", "score", 2015): {"value": 1.0}}
        assert kinds(found) == ["duplicate", "no_figure", "no_number", "no_year", "told_twice"]

    def test_columns_can_be_named_and_a_wrong_name_is_told(self, tmp_path):
        text = "iso3,year,alpha,beta\nIDN,2015,1,2\n"
        assert list(read(tmp_path, text, columns=["Beta"]).rows) == [("ID", "beta", 2015)]
        with pytest.raises(UnreadableFigures) as refused:
            read(tmp_path, text, columns=["gamma"])
        assert (refused.value.code, refused.value.data["column"]) == ("no_such_column", "gamma")

    def test_too_many_columns_have_to_be_named(self, tmp_path):
        head = ",".join(f"v2x_{n}" for n in range(60))
        with pytest.raises(UnreadableFigures) as refused:
            read(tmp_path, f"country_text_id,year,{head}\nIDN,2015,{','.join('1' * 60)}\n")
        assert refused.value.code == "too_many_columns"


class TestPairsAirportsAndRoutes:
    def test_a_pair_from_either_side_is_one_pair(self, tmp_path):
        found = read(tmp_path, PAIRS)
        assert found.rows[("ID", "KR", None)] == {"contig": 0, "comlang_off": 0, "colony": 0, "dist": 5276.5}
        assert kinds(found) == ["same_country", "told_twice", "unknown_country"]
        assert next(fault.name for fault in found.faults if fault.kind == "told_twice") == "ID-JP: comlang_off"

    def test_airports_are_known_by_the_code_that_routes_use(self, tmp_path):
        found = read(tmp_path, AIRPORTS, name="airports.dat")
        assert found.kind == "airports"
        assert list(found.rows) == ["CGK", "ICN"]
        assert kinds(found) == ["broken_coordinates", "duplicate", "no_code"]

    def test_a_route_that_several_airlines_fly_is_one_and_each_direction_its_own(self, tmp_path):
        found = read(tmp_path, ROUTES, name="routes.dat")
        assert found.rows == {("CGK", "ICN"): 2, ("ICN", "CGK"): 1}
        assert kinds(found) == ["broken_row", "same_airport", "with_stops"]
        assert found.lines == sum(found.rows.values()) + len(found.faults)


class TestBadInput:
    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("", "empty"),
            ("\n\n", "empty"),
            ("city,mayor\nBogor,Somebody\n", "other_columns"),
            ("iso_o,iso_d,gdp\nIDN,KOR,1\n", "other_columns"),
            ("iso3,year,score\nATL,2015,1\n", "nothing_usable"),
            ("a\x00b", "not_text"),
        ],
    )
    def test_a_file_of_another_form_is_refused_with_its_reason(self, tmp_path, text, code):
        with pytest.raises(UnreadableFigures) as refused:
            read(tmp_path, text)
        assert refused.value.code == code

    def test_a_missing_file_is_told(self, tmp_path):
        with pytest.raises(UnreadableFigures) as refused:
            read_figures(tmp_path / "none.csv", CODES.get)
        assert refused.value.code == "missing"

    @given(st.text(max_size=300))
    @settings(max_examples=150, deadline=None)
    def test_any_text_is_read_or_refused(self, tmp_path_factory, text):
        path = tmp_path_factory.mktemp("any") / "any.csv"
        path.write_text("iso3,year,score\n" + text, encoding="utf-8", errors="replace")
        try:
            found = read_figures(path, CODES.get)
        except UnreadableFigures:
            return
        assert found.rows

    @pytest.mark.parametrize(
        ("text", "value"), [("1,5", 1.5), ("1.5", 1.5), ("NA", None), ("..", None), ("1,234.5", None), ("inf", None)]
    )
    def test_numbers_come_with_comma_or_point(self, text, value):
        assert number(text) == value
