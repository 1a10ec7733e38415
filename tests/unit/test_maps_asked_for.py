"""What decides a map, under which key it is kept, and what its page makes of it; no database."""

import os

import numpy as np
import pytest
from django.http import QueryDict
from django.utils.translation import override

from kembar.analysis.terms import ThesaurusError
from kembar.literature import jobs
from kembar.literature.languages import code_of
from kembar.literature.maps import cost as map_cost
from kembar.literature.maps import stored as stored_map
from kembar.literature.maps.asked import KINDS, NEEDS, Asked, thesaurus_of, usual_for
from kembar.literature.maps.colours import DISTINCT, rgb
from kembar.literature.maps.forms import MapForm
from kembar.literature.maps.making import from_file, from_records, read_map_files
from kembar.literature.maps.model import LiteratureMap, MapFileError
from kembar.literature.maps.page import drawing_data, strongest_links, topics, value_words
from kembar.literature.maps.words import told, why_not
from kembar.literature.records import Record

RECORDS = [
    Record("Kerja sama sister city Bandung", ("A", "B"), 2018, keywords=("sister city", "kerja sama")),
    Record("Sister city dan paradiplomasi", ("A", "C"), 2020, keywords=("sister city", "paradiplomasi", "kerja sama")),
    Record("Paradiplomasi pemerintah daerah", ("D",), 2021, keywords=("paradiplomasi", "pemerintah daerah")),
    Record("Pemerintah daerah dan kerja sama", ("D", "E"), None, keywords=("pemerintah daerah", "kerja sama")),
]
SOURCE = {"id": "Contoh", "en": "Sample"}


def made(**asked):
    return from_records(RECORDS, Asked(kind="keywords", least=1, **asked), SOURCE)


def asked_by(query, **options):
    form = MapForm(QueryDict(query), usual=Asked(), **options)
    assert form.is_valid(), form.errors
    return form.asked()


@pytest.mark.parametrize("change", [{"kind": "terms"}, {"seed": 1}, {"resolution": 1.5}, {"thesaurus": "a = b"},
                                    {"largest": True}, {"least": 2}, {"starts": 3}, {"again": True}])  # fmt: skip
def test_every_parameter_and_every_edition_has_a_key_of_its_own(change):
    assert Asked(**change).key("e") != Asked().key("e")
    assert Asked().key("e") != Asked().key("f")
    assert Asked().key("e") == Asked().key("e")


@pytest.mark.parametrize("asked", [
    Asked(kind="coauthors", least=3, resolution=0.8, min_size=2, repulsion=-2, largest=True),
    Asked(kind="terms", thesaurus="kota kembar = sister city\nstudi =", mode="fast", seed=7, isolated=True),
    Asked(kind="cocitation", counting="fractional", normalisation="cosine", starts=2),
])  # fmt: skip
def test_an_address_holds_every_parameter_and_is_read_back_as_the_same_map(asked):
    query = QueryDict(mutable=True)
    query.update(dict(asked.spelt()))
    assert asked_by(query.urlencode()) == asked


def test_an_empty_address_asks_for_what_is_usual():
    assert asked_by("") == Asked()
    assert asked_by("kind=coauthors").parameters().repulsion == -1
    assert usual_for({"keywords": 3}, 4).kind == "keywords"
    assert usual_for({"keywords": 1}, 40).kind == "terms"
    assert set(NEEDS) == set(KINDS)


@pytest.mark.parametrize("text, code", [
    ("English", "en"), ("eng", "en"), ("EN", "en"), ("en_GB", "en"), ("Inggris", "en"), ("Bahasa Indonesia", "id"),
    ("ind", "id"), ("Korean", "ko"), ("English; Lithuanian", "English; Lithuanian"), ("Klingonisch", "Klingonisch"),
])  # fmt: skip
def test_a_language_is_one_however_a_file_writes_it(text, code):
    assert code_of(text) == code


