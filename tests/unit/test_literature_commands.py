"""Do ``kembar bib`` and ``kembar readers`` answer on stdout alone, refuse in sentences, and exit as they promise?"""

import io
import json
from pathlib import Path

import pytest

from kembar.cli import main

RIS = "TY  - JOUR\nTI  - Kota kembar\nAU  - Wibowo, A.\nPY  - 2019\nDO  - 10.1234/a\nER  - \n"
BIB = (
    "@article{w, title={Kota Kembar}, author={Wibowo, Agus}, year={2019}, doi={10.1234/A}, "
    "keywords={sister city; kota}}\n"
)
TEXT = (
    "Hal itu benar (Adi, 2016). Penelitian memakai 20 jurnal. Hasil dari lima belas "
    "penelitian.\n\nDaftar Pustaka\n- Adi, B. (2014). Judul.\n"
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KEMBAR_LANGUAGE", "en")
    (tmp_path / "a.ris").write_text(RIS + "TY  - JOUR\nAU  - Nobody\nER  - \n", encoding="utf-8")
    (tmp_path / "b.bib").write_text(BIB, encoding="utf-8")
    (tmp_path / "x.ris").write_bytes(bytes(range(256)) * 20)
    (tmp_path / "t.txt").write_text(TEXT, encoding="utf-8")
    return tmp_path


def test_bib_merges_lists_what_was_merged_and_writes(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = folder / "all.bib"
    code = main(["bib", str(folder / "a.ris"), str(folder / "b.bib"), str(folder / "x.ris"), "-o", str(out), "--json"])
    told = capsys.readouterr()
    answer = json.loads(told.out)
    assert code == 0
    assert [record["authors"] for record in answer["records"]] == [["Wibowo, Agus"]]
    assert [(one["by"], one["merged"]["line"]) for one in answer["merged"]] == [("doi", 1)]
    assert [one["code"] for file in answer["files"] for one in file["broken"]] == ["no_title"]
    assert [one["reason"] for one in answer["unread"]] == ["binary"]
    assert "binary file" in told.err
    assert "Kota kembar" in out.read_text(encoding="utf-8")


def test_bib_exits_1_when_strict_and_2_when_nothing_is_read(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bib", str(folder / "a.ris"), "--strict"]) == 1
    assert main(["bib", str(folder / "x.ris")]) == 2
    assert main(["bib", str(folder / "nothing.ris")]) == 2
    assert main(["bib", str(folder / "a.ris"), "-o", str(folder / "a.xls")]) == 2
    lines = [line for line in capsys.readouterr().err.splitlines() if line.strip()]
    assert all(line.rstrip().endswith(".") for line in lines)


def test_bib_says_what_it_did_beside_records_on_stdout(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bib", str(folder / "a.ris"), str(folder / "b.bib"), "--to", "ris"]) == 0
    told = capsys.readouterr()
    assert told.out.startswith("TY  - JOUR")
    assert "Broken records: 1" in told.err
    assert "merged, same DOI" in told.err
    assert main(["bib", str(folder / "a.ris"), "--to", "ris", "--json"]) == 2


def test_bib_as_json_has_every_field_and_names_records_of_json_by_number(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "w.json").write_text(
        '[{"id": "https://openalex.org/W1", "title": "T", "fwci": 2.5}, {"id": "https://openalex.org/W2"}]'
    )
    assert main(["bib", str(folder / "w.json"), "--json"]) == 0
    told = capsys.readouterr()
    assert json.loads(told.out)["records"][0]["fields"]["fwci"] == ["2.5"]
    assert told.err == ""
    main(["bib", str(folder / "w.json")])
    assert "w.json, record 2: a record without title" in capsys.readouterr().out


def test_bib_exits_1_when_no_record_could_be_kept(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "n.ris").write_text("TY  - JOUR\nAU  - Nobody\nER  - \n")
    assert main(["bib", str(folder / "n.ris")]) == 1
    assert "n.ris:1:" in capsys.readouterr().out


def test_readers_tell_findings_with_line_and_term(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["readers", str(folder / "t.txt"), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    found = {one["code"]: one["places"] for one in answer["findings"]}
    place = found["year_mismatch"][0]
    assert (place["line"], place["page"], place["term"], place["before"]) == (1, None, "Adi, 2016", "Hal itu benar (")
    assert {place["term"] for place in found["two_counts"]} == {"20 jurnal", "lima belas penelitian"}
    assert main(["readers", str(folder / "t.txt"), "--strict", "--check", "two_counts"]) == 1
    assert "different counts of one thing (studies): 15, 20." in capsys.readouterr().out
    assert main(["readers", str(folder / "x.ris")]) == 2


def test_similarity_exits_1_above_the_share_allowed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from tests.unit.test_text_reuse import words

    (folder / "p.txt").write_text(" ".join(words(61, 100)), encoding="utf-8")
    (folder / "q.txt").write_text(" ".join(words(62, 50) + words(61, 100) + words(63, 50)), encoding="utf-8")
    arguments = ["similarity", str(folder / "p.txt"), "--against", str(folder / "q.txt")]
    assert main([*arguments, "--at-most", "20"]) == 1
    assert main([*arguments, "--at-most", "100"]) == 0
    assert "Searched: one text given for this report, and nothing else" in capsys.readouterr().out
    assert main([*arguments, "--both-ways", "--json"]) == 0
    ways = json.loads(capsys.readouterr().out)
    assert [(way["words"] >= 95, way["total"]) for way in ways] == [(True, 100), (True, 200)]


def test_readers_take_standard_input_and_answer_the_rest_where_one_document_cannot_be_read(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (folder / "t.txt").read_bytes()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text)))
    assert main(["readers", "-", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["findings"]
    assert main(["readers", str(folder / "nowhere.txt"), str(folder / "t.txt"), "--json"]) == 2
    out, err = capsys.readouterr()
    first, second = json.loads(out)
    assert first["findings"]
    assert second["document"].endswith("nowhere.txt")
    assert "nowhere.txt" in err


def test_readers_quote_the_words_around_each_place(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["readers", str(folder / "t.txt")]) == 0
    out = capsys.readouterr().out
    assert "line 1: Hal itu benar ([Adi, 2016]). Penelitian memakai" in out
    assert "Correct the citation or the entry" in out
