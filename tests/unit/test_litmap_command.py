"""``kembar litmap`` on network and map files: files written, same bytes twice, scores, sentences, exit codes."""

import argparse
import json

import pytest

from kembar.console import Refused
from kembar.literature.commands import litmap as litmap_command
from tests.factories.graphs import planted_links, two_parts


@pytest.fixture(autouse=True)
def _english(monkeypatch):
    monkeypatch.setenv("KEMBAR_LANGUAGE", "en")


@pytest.fixture
def network_file(tmp_path):
    path = tmp_path / "net.txt"
    path.write_text("".join(f"{a + 1}\t{b + 1}\t{w}\n" for a, b, w in planted_links()), encoding="utf-8")
    return path


def litmap(*arguments) -> int:
    parser = argparse.ArgumentParser()
    litmap_command.configure(parser)
    return litmap_command.run(parser.parse_args([str(one) for one in arguments]))


def refusal(*arguments) -> str:
    with pytest.raises(Refused) as refused:
        litmap(*arguments)
    return str(refused.value)


@pytest.mark.requirement("R-099")
def test_a_network_file_becomes_all_the_files_of_a_map(network_file, tmp_path, capsys):
    out = tmp_path / "out"
    formats = ["graphml", "gexf", "gml", "pajek", "csv"]
    assert litmap("--network", network_file, "-o", out, "--json", "--formats", *formats) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["items"], answer["links"], answer["clusters"]["count"]) == (60, len(planted_links()), 4)
    names = {path.name for path in out.iterdir()}
    assert names >= {"map.json", "map.txt", "network.txt", "network.svg", "density.svg", "methods.md", "items.csv"}
    assert {str(out / name) for name in names} == set(answer["files"])
    assert litmap("--check", out / "map.txt", out / "network.txt", out / "map.json") == 0


def test_the_same_call_gives_the_same_bytes_whatever_the_threads(network_file, tmp_path, capsys):
    for name, threads in (("one", 1), ("two", 3)):
        litmap("--network", network_file, "-o", tmp_path / name, "--threads", threads, "--seed", 4)
    one, two = tmp_path / "one", tmp_path / "two"
    for path in sorted(one.iterdir()):
        assert path.read_bytes() == (two / path.name).read_bytes(), path.name


def test_a_map_scored_has_the_figures_that_were_printed_when_it_was_made(network_file, tmp_path, capsys):
    out = tmp_path / "out"
    litmap("--network", network_file, "-o", out, "--json")
    made = json.loads(capsys.readouterr().out)
    assert litmap("--map", out / "map.json", "--json") == 0
    scored = json.loads(capsys.readouterr().out)
    assert scored["cluster_quality"] == made["clusters"]["quality"]
    assert scored["layout_objective"] == pytest.approx(made["layout"]["quality"], rel=1e-5)
    assert litmap("--map", out / "map.txt", "--network", out / "network.txt", "--json") == 0
    again = json.loads(capsys.readouterr().out)
    assert again["cluster_quality"] == scored["cluster_quality"]
    assert again["weights_differ"] == {"Links": 0, "Total link strength": 0}


def test_a_map_file_without_positions_lends_its_labels_and_scores(network_file, tmp_path, capsys):
    rows = "".join(f"{i + 1}\tkata {i + 1}\t{i + 1}\t{2010 + i % 9}\n" for i in range(60))
    items = tmp_path / "items.txt"
    items.write_text("id\tlabel\tweight<Documents>\tscore<Avg. pub. year>\n" + rows, encoding="utf-8")
    out = tmp_path / "out"
    assert litmap("--map", items, "--network", network_file, "-o", out) == 0
    assert (out / "overlay.svg").exists()
    assert "kata 17" in (out / "map.txt").read_text(encoding="utf-8")


