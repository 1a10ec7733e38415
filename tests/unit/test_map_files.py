"""Map, network and JSON files: read back equal, checked by line, refused with a sentence; graph formats by oracle."""

import csv
import io
import json
import re
from xml.etree import ElementTree

import networkx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kembar.analysis.networks import from_links
from kembar.literature.maps import graph_formats, vosviewer, vosviewer_json
from kembar.literature.maps.model import LiteratureMap, MapFileError
from kembar.literature.maps.pictures import network_svg
from kembar.literature.maps.sentences import PROBLEMS, SENTENCES, sentence
from kembar.literature.maps.vosviewer_check import check_file, check_json, check_map, check_network
from kembar.literature.maps.vosviewer_json import json_text, parse_json

MAP = LiteratureMap(
    ids=("3", "10", "x7"),
    labels=("kerja sama", 'paradiplomasi, "kota"', "서울"),
    network=from_links(3, [0, 1], [1, 2], [4.0, 2.5]),
    xy=np.array([[0.25, -1.0], [0.0, 0.1234], [-0.25, 0.8766]]),
    clusters=np.array([1, 1, 2]),
    weights={"Documents": np.array([5.0, 3.0, 1.0])},
    scores={"Avg. pub. year": np.array([2018.5, np.nan, 2021.0])},
    texts={"description": ("", "a <b>b</b>; c", "")},
    cluster_labels={1: "kerja sama", 2: "서울"},
)


def same(one: LiteratureMap, other: LiteratureMap) -> None:
    assert (one.ids, one.labels) == (other.ids, other.labels)
    assert one.xy.tolist() == other.xy.tolist()
    assert one.clusters.tolist() == other.clusters.tolist()
    for name, values in other.scores.items():
        assert np.array_equal(one.scores[name], values, equal_nan=True)
    assert one.weights["Documents"].tolist() == other.weights["Documents"].tolist()
    assert one.texts["description"] == other.texts["description"]


def test_a_map_file_is_read_back_as_it_was_written(tmp_path):
    (tmp_path / "map.txt").write_text(vosviewer.map_text(MAP), encoding="utf-8-sig")
    (tmp_path / "network.txt").write_text(vosviewer.network_text(MAP), encoding="utf-8")
    again = vosviewer.join(vosviewer.read_map(tmp_path / "map.txt"), vosviewer.read_network(tmp_path / "network.txt"))
    same(again, MAP)
    assert again.network.strengths.tolist() == MAP.network.strengths.tolist()
    assert again.weights["Total link strength"].tolist() == [4.0, 6.5, 2.5]


def test_a_json_is_read_back_as_it_was_written():
    again = parse_json(json_text(MAP))
    same(again, MAP)
    assert again.cluster_labels == MAP.cluster_labels
    assert again.network.strengths.tolist() == MAP.network.strengths.tolist()


def test_numbers_are_written_as_vosviewer_writes_them():
    numbers = [0.4599, 2008.18181, 223.0, -0.00001, float("nan"), 1e6]
    assert [vosviewer.decimals(v) for v in numbers] == ["0.4599", "2008.1818", "223", "0", "", "1000000"]


def test_our_own_files_open_in_vosviewer():
    assert check_map(vosviewer.map_text(MAP)) == []
    assert check_network(vosviewer.network_text(MAP)) == []
    assert check_json(json_text(MAP)) == []


@pytest.mark.parametrize(
    "text, code, line",
    [
        ("url\tx\ty\na\t1\t2\n", "no_id_or_label", 1),
        ("id\tlabel\tx\n1\ta\t2\n", "x_without_y", 1),
        ("id\tlabel\tcluster\n1\ta\t0\n", "cluster", 2),
        ("id\tlabel\tcluster\n1\ta\t1001\n", "cluster", 2),
        ("id\tlabel\n1\ta\n1\tb\n", "id_twice", 3),
        ("id\tlabel\tweight<N>\n1\ta\t-1\n", "negative_weight", 2),
        ("id\tlabel\tweight<N>\n1\ta\tmany\n", "not_a_number", 2),
        ("id\tlabel\tx\ty\n1\ta\t1\n", "columns", 2),
        ("id\tlabel\tred\tgreen\n1\ta\t1\t2\n", "colours", 1),
        ("id,sublabel\n1,a\n", "sublabel_without_label", 1),
        ("id\tlabel\tweight\tnormalized weight\n1\ta\t1\t1\n", "both_weights", 1),
        ("id\tlabel\thue\n1\ta\t1\n", "column_unknown", 1),
    ],
)
def test_the_checker_names_what_is_wrong_with_a_map_file(text, code, line):
    assert [(problem.code, problem.place) for problem in check_map(text)] == [(code, line)]


