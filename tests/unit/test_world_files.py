"""Reading files of twin towns, finding their places, and asking the query service."""

import json

import pytest

from kembar.matching import wikidata
from kembar.matching.place_matching import Candidate, Match, Sought, match_by_name, match_by_size, names_to_try
from kembar.matching.wikidata import Reply, download
from kembar.matching.world_files import Fault, UnreadableFile, read_world_file

HEADER = (
    "city,cityLabel,city_population,city_coordinate_location,sister,sisterLabel,sister_population,"
    "sister_coordinate_location\n"
)
Q = "http://www.wikidata.org/entity/Q"
GEXF = """<?xml version="1.0"?><gexf xmlns="http://www.gexf.net/1.2draft" version="1.2">
<graph defaultedgetype="undirected">
<attributes class="node"><attribute id="0" title="lon" type="double"/><attribute id="1" title="lat" type="double"/>
<attribute id="2" title="pop" type="long"/><attribute id="3" title="country" type="string"/></attributes>
<nodes><node id="Q1" label="Bogor"><attvalues><attvalue for="0" value="106.8"/><attvalue for="1" value="-6.6"/>
<attvalue for="2" value="1000000"/><attvalue for="3" value="Indonesia"/></attvalues></node>
<node id="Q2" label="Kisarazu"/></nodes><edges><edge source="Q1" target="Q2"/><edge source="Q1" target="Q9"/></edges>
</graph></gexf>"""


def written(folder, name, text):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def refused(path):
    with pytest.raises(UnreadableFile) as caught:
        read_world_file(path)
    return caught.value.code


class TestReading:
    def test_a_query_result_as_csv(self, tmp_path):
        text = HEADER + f'{Q}1,"Bogor, Kota",1000000,Point(106.8 -6.6),{Q}2,Kisarazu,136000,Point(139.9 35.4)\n'
        told = read_world_file(written(tmp_path, "a.csv", text))
        assert (told.kind, told.directed, told.links) == ("wikidata_csv", True, [(2, "Q1", "Q2")])
        bogor = told.cities["Q1"]
        assert (bogor.name, bogor.latitude, bogor.longitude, bogor.population) == ("Bogor, Kota", -6.6, 106.8, 1000000)

    def test_the_services_own_json_and_the_plain_list_say_the_same(self, tmp_path):
        row = {"city": f"{Q}1", "sister": f"{Q}2", "citylabel": "Bogor", "citygeonames": "1648473"}
        own = {"results": {"bindings": [{name: {"value": value} for name, value in row.items()}]}}
        one = read_world_file(written(tmp_path, "own.json", json.dumps(own)))
        other = read_world_file(written(tmp_path, "plain.json", json.dumps([row])))
        assert (one.links, one.cities) == (other.links, other.cities)
        assert one.cities["Q1"].geonames_id == 1648473

    def test_gexf_with_an_edge_to_nowhere(self, tmp_path):
        told = read_world_file(written(tmp_path, "a.gexf", GEXF))
        assert [link[1:] for link in told.links] == [("Q1", "Q2")]
        assert [fault.kind for fault in told.faults] == ["broken_row"]
        assert (told.cities["Q1"].country, told.cities["Q1"].longitude) == ("Indonesia", 106.8)

    def test_a_konect_list_is_anonymous(self, tmp_path):
        told = read_world_file(written(tmp_path, "out.x", "% sym unweighted\n1\t2\n1 3 1 0\n\n"))
        assert (told.anonymous, told.links) == (True, [(2, "1", "2"), (3, "1", "3")])

    def test_a_plain_list_of_ids_and_of_names(self, tmp_path):
        ids = read_world_file(written(tmp_path, "ids.csv", "source;target\n1648473;1859393\n"))
        assert ids.cities["1648473"].geonames_id == 1648473
        names = read_world_file(written(tmp_path, "names.tsv", "Bogor, Indonesia\tKisarazu, Japan\nBogor\t\n"))
        assert (names.cities["Bogor, Indonesia"].name, names.cities["Bogor, Indonesia"].country) == (
            "Bogor",
            "Indonesia",
        )
        assert names.faults == [Fault("broken_row", 2, "Bogor ")]

    @pytest.mark.parametrize("point", ["Point(200 10)", "Point(x y)", "nowhere", "Point(0 0)", "Point(nan 1)"])
    def test_broken_coordinates_are_named_and_the_link_is_kept(self, tmp_path, point):
        text = HEADER + f"{Q}1,Bogor,5,{point},{Q}2,Kisarazu,,\n"
        told = read_world_file(written(tmp_path, "a.csv", text))
        assert told.faults == [Fault("broken_coordinates", 2, "Bogor")]
        assert len(told.links) == 1
        assert told.cities["Q1"].latitude is None

    def test_a_row_without_ids_is_a_broken_row(self, tmp_path):
        told = read_world_file(written(tmp_path, "a.csv", HEADER + f"x,Bogor,,,{Q}2,K,,\n{Q}1,B,,,{Q}2,K,,\n"))
        assert [(fault.kind, fault.line) for fault in told.faults] == [("broken_row", 2)]

    def test_a_million_rows_are_read(self, tmp_path):
        text = "source,target\n" + "".join(f"{n % 1000},{n % 997}\n" for n in range(1_000_000))
        told = read_world_file(written(tmp_path, "big.csv", text))
        assert (len(told.links), len(told.cities)) == (1_000_000, 1000)


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("a.csv", "", "empty"),
        ("a.csv", "town,year,mayor\nBogor,2016,B\n", "other_columns"),
        ("a.json", '[{"town": 1}]', "other_columns"),
        ("a.json", '[{"city": ', "broken_json"),
        ("a.json", '{"a": 1}', "not_a_network"),
        ("a.gexf", GEXF[:300], "broken_xml"),
        ("a.gexf", "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><gexf/>", "broken_xml"),
        ("a.svg", "<svg></svg>", "not_a_network"),
        ("a.txt", "a b\n\nSome words about a network\n=====\n=====\n=====\n", "not_a_network"),
    ],
)
def test_a_file_of_another_form_is_refused_with_its_reason(tmp_path, name, text, code):
    assert refused(written(tmp_path, name, text)) == code