@pytest.mark.parametrize("kind, least, pairs", [
    ("keywords", 1, 1 + 3 + 1 + 1), ("keywords", 3, 0), ("coauthors", 1, 1 + 1 + 0 + 1), ("coauthors", 2, 0),
    ("citations", 1, 0), ("coupling", None, 0),
])  # fmt: skip
def test_how_many_pairs_a_map_counts_is_known_before_they_are_counted(kind, least, pairs):
    assert map_cost.pairs_of(RECORDS, kind, least) == pairs


def test_pairs_of_coupling_are_those_of_publications_that_share_a_reference():
    records = [Record(f"Karya {i}", references=("a", "b") if i < 3 else ("b",)) for i in range(5)]
    assert map_cost.pairs_of(records, "coupling", None) == 3 + 10


@pytest.mark.parametrize("asked, limits, code, says", [
    ({"kind": "terms", "least": 1}, {"WORKS_A_TERM": 2}, "too_rare", "at least 2 occurrences"),
    ({"kind": "keywords", "least": 1}, {"MOST_PAIRS": 5}, "too_many_pairs", "About 6 pairs"),
    ({"kind": "keywords", "least": 1}, {"MOST_LINKS": 2}, "too_many_links", "links; pages draw maps of up to 2"),
    ({"kind": "keywords", "least": 1, "starts": 50}, {"MOST_STARTED": 100}, "too_many_starts", "random starts"),
    ({"kind": "keywords", "least": 1, "mode": "compatible"}, {"MOST_COMPATIBLE": 3}, "too_many_for_compatible", "4"),
])  # fmt: skip
def test_a_map_that_would_cost_too_much_is_refused_with_what_to_ask_for(monkeypatch, asked, limits, code, says):
    for name, value in limits.items():
        monkeypatch.setattr(map_cost, name, value)
    with pytest.raises(MapFileError) as refusal:
        from_records(RECORDS, Asked(**asked), SOURCE)
    assert refusal.value.code == code
    with override("en"):
        assert says in why_not(*told(refusal.value))


def test_files_sent_in_go_before_maps_and_nothing_is_begun_twice(monkeypatch):
    tasks, done = [], []
    monkeypatch.setattr(jobs._pool, "submit", tasks.append)
    jobs.start("map 1", lambda: done.append("map 1"), later=True)
    jobs.start("map 2", lambda: done.append("map 2"), later=True)
    jobs.start("map 1", lambda: done.append("again"), later=True)
    jobs.start("read", lambda: done.append("read"))
    assert [jobs.waiting_before(name) for name in ("read", "map 1", "map 2", "unknown")] == [0, 1, 2, 0]
    monkeypatch.setattr(jobs, "connections", type("None", (), {"close_all": staticmethod(lambda: None)}))
    monkeypatch.setattr(jobs, "close_old_connections", lambda: None)
    for task in tasks:
        task()
    assert done == ["read", "map 1", "map 2"]
    assert not jobs.is_under_way("map 1")


def test_a_queue_that_is_full_is_told(monkeypatch):
    monkeypatch.setattr(jobs._pool, "submit", lambda task: None)
    monkeypatch.setattr(jobs, "_later", {str(n): None for n in range(jobs.MOST_WAITING)})
    with pytest.raises(jobs.Busy):
        jobs.start("one more", lambda: None, later=True)
    monkeypatch.setattr(jobs, "_first", {})
    jobs.start("a reading", lambda: None)  # has its own places
    assert jobs.is_under_way("a reading")


def test_of_kept_maps_those_go_that_nobody_looked_at(tmp_path, settings, monkeypatch):
    settings.HOME = tmp_path
    monkeypatch.setattr(stored_map, "MOST_KEPT", 2)
    one = made()
    for place, key in enumerate("abc"):
        stored_map.keep(key, one)
        os.utime(tmp_path / "maps" / f"{key}.npz", (1000 + place, 1000 + place))
        if key == "b":
            stored_map.load("a")  # looked at: younger than b
    assert sorted(path.stem for path in (tmp_path / "maps").glob("*.npz")) == ["a", "c"]


