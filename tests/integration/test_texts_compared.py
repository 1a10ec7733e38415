"""A text is checked where it is given, and compared with others for its owner alone, for a day."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kembar.access.models import User
from kembar.literature.reuse import comparisons

pytestmark = pytest.mark.django_db
BORROWED = (
    "Kerja sama kota kembar antara kedua pemerintah daerah bertujuan mempererat hubungan persahabatan dan saling "
    "menguntungkan dalam bidang pendidikan, kebudayaan, pariwisata, pertanian, dan kesehatan warga kedua kota."
)
OWN_WORDS = "Naskah ini membuka uraian dengan kalimat yang tidak terdapat di tempat lain mana pun juga.\n\n"


def file(name, text):
    return SimpleUploadedFile(name, text.encode() if isinstance(text, str) else text)


@pytest.fixture
def reader():
    client = Client(headers={"accept-language": "en"})
    client.force_login(User.objects.create_user("reader", password="x"))
    return client


@pytest.fixture(autouse=True)
def _home(settings, tmp_path):
    settings.HOME = tmp_path


@pytest.fixture
def compared(reader):
    """The address of a comparison of a text with one that it borrows from."""
    given = {
        "text": file("naskah.txt", OWN_WORDS + BORROWED),
        "against": [
            file("sumber.txt", "Sebuah pengantar yang lain.\n\n" + BORROWED),
            file("lain.txt", "Tentang hal lain."),
        ],
    }
    answer = reader.post(reverse("similarity-new"), given)
    assert answer.status_code == 302
    return answer["Location"]


def test_what_was_borrowed_is_shown_with_both_places(reader, compared):
    page = reader.get(compared).content.decode()
    assert "sumber.txt" in page
    assert "word for word" in page
    assert "Searched: 2 texts given for this report, and nothing else; not the internet" in page


@pytest.mark.parametrize("kind, begins", [("pdf", b"%PDF"), ("docx", b"PK"), ("json", b"{")])
def test_the_report_is_downloaded_never_shown_in_place(reader, compared, kind, begins):
    answer = reader.get(f"{compared}laporan.{kind}")
    body = b"".join(answer.streaming_content)
    assert body.startswith(begins)
    assert answer["Content-Disposition"].startswith("attachment")
    if kind == "json":
        assert json.loads(body)["document"] == "naskah.txt"


def test_one_text_beside_one_other_is_compared_both_ways(reader):
    given = {"text": file("ours.txt", OWN_WORDS + BORROWED), "against": [file("theirs.txt", BORROWED)]}
    page = reader.get(reader.post(reverse("similarity-new"), given)["Location"]).content.decode()
    assert "of theirs.txt" in page
    assert "100%" in page


def test_quotations_are_left_out_where_the_reader_wishes(reader):
    given = {"text": file("a.txt", OWN_WORDS + f"“{BORROWED}”"), "against": [file("b.txt", BORROWED)]}
    address = reader.post(reverse("similarity-new"), given)["Location"]
    counted = [
        json.loads(b"".join(reader.get(f"{address}laporan.json{query}").streaming_content))["counted"]["reused_words"]
        for query in ("", "?exclude=quotes")
    ]
    assert counted[0] > 20
    assert counted[1] == 0


def test_nobody_else_finds_it(compared):
    other = Client()
    other.force_login(User.objects.create_user("other", password="x"))
    assert other.get(compared).status_code == 404
    assert other.get(f"{compared}laporan.pdf").status_code == 404
    assert other.post(f"{compared}hapus/").status_code == 404


def test_it_is_gone_when_its_owner_removes_it(reader, compared):
    reader.post(f"{compared}hapus/")
    assert reader.get(compared).status_code == 404
    assert not list(comparisons.folder().iterdir())


def test_it_is_gone_after_a_day(reader, compared):
    token = compared.rstrip("/").rpartition("/")[2]
    owner = User.objects.get(username="reader").pk
    later = timezone.now() + timedelta(days=1, minutes=1)
    assert comparisons.find(token, owner=owner, at=timezone.now()) is not None
    assert comparisons.find(token, owner=owner, at=later) is None
    assert comparisons.forget_old(later) == 1


@pytest.mark.parametrize("token", ["..", "../../etc", "%2e%2e", "list.json", "x" * 100])
def test_a_name_that_is_a_path_finds_nothing(token):
    assert comparisons.find(token, owner=1, at=timezone.now()) is None


def test_what_cannot_be_read_is_told_at_its_field_and_nothing_is_kept(reader):
    given = {"text": file("naskah.pdf", b"\x00\x01MZ" * 200), "against": [file("b.txt", BORROWED)]}
    answer = reader.post(reverse("similarity-new"), given)
    assert answer.status_code == 400
    assert "naskah.pdf: this is a binary file" in answer.content.decode()
    assert not comparisons.folder().exists()


def test_nothing_to_compare_with_is_told(reader):
    answer = reader.post(reverse("similarity-new"), {"text": file("a.txt", BORROWED)})
    assert "Choose at least one text to compare it with" in answer.content.decode()


def test_a_script_in_a_text_or_its_name_is_shown_as_text(reader):
    given = {
        "text": file("<script>alert(1)</script>.txt", f"<script>alert(2)</script> {BORROWED}"),
        "against": [file("b.txt", f"<script>alert(2)</script> {BORROWED}")],
    }
    page = reader.get(reader.post(reverse("similarity-new"), given)["Location"]).content.decode()
    assert "<script>alert" not in page


def test_a_text_is_checked_in_the_language_of_its_reader(reader):
    text = "Penelitian ini memakai 20 jurnal.\n\nDari lima belas jurnal itu diperoleh data.\n\nGambar 1. Peta.\n"
    english = reader.post(reverse("text-check"), {"text": file("a.txt", text)}).content.decode()
    assert "different counts" in english.lower() or "caption" in english.lower()
    reader.cookies["language"] = "id"
    indonesian = reader.post(
        reverse("text-check"), {"text": file("a.txt", text)}, headers={"accept-language": "id"}
    ).content.decode()
    assert "caption stands here" not in indonesian


FAULTY = """Kota itu menjalin kerja sama sejak 2011 (Wibowo, 2010).