def test_components_and_items_left_out_are_told(tmp_path, capsys):
    net = tmp_path / "n.txt"
    net.write_text("".join(f"{a}\t{b}\t{w}\n" for a, b, w in two_parts()) + "99\t99\t5\n", encoding="utf-8")
    assert litmap("--network", net) == 0
    said = capsys.readouterr().out
    assert "2 sets that no link connects; they were laid out one by one and stand beside each other" in said
    assert "Items without any link that were left out: 1 " in said
    for largest in (["--largest-component"], ["--components", "largest"]):
        assert litmap("--network", net, *largest) == 0
        assert "Items outside the largest connected set that were left out: 20." in capsys.readouterr().out
    assert litmap("--network", net, "--components", "together", "--json") == 0
    assert json.loads(capsys.readouterr().out)["layout"]["increment"] == 0.01
    assert litmap("--network", net, "--mode", "compatible", "--json") == 0  # the original's steps, so its increment too
    assert json.loads(capsys.readouterr().out)["layout"]["increment"] == 0.01


@pytest.mark.parametrize(
    "content, words",
    [
        ("1\t1\t4\n", "has one item only"),
        ("1\t1\t4\n2\t2\t4\n", "None of the 2 items is linked"),
        ("1\t2\t-4\n", "line 1: the strength -4 is negative"),
    ],
)
def test_a_network_that_cannot_be_mapped_gets_a_sentence(tmp_path, content, words):
    path = tmp_path / "n.txt"
    path.write_text(content, encoding="utf-8")
    assert words in refusal("--network", path)


def test_a_hundred_thousand_isolated_items_get_a_sentence(tmp_path, capsys):
    items, net = tmp_path / "m.txt", tmp_path / "n.txt"
    items.write_text("id\tlabel\n" + "".join(f"{i}\titem {i}\n" for i in range(100_000)), encoding="utf-8")
    net.write_text("7\t7\t1\n", encoding="utf-8")
    assert "None of the 100000 items" in refusal("--map", items, "--network", net)
    net.write_text("7\t8\t1\n", encoding="utf-8")
    assert litmap("--map", items, "--network", net) == 0
    assert "without any link that were left out: 99,998" in capsys.readouterr().out


def test_impossible_parameters_get_a_sentence(network_file):
    assert "attraction must be the larger" in refusal("--network", network_file, "--attraction", 1, "--repulsion", 1)
    assert "a number above 0" in refusal("--network", network_file, "--resolution", 0)
    assert "needs the number of documents" in refusal("--network", network_file, "--normalisation", "cosine")
    assert "has no links" in refusal("--map", _one_item(network_file.parent))
    assert "Give record files" in refusal()


def _one_item(folder):
    path = folder / "m.json"
    path.write_text('{"network": {"items": [{"id": 1, "label": "a"}]}}', encoding="utf-8")
    return path


def test_a_file_that_vosviewer_refuses_fails_the_check(tmp_path, capsys):
    path = tmp_path / "map.txt"
    path.write_text("id\tlabel\tcluster\n1\ta\t0\n1\tb\t2\n", encoding="utf-8")
    assert litmap("--check", path) == 1
    said = capsys.readouterr().out
    assert "at 2: cluster “0” is no whole number from 1 to 1000" in said
    assert "at 3: the id “1” stands twice" in said


WITHOUT_KERNELS = """
import sys
for name in ("links", "leiden", "descent", "crowd"):
    sys.modules["kembar.analysis.kernels." + name] = None
from kembar.analysis import clustering, layout, layout_fast, networks
assert not any((networks.kernel, clustering.kernel, layout.descent_kernel, layout_fast.crowd_kernel))
from kembar.cli import main
sys.exit(main(sys.argv[1:]))
"""