@pytest.mark.parametrize("query, field, says", [
    ("resolution=0", "resolution", "0.01"),
    ("attraction=1&repulsion=1", "repulsion", "attraction must be the larger"),
    ("thesaurus=a%3Db%0Ab%3Da", "thesaurus", "run in a circle: a → b → a"),
    ("thesaurus=a", "thesaurus", "has no sign"),
    ("thesaurus=%3Da", "thesaurus", "Line 1 of the replacements has no label"),
    ("kind=confetti", "kind", "confetti"),
    ("starts=many", "starts", "whole number"),
])  # fmt: skip
def test_parameters_that_cannot_be_get_a_sentence(query, field, says):
    form = MapForm(QueryDict(query), usual=Asked())
    assert not form.is_valid()
    assert says in " ".join(form.errors[field])


def test_replacements_are_followed_and_nothing_after_the_sign_leaves_a_label_out():
    found = thesaurus_of("Kota Kembar = sister city\nstudi kasus >\n\n")
    assert (found.label("kota kembar"), found.label("Studi Kasus")) == ("sister city", "")
    assert thesaurus_of(" \n") is None
    with pytest.raises(ThesaurusError):
        thesaurus_of("a = b\nb = a")


def test_a_map_kept_is_read_back_the_same_with_the_works_behind_it():
    one = made()
    stored_map.keep("sample", one)
    again = stored_map.load("sample")
    assert (again.drawn.labels, again.drawn.ids) == (one.drawn.labels, one.drawn.ids)
    assert again.drawn.xy.tolist() == one.drawn.xy.tolist()
    assert again.drawn.network.strengths.tolist() == one.drawn.network.strengths.tolist()
    assert again.drawn.cluster_labels == one.drawn.cluster_labels
    assert again.said == one.said
    behind = {label: again.works_of(i) for i, label in enumerate(again.drawn.labels)}
    assert behind == {
        "sister city": [1, 2], "kerja sama": [1, 2, 4], "paradiplomasi": [2, 3], "pemerintah daerah": [3, 4],
    }  # fmt: skip


def test_the_same_records_and_parameters_give_the_same_bytes():
    kept = []
    for key in ("one", "other"):
        stored_map.keep(key, made())
        kept.append(stored_map.load(key))
    assert kept[0].drawn.xy.tobytes() == kept[1].drawn.xy.tobytes()
    assert kept[0].said == kept[1].said


def test_the_oldest_maps_go_when_there_are_too_many(monkeypatch):
    monkeypatch.setattr(stored_map, "MOST_KEPT", 2)
    for path in stored_map.folder().glob("*.npz"):
        path.unlink()
    for key in ("first", "second", "third"):
        stored_map.keep(key, made())
    assert sorted(path.stem for path in stored_map.folder().glob("*.npz")) in (["second", "third"], ["first", "third"])
    assert stored_map.is_kept("third")


def test_documents_stand_behind_maps_of_documents_themselves():
    records = [Record("Satu", ("A",), 2001, references=("X (1990). Buku.", "Y (1991). Lain.")),
               Record("Dua", ("B",), 2002, references=("X (1990). Buku.",)), Record("Tiga", ("C",), 2003)]  # fmt: skip
    found = from_records(records, Asked(kind="coupling"), SOURCE)
    assert {found.drawn.labels[i]: found.works_of(i) for i in range(found.drawn.n)} == {
        "A (2001)": [1],
        "B (2002)": [2],
    }


def test_a_work_belongs_to_the_cluster_that_most_of_its_items_are_in():
    drawn = LiteratureMap(("1", "2", "3"), ("a", "b", "c"), clusters=np.array([1, 2, 2]))
    # item a: works 1 and 2; item b: 1 and 3; item c: 1
    stored = stored_map.StoredMap(drawn, np.zeros(3), np.array([0, 2, 4, 5]), np.array([1, 2, 1, 3, 1]))
    assert topics(stored) == {1: [2], 2: [1, 3]}