def test_a_missing_file_and_one_that_is_not_text_are_refused(tmp_path):
    assert refused(tmp_path / "no.csv") == "missing"
    (tmp_path / "b.csv").write_bytes(b"PK\x03\x04\x00\x00")
    assert refused(tmp_path / "b.csv") == "not_text"
    (tmp_path / "l.csv").write_bytes("city,sister\nZürich,Kunming\n".encode("latin-1"))
    assert refused(tmp_path / "l.csv") == "not_text"


class TestMatching:
    HERE = Sought(-6.6, 106.8, 1_000_000, "ID")

    def test_one_place_of_the_name_nearby_is_the_city(self):
        near, far = Candidate(1, -6.61, 106.8, 900_000, "ID"), Candidate(2, 10.0, 10.0, 900_000, "NG")
        assert match_by_name(self.HERE, [far, near]) == Match(1, "name")

    def test_a_place_of_the_name_far_away_is_another_city(self):
        assert match_by_name(self.HERE, [Candidate(2, 10.0, 10.0, 900_000, "NG")]) == Match(None, "unmatched")

    def test_of_several_the_much_larger_is_meant(self):
        places = [Candidate(1, -6.6, 106.8, 900_000, "ID"), Candidate(2, -6.6, 106.81, 2_000, "ID")]
        assert match_by_name(self.HERE, places) == Match(1, "name")

    def test_places_that_fit_alike_are_ambiguous_and_named(self):
        places = [Candidate(1, -6.6, 106.81, 900_000, "ID"), Candidate(2, -6.6, 106.79, 950_000, "ID")]
        assert match_by_name(self.HERE, places) == Match(None, "ambiguous", (1, 2))

    def test_without_a_position_the_country_decides(self):
        places = [Candidate(1, 0, 0, 5_000, "ID"), Candidate(2, 10.0, 10.0, 900_000, "NG")]
        assert match_by_name(Sought(country="ID"), places) == Match(1, "name")
        assert match_by_name(Sought(country="DE"), places).how == "unmatched"

    def test_without_a_name_position_and_size_must_both_agree(self):
        same, other = Candidate(1, -6.6, 106.85, 1_100_000, "ID"), Candidate(2, -6.6, 106.85, 300_000, "ID")
        assert match_by_size(self.HERE, [same, other]) == Match(1, "size")
        assert match_by_size(self.HERE, [other]).how == "unmatched"

    def test_words_of_rank_are_taken_off_a_name(self):
        assert "Bogor" in names_to_try("Kota Bogor")
        assert "Windsor" in names_to_try("Windsor, Ontario")
        assert "Botkyrka" in names_to_try("Botkyrka Municipality")