def test_a_machine_without_a_compiler_makes_the_same_map(network_file, tmp_path):
    import os
    import subprocess
    import sys

    answers = []
    for name, begin in (("plain", ["-c", WITHOUT_KERNELS]), ("compiled", ["-m", "kembar.cli"])):
        command = [
            sys.executable,
            *begin,
            "litmap",
            "--network",
            str(network_file),
            "-o",
            str(tmp_path / name),
            "--json",
        ]
        environment = os.environ | {"KEMBAR_LANGUAGE": "en"}
        done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
        answers.append(json.loads(done.stdout))
    assert answers[0]["clusters"] == answers[1]["clusters"]
    assert (tmp_path / "plain" / "map.txt").read_bytes() == (tmp_path / "compiled" / "map.txt").read_bytes()


@pytest.mark.parametrize(
    "option, value, words",
    [
        ("--threads", -1, "--threads is -1: it must be a whole number from 1 to 256"),
        ("--layout-starts", -1, "--layout-starts is -1"),
        ("--starts", 0, "--starts is 0"),
        ("--seed", 10**23, "--seed is 100000000000000000000000"),
        ("--seed", -1, "--seed is -1"),
        ("--max-links", -5, "--max-links is -5: it must be a whole number of at least 0"),
        ("--min-cluster-size", 0, "--min-cluster-size is 0"),
        ("--repulsion", -99, "--repulsion is -99"),
        ("--resolution", "inf", "--resolution is inf"),
        ("--resolution", "nan", "--resolution is nan"),
    ],
)
def test_a_number_no_map_can_be_made_with_is_refused_before_any_work(network_file, option, value, words):
    assert words in refusal("--network", network_file, option, value)


def test_strengths_beyond_all_measure_are_refused_with_their_line(tmp_path):
    path = tmp_path / "n.txt"
    path.write_text("1\t2\t1\n2\t3\t1e308\n", encoding="utf-8")
    assert "1e+308" in refusal("--network", path)


def test_a_folder_that_cannot_be_used_is_told_before_the_work(network_file, tmp_path):
    assert "is a file, not a folder" in refusal("--network", network_file, "-o", network_file)
    assert "Nothing can be written" in refusal("--network", network_file, "-o", network_file / "below")


def test_a_weight_or_score_that_is_not_there_is_refused_before_anything_is_written(network_file, tmp_path):
    out = tmp_path / "out"
    assert "no weight “Citations”" in refusal("--network", network_file, "-o", out, "--weight", "Citations")
    assert "no score “Year”" in refusal("--network", network_file, "-o", out, "--score", "Year")
    assert not out.exists() or not list(out.iterdir())


def test_files_of_an_earlier_map_in_the_same_folder_are_named(network_file, tmp_path, capsys):
    out = tmp_path / "out"
    litmap("--network", network_file, "-o", out, "--formats", "gexf")
    (out / "my notes.txt").write_text("mine", encoding="utf-8")
    capsys.readouterr()
    litmap("--network", network_file, "-o", out)
    said = capsys.readouterr().err
    assert "from an earlier map: map.gexf." in said


def test_the_json_tells_vosviewer_online_the_parameters_title_and_words(network_file, tmp_path):
    out = tmp_path / "out"
    litmap("--network", network_file, "-o", out, "--repulsion", 0, "--title", "Peta")
    made = json.loads((out / "map.json").read_text(encoding="utf-8"))
    assert made["config"]["parameters"] == {
        "attraction": 2, "repulsion": 0, "resolution": 1.0, "min_cluster_size": 1, "merge_small_clusters": True,
        "largest_component": False,
    }  # fmt: skip
    assert made["info"]["title"] == "Peta"
    assert "60 items" in made["info"]["description"]


def test_a_threshold_nobody_reaches_says_what_would_be_reached(tmp_path):
    records = tmp_path / "r.ris"
    one = "TY  - JOUR\nTI  - Kota {0}\nPY  - 201{0}\nKW  - kota kembar\nKW  - topik {0}\nER  - \n"
    records.write_text("".join(one.format(i) for i in range(4)), encoding="utf-8")
    said = refusal(records, "--min-occurrences", 9)
    assert "0 occur in at least 9 publications, and a map needs two; the most frequent occurs in 4." in said
    assert "A least number of 1 leaves 5 items." in said