Penelitian ini memakai 20 jurnal. Dari lima belas jurnal itu diperoleh data.

Daftar Pustaka

Wibowo, A. (2010). Kota kembar. Jakarta: Pena.
"""


def test_a_pasted_text_is_checked_with_the_words_that_stand_there_and_what_to_do(reader):
    answer = reader.post(reverse("text-check"), {"pasted": FAULTY}, headers={"accept-language": "en"})
    page = " ".join(BeautifulSoup(answer.content, "html.parser").get_text(" ").split())
    assert "Wibowo, of 2010, is cited for something of 2011." in page
    assert "line 1: Kota itu menjalin kerja sama" in page
    assert "Name the source that tells of it, or correct the year." in page
    assert "1 citations, 1 entries of the bibliography" in page
    assert FAULTY.split("\n")[0] in page.split("Or the text itself")[1]  # what was pasted stays to be corrected


def test_a_text_without_faults_says_so_and_one_without_bibliography_is_told(reader):
    clean = "Kota itu baik (Wibowo, 2010).\n\nReferences\n\nWibowo, A. (2010). Kota kembar. Jakarta: Pena.\n"
    answer = reader.post(reverse("text-check"), {"pasted": clean}, headers={"accept-language": "en"})
    assert "Nothing was found by these checks." in answer.content.decode()
    answer = reader.post(reverse("text-check"), {"pasted": "Teks."}, headers={"accept-language": "en"})
    assert "No bibliography was found" in answer.content.decode()


@pytest.mark.parametrize("kind, begins", [("docx", b"PK"), ("txt", b"Pasted text"), ("json", b"{")])
def test_the_findings_are_downloaded_as_a_file(reader, kind, begins):
    answer = reader.post(reverse("text-check"), {"pasted": FAULTY, "answer": kind}, headers={"accept-language": "en"})
    body = b"".join(answer.streaming_content)
    assert answer["Content-Disposition"].startswith("attachment")
    assert body.startswith(begins)
    if kind == "txt":
        assert "Wibowo, of 2010, is cited for something of 2011." in body.decode()


def test_neither_or_both_of_file_and_pasted_text_are_told_and_nothing_pasted_is_lost(reader):
    assert reader.post(reverse("text-check"), {"pasted": "  "}).status_code == 400
    both = {"text": file("a.txt", FAULTY), "pasted": FAULTY}
    answer = reader.post(reverse("text-check"), both, headers={"accept-language": "en"})
    assert answer.status_code == 400
    assert "not both" in answer.content.decode()
    assert "memakai 20 jurnal" in answer.content.decode()


def test_a_text_that_was_checked_is_nowhere_afterwards(reader, tmp_path):
    from kembar.audit.models import Event

    before = Event.objects.count()
    reader.post(reverse("text-check"), {"text": file("rahasia.txt", FAULTY)})
    assert Event.objects.count() == before
    assert not [path for path in Path(settings.HOME).rglob("*") if "rahasia" in path.name]