@pytest.mark.parametrize(
    "text, code, line",
    [
        ("1\t2\t0\n", "strength_not_positive", 1),
        ("source\ttarget\tweight\n1\t2\t3\n", "heading", 1),
        ("1\t2\t3\n\n4\n", "link_columns", 3),
        ("1\t2\tx\n", "heading", 1),
        ("1\t2\t3\n1\t3\tx\n", "not_a_number", 2),
        ("a\t0\t1\t1\nb\t1\t0\n", "matrix_columns", 1),
    ],
)
def test_the_checker_names_what_is_wrong_with_a_network_file(text, code, line):
    assert (code, line) in [(problem.code, problem.place) for problem in check_network(text)]


def test_the_checker_names_what_is_wrong_with_a_json():
    items = [{"id": i, "label": "a", "x": 0, "y": 0} for i in (1, 1)]
    links = [{"source_id": 1, "target_id": 9, "strength": -1}]
    found = [problem.code for problem in check_json(json.dumps({"network": {"items": items, "links": links}}))]
    assert found == ["id_twice", "few_items", "one_point", "link_item", "link_strength"]
    assert [problem.code for problem in check_json("{")] == ["json"]
    assert [problem.code for problem in check_json("{}")] == ["no_network"]


def test_every_code_of_the_checker_has_words():
    import inspect
    import re

    from kembar.literature.maps import vosviewer_check

    used = set(re.findall(r'Problem\(\s*"(\w+)"', inspect.getsource(vosviewer_check)))
    used |= {"id_empty", "id_twice", "heading", "not_a_number"}
    assert used <= set(PROBLEMS)


def test_every_code_of_map_files_and_networks_has_a_sentence():
    import inspect
    import re

    from kembar.analysis import clustering, layout, map_scores, networks
    from kembar.literature.commands import litmap as litmap_command
    from kembar.literature.maps import mapping, pictures, vosviewer_json
    from kembar.literature.maps import print_files as picture_files

    modules = [clustering, layout, map_scores, networks, litmap_command, mapping, picture_files, pictures]
    text = "".join(inspect.getsource(module) for module in [*modules, vosviewer, vosviewer_json])
    codes = set(re.findall(r'(?:NetworkError|MapFileError)\(\s*"(\w+)"', text))
    assert len(codes) > 25
    assert codes <= set(SENTENCES)


@pytest.mark.parametrize(
    "content, words",
    [
        (b"1\t2\t-3\n", "line 1: the strength -3 is negative"),
        (b"1\t2\t3\n\n2\t3\tabc\n", "line 3: the strength “abc” is not a number"),
        (b"1\t2\nfoo\n", "line 2 has 1 columns"),
        (b"1\t2\tnan\n", "line 1: the strength “nan” is not a number"),
        (b"\x00\x01binary", "is not a text file"),
        (b"  \n", "is empty"),
        (b"a b c d e\n", "line 1 has 5 columns; a full matrix of this size has 2"),
    ],
)
def test_a_broken_network_file_gets_a_sentence(tmp_path, content, words):
    from kembar.literature.commands.litmap import _network_of

    path = tmp_path / "network.txt"
    path.write_bytes(content)
    with pytest.raises(MapFileError) as refused:
        _network_of(vosviewer.read_network(path), path)
    assert words in sentence(refused.value, str)