def test_the_browser_gets_the_strongest_links_first_and_the_others_when_it_asks(monkeypatch):
    monkeypatch.setattr("kembar.literature.maps.page.FIRST_LINKS", 2)
    stored = made()
    data = drawing_data(stored)
    strengths = data["l"][2::3]
    assert data["all"] == stored.drawn.network.n_links
    assert len(strengths) == 2
    rest = strongest_links(stored, 2, 50)
    assert len(rest) == 3 * (data["all"] - 2)
    assert min(strengths) >= max(rest[2::3])
    assert data["k"] == stored.drawn.network.links_of.tolist()  # of all links, not of those that were sent
    assert sum(data["t"]) == 2 * sum(strengths + rest[2::3])
    assert strengths == sorted(strengths, reverse=True)
    assert max(map(abs, data["x"] + data["y"])) == 30_000
    assert len(data["labels"]) == len(data["z"]) == 4


def test_a_mean_year_is_no_thousand():
    assert value_words("Avg. pub. year", 2017.94) == "2017.9"
    assert value_words("Occurrences", 2017.0) == "2,017"
    assert value_words("Avg. citations", float("nan")) is None


# --- maps from files -------------------------------------------------------------------------------------------------


def files(tmp_path, **texts):
    found = []
    for name, text in texts.items():
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        found.append((f"{name}.txt", path))
    return found


MAP = "id\tlabel\tx\ty\tcluster\n1\tsatu\t0\t0\t1\n2\tdua\t1\t0\t1\n3\ttiga\t0\t1\t2\n"


def test_a_map_and_its_network_are_told_apart_by_content_and_joined(tmp_path):
    drawn = read_map_files(files(tmp_path, peta="1\t2\t5\n2\t3\t1\n", jaringan=MAP))
    assert (drawn.labels, drawn.network.n_links) == (("satu", "dua", "tiga"), 2)
    stored = from_file(drawn, Asked(kind="network"), SOURCE)
    assert stored.drawn.xy.tolist() == drawn.xy.tolist()
    anew = from_file(drawn, Asked(kind="network", again=True), SOURCE)
    assert anew.drawn.xy.tolist() != drawn.xy.tolist()
    assert "as in the file" in stored.said["caption"]["en"]


def test_a_network_alone_is_clustered_and_laid_out(tmp_path):
    stored = from_file(read_map_files(files(tmp_path, links="a b 2\nb c 1\n")), Asked(kind="network"), SOURCE)
    assert stored.drawn.n == 3
    assert stored.drawn.clusters is not None
    assert not stored.has_works


@pytest.mark.parametrize("texts, code", [
    ({"a": "1\t2\t-3\n"}, "negative_strength"),
    ({"a": "1\t2\tmany\n3\t4\tmore\n1\t2\tx\n"}, "strength"),
    ({"a": MAP, "b": MAP}, "two_maps"),
    ({"a": "1\t2\n", "b": "2\t3\n"}, "two_networks"),
    ({"a": "id\tlabel\n1\tsatu\n"}, "no_links_no_places"),
    ({"a": '{"network": {}}'}, "no_network"),
    ({"a": '{"network": '}, "json"),
])  # fmt: skip
def test_files_that_are_no_map_are_refused_under_their_own_name(tmp_path, texts, code):
    with pytest.raises(MapFileError) as refused:
        read_map_files(files(tmp_path, **texts))
    assert refused.value.code == code
    assert str(tmp_path) not in str(refused.value.data)


# --- colours ---------------------------------------------------------------------------------------------------------


def seen_without(colour, kind):
    """Linear light as somebody sees it who lacks one kind of cones (Viénot, Brettel & Mollon 1999)."""
    light = np.array([(v / 255) ** 2.2 for v in rgb(colour)])
    rows = {
        "red": [[0.11238, 0.88762, 0], [0.11238, 0.88762, 0], [0.00401, -0.00401, 1]],
        "green": [[0.29275, 0.70725, 0], [0.29275, 0.70725, 0], [-0.02234, 0.02234, 1]],
    }
    return np.array(rows[kind]) @ light if kind in rows else light


@pytest.mark.parametrize("kind", ["all cones", "red", "green"])
def test_the_first_seven_clusters_differ_also_for_who_does_not_tell_red_from_green(kind):
    seen = [np.clip(seen_without(colour, kind), 0, 1) ** (1 / 2.2) * 255 for colour in DISTINCT[:7]]
    apart = [float(np.linalg.norm(seen[i] - seen[j])) for i in range(7) for j in range(i)]
    assert min(apart) > 20