class TestAsking:
    """The service is played by recorded answers of our own making."""

    LINKS = [("1", "2"), ("2", "1"), ("1", "3"), ("3", "2"), ("4", "1")]

    def service(self, fails=()):
        """Answers pages of the links and batches of cities; fails with the given statuses first."""
        waiting, asked = list(fails), []

        def fetch(query):
            asked.append(query)
            if waiting:
                return Reply(waiting.pop(0), 7.0, b"busy")
            if "VALUES" in query:
                keys = [part.removeprefix("wd:") for part in query.split("{")[2].split("}")[0].split()]
                rows = [
                    {"city": Q[:-1] + key, "label": f"Town {key}", "coordinates": f"Point({key[1:]} 5)"} for key in keys
                ]
            else:
                limit, offset = int(query.split("LIMIT ")[1].split()[0]), int(query.split("OFFSET ")[1])
                rows = [{"city": Q + a, "sister": Q + b} for a, b in self.LINKS[offset : offset + limit]]
            bindings = [{name: {"value": value} for name, value in row.items()} for row in rows]
            return Reply(200, None, json.dumps({"results": {"bindings": bindings}}).encode())

        return fetch, asked

    def test_all_pages_become_one_file_that_the_readers_read(self, tmp_path):
        fetch, asked = self.service()
        waits = []
        told = read_world_file(download(tmp_path, fetch=fetch, sleep=waits.append, page=2))
        assert [link[1:] for link in told.links] == [("Q" + a, "Q" + b) for a, b in self.LINKS]
        assert (told.cities["Q3"].name, told.cities["Q3"].longitude) == ("Town Q3", 3.0)
        assert len(asked) == 4  # three pages of links, one batch of cities
        assert waits == [wikidata.PAUSE] * 4

    def test_a_run_that_was_cut_off_goes_on_where_it_stopped(self, tmp_path):
        fetch, _asked = self.service()

        def cut_off(query):
            if "OFFSET 4" in query:
                raise UnreadableFile("unreachable", why="no network")
            return fetch(query)

        with pytest.raises(UnreadableFile):
            download(tmp_path, fetch=cut_off, sleep=lambda _s: None, page=2)
        again, asked = self.service()
        told = read_world_file(download(tmp_path, fetch=again, sleep=lambda _s: None, page=2))
        assert len(told.links) == len(self.LINKS)
        assert len(asked) == 2  # only the last page and the cities

    def test_a_busy_service_is_asked_again_after_the_time_it_names(self, tmp_path):
        fetch, asked = self.service(fails=[429, 503])
        waits = []
        download(tmp_path, fetch=fetch, sleep=waits.append, page=10)
        assert waits == [7.0, 7.0, wikidata.PAUSE, wikidata.PAUSE]
        assert len(asked) == 4

    def test_a_service_that_stays_busy_or_refuses_is_told(self, tmp_path):
        fetch, asked = self.service(fails=[503] * 9)
        with pytest.raises(UnreadableFile) as caught:
            download(tmp_path, fetch=fetch, sleep=lambda _s: None)
        assert (caught.value.code, len(asked)) == ("unreachable", wikidata.TRIES)
        fetch, asked = self.service(fails=[400])
        with pytest.raises(UnreadableFile) as caught:
            download(tmp_path, fetch=fetch, sleep=lambda _s: None)
        assert (caught.value.code, len(asked)) == ("refused", 1)

    def test_an_answer_that_breaks_off_is_not_kept(self, tmp_path):
        with pytest.raises(UnreadableFile):
            download(tmp_path, fetch=lambda _q: Reply(200, None, b'{"results": {"bin'), sleep=lambda _s: None)
        assert list(tmp_path.glob("*.json")) == []