@pytest.mark.parametrize(
    "text, edges",
    [
        ("1\t2\t3\n2\t1\t4\n", {("1", "2"): 7.0}),
        ("source,target,weight\nx,y,2\n", {("x", "y"): 2.0}),
        ("1 2\n2 3\n", {("1", "2"): 1.0, ("2", "3"): 1.0}),
        ("007;8;1.5e1\n", {("007", "8"): 15.0}),
        ("A\t0\t1\t2\nB\t3\t0\t0\nC\t2\t0\t0\n", {("A", "B"): 2.0, ("A", "C"): 2.0}),
        ('"kerja sama",kota,2\r\n', {("kerja sama", "kota"): 2.0}),
        ("1\t1\t892\n1\t2\t5\n", {("1", "2"): 5.0}),
        ("1\t2\t0.1\n", {("1", "2"): 0.1}),
    ],
)
def test_network_files_are_read_in_all_their_forms(tmp_path, text, edges):
    path = tmp_path / "n.txt"
    path.write_bytes(text.encode())
    links = vosviewer.read_network(path)
    a, b, w = links.network().once()
    assert {(links.ids[i], links.ids[j]): s for i, j, s in zip(a, b, w.tolist(), strict=True)} == edges


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 10**9), st.integers(0, 10**9), st.floats(1e-6, 1e9).filter(lambda v: v > 0)),
        min_size=1,
        max_size=20,
    )
)
def test_the_compiled_reader_reads_what_the_plain_one_reads(rows):
    from kembar.analysis.networks import parse_links

    text = "".join(f"{a}\t{b}\t{w!r}\n" for a, b, w in rows)
    a, b, w = parse_links(text.encode())
    assert list(zip(a.tolist(), b.tolist(), w.tolist(), strict=True)) == rows


def test_a_link_to_an_item_that_the_map_lacks_is_refused():
    links = vosviewer.LinkFile(("3", "99"), np.array([0]), np.array([1]), np.ones(1), None, 0)
    with pytest.raises(MapFileError) as refused:
        vosviewer.join(MAP, links, "n.txt")
    assert sentence(refused.value, str) == "n.txt: 1 linked ids are not in the map; the first is “99”."


def test_graphml_and_gexf_and_gml_and_pajek_are_read_by_networkx(tmp_path):
    for name, text, read in (
        ("m.graphml", graph_formats.graphml(MAP), networkx.read_graphml),
        ("m.gexf", graph_formats.gexf(MAP), networkx.read_gexf),
        ("m.gml", graph_formats.gml(MAP), networkx.read_gml),
        ("m.net", graph_formats.pajek_net(MAP), networkx.read_pajek),
    ):
        (tmp_path / name).write_text(text, encoding="utf-8")
        graph = networkx.Graph(read(tmp_path / name))
        assert graph.number_of_nodes() == 3
        assert sorted(float(data["weight"]) for _, _, data in graph.edges(data=True)) == [2.5, 4.0], name


def test_graphml_keeps_labels_positions_clusters_and_missing_scores(tmp_path):
    (tmp_path / "m.graphml").write_text(graph_formats.graphml(MAP), encoding="utf-8")
    node = networkx.read_graphml(tmp_path / "m.graphml").nodes["n10"]
    assert node["label"] == 'paradiplomasi, "kota"'
    assert (node["x"], node["y"], node["cluster"], node["weight<Documents>"]) == (0.0, 0.1234, 1, 3.0)
    assert "score<Avg. pub. year>" not in node


def test_csv_has_every_item_and_every_link():
    items = list(csv.DictReader(io.StringIO(graph_formats.items_csv(MAP))))
    assert [row["label"] for row in items] == list(MAP.labels)
    assert items[1]["score<Avg. pub. year>"] == ""
    rows = list(csv.DictReader(io.StringIO(graph_formats.links_csv(MAP))))
    assert [(row["source"], row["target_id"], row["strength"]) for row in rows] == [
        ("kerja sama", "10", "4"),
        ('paradiplomasi, "kota"', "x7", "2.5"),
    ]


def test_pajek_partition_and_vector():
    assert graph_formats.pajek_clu(MAP) == "*Vertices 3\n1\n1\n2\n"
    assert graph_formats.pajek_vec(MAP) == "*Vertices 3\n5\n3\n1\n"


@pytest.mark.parametrize(
    "text, code",
    [
        ('{"network": {"items": "many"}}', "json_shape"),
        ('{"network": {"items": [{"id": 1, "weights": 3}]}}', "item"),
        ('{"network": {"items": [{"id": 1, "x": "left", "y": 1}]}}', "item"),
        ('{"network": {"items": [{"id": 1, "x": 1}]}}', "item"),
        ('{"network": {"items": [{"id": 1}], "links": [{"source_id": 1, "target_id": 2}]}}', "unknown_item"),
        ('{"network": {"items": [{"id": 1}, {"id": 1}]}}', "same_id"),
        ('{"network": {}}', "no_network"),
        ("[1, 2]", "no_network"),
        ('{"network": ', "json"),
    ],
)
def test_a_json_of_another_shape_is_refused_with_a_code(text, code):
    with pytest.raises(MapFileError) as refused:
        parse_json(text, "m.json")
    assert refused.value.code == code
    assert "m.json" in sentence(refused.value, str)


def test_a_cell_too_long_and_a_line_of_blanks_are_refused_with_a_code(tmp_path):
    path = tmp_path / "m.txt"
    path.write_text("id\tlabel\n1\t" + "x" * 200_000 + "\n", encoding="utf-8")
    with pytest.raises(MapFileError) as refused:
        vosviewer.read_map(path)
    assert refused.value.code == "cells"
    path.write_text("\u3000\n", encoding="utf-8")
    with pytest.raises(MapFileError) as refused:
        vosviewer.read_network(path)
    assert refused.value.code == "no_links_in_file"


AWKWARD = ('say "hello"', "tab\there", "new\nline", "a\rb", "comma, semi; colon", "<b>html</b>", "p<0.05", "=1+1",
           "dup", "dup", "dup (2)", "back\\slash", "مدن توأمة", "도시", "\x00nul", "'=2")  # fmt: skip


@pytest.fixture
def awkward():
    n = len(AWKWARD)
    score = np.where(np.arange(n) % 3, 2010.0 + np.arange(n), np.nan)
    net = from_links(n, np.arange(n - 1), np.arange(1, n), np.arange(1, n) / 2)
    return LiteratureMap(
        tuple(map(str, range(1, n + 1))), AWKWARD, net, np.stack([np.arange(n), np.arange(n) % 4], axis=1) / 8.0,
        np.arange(n) % 2 + 1, {"Documents": np.where(np.arange(n) == 4, np.nan, 3.0)}, {"Year": score},
    )  # fmt: skip


def test_labels_with_breaks_quotes_and_tags_come_back_from_every_file(awkward, tmp_path):
    shown = tuple(re.sub(r"[\x00-\x1f]+", " ", label) for label in AWKWARD)
    assert awkward.labels == shown
    (tmp_path / "map.txt").write_text(vosviewer.map_text(awkward), encoding="utf-8")
    (tmp_path / "map.json").write_text(vosviewer_json.json_text(awkward), encoding="utf-8")
    for name in ("map.txt", "map.json"):
        assert check_file(tmp_path / name) == []
        back = vosviewer.read_map(tmp_path / name)
        assert [label.strip() for label in back.labels] == [label.strip() for label in shown]
        assert np.array_equal(back.scores["Year"], awkward.scores["Year"], equal_nan=True)
        assert back.weights["Documents"].tolist()[3:6] == [3.0, 0.0, 3.0]  # VOSviewer refuses an empty weight


def test_what_looks_like_a_tag_is_shown_as_it_stands_by_vosviewer_online(awkward):
    labels = [item["label"] for item in vosviewer_json.json_value(awkward)["network"]["items"]]
    assert "&lt;b>html&lt;/b>" in labels
    assert "p<0.05" in labels


def test_other_programs_get_labels_once_each_and_cells_that_nothing_runs(awkward):
    for text in (graph_formats.graphml(awkward), graph_formats.gexf(awkward), network_svg(awkward)):
        ElementTree.fromstring(text)
    vertices = re.findall(r'^\d+ "(.*)" ', graph_formats.pajek_net(awkward), re.M)
    assert len(set(vertices)) == len(AWKWARD)
    assert vertices[8:11] == ["dup", "dup (3)", "dup (2)"]
    rows = list(csv.reader(graph_formats.items_csv(awkward).splitlines()))
    assert len(rows) == len(AWKWARD) + 1
    assert [row[1] for row in rows if "1+1" in row[1]] == ["'=1+1"]
    assert {row[rows[0].index("weight<Documents>")] for row in rows[1:]} == {"3", ""}
