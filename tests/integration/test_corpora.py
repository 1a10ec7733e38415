"""Literature brought in, read, shown, mapped, published and removed, as its owners and strangers meet it."""

import json
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Event
from time import monotonic, sleep

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from kembar.access.actors import Actor
from kembar.access.permissions import NotAllowed
from kembar.access.queries import actor_of
from kembar.analysis.terms import term_key
from kembar.audit.models import Change
from kembar.audit.models import Event as AuditEvent
from kembar.files.actions import tidy
from kembar.literature import jobs, shelf
from kembar.literature.actions import corpora as actions
from kembar.literature.actions import reading
from kembar.literature.actions.casebook import rebuild_casebook_corpora
from kembar.literature.frames import records_of
from kembar.literature.maps import stored as stored_map
from kembar.literature.maps.asked import Asked
from kembar.literature.maps.vosviewer import parse_map
from kembar.literature.maps.vosviewer_check import check_json, check_map, check_network
from kembar.literature.models import Corpus, Work
from kembar.literature.readers import read_bytes
from kembar.literature.views import map_working
from tests.factories.offices import member, staffed, user

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 22, 8, tzinfo=UTC)
RIS = """TY  - JOUR
TI  - Kerja sama sister city Bandung dan Seoul
AU  - Wibowo, Agus
AU  - Lestari, Dewi
PY  - 2019
T2  - Jurnal Kota
KW  - sister city
KW  - kerja sama
DO  - 10.1234/jk.1
ER  -
TY  - JOUR
TI  - Paradiplomasi pemerintah daerah
AU  - Lestari, Dewi
PY  - 2021
KW  - paradiplomasi
KW  - kerja sama
ER  -
TY  - JOUR
AU  - Tanpa, Judul
PY  - 2020
ER  -
"""
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8
BIB = """@article{a, title = {Kerja sama sister city Bandung dan Seoul}, author = {Wibowo, A.}, year = 2019,
 doi = {10.1234/JK.1}, abstract = {Sebuah abstrak.}, keywords = {paradiplomasi; sister city}}
@book{b, title = {Kota dunia}, author = {Hakim, Lukman}}
"""


def upload(name, text):
    return SimpleUploadedFile(name, text if isinstance(text, bytes) else text.encode("utf-8"))


def bring(client, *files, title="Contoh", **more):
    return client.post(reverse("corpus-new"), {"uploads": list(files), "title": title, **more})


def soup(answer):
    return BeautifulSoup(answer.content, "html.parser")


def said(answer):
    return re.sub(r"\s+", " ", soup(answer).find("main").get_text(" ")).replace("\u00a0", " ")


@pytest.fixture
def client():
    return Client(headers={"accept-language": "en"})


@pytest.fixture
def researcher(client):
    one = user("peneliti")
    client.force_login(one)
    return one


# --- bringing in -----------------------------------------------------------------------------------------------------


@pytest.mark.requirement("R-095")
def test_files_in_any_mix_become_one_literature_and_the_page_says_what_became_of_each(client, researcher):
    answer = bring(client, upload("a.txt", RIS), upload("b.csv", BIB))
    corpus = Corpus.objects.get(slug="contoh")
    assert answer["Location"] == reverse("corpus-read", args=["contoh"])
    assert (corpus.state, corpus.works_count, corpus.merged_count) == ("ready", 3, 1)
    page = said(client.get(answer["Location"]))
    assert "3 publications, after 1 duplicate was merged, 1 broken record." in page
    assert "a.txt RIS 2 1 b.csv BibTeX 2 0" in page
    assert "line 18: a record without title was left out" in page
    assert "b.csv, line 1: same DOI" in page
    first = Work.objects.get(corpus=corpus, number=1)
    assert first.data["abstract"] == "Sebuah abstrak."  # what one record lacks is taken from the other


def test_a_file_that_cannot_be_read_is_named_and_nothing_typed_is_lost(client, researcher):
    answer = bring(client, upload("data.ris", PICTURE), title="Nama pustaka")
    page = soup(answer)
    assert answer.status_code == 400
    assert "data.ris : this is a binary file, not text, whatever its name says" in said(answer)
    assert page.find(id="id_title")["value"] == "Nama pustaka"
    assert not Corpus.objects.filter(origin="live").exists()


def test_one_bad_file_among_good_ones_keeps_all_good_records(client, researcher):
    answer = bring(client, upload("data.ris", PICTURE), upload("a.ris", RIS))
    assert "This is a binary file" in said(client.get(answer["Location"]))
    assert Corpus.objects.get(slug="contoh").works_count == 2


@pytest.mark.parametrize("files, says", [
    ([], "Choose at least one file."),
    ([("a.ris", "")], "a.ris is empty."),
    ([(f"{n}.ris", "x") for n in range(51)], "51 files were chosen; 50 are taken at once."),
])  # fmt: skip
def test_too_few_and_too_many_files_get_a_sentence(client, researcher, files, says):
    answer = bring(client, *(upload(*one) for one in files))
    assert answer.status_code == 400
    assert says in said(answer)


def test_a_file_that_is_too_large_is_told_before_it_is_read(client, researcher, monkeypatch):
    monkeypatch.setattr("kembar.literature.forms.MOST_BYTES", 100)
    answer = bring(client, upload("a.ris", RIS))
    assert "a.ris is larger than" in said(answer)


def test_signs_that_databases_refuse_do_no_harm(client, researcher):
    text = json.dumps([{"type": "journal-article", "DOI": "10.1/x", "title": ["Satu\u0000 dua \ud800 tiga"],
                        "author": [{"family": "A", "given": "B"}], "container-title": ["J"]}])  # fmt: skip
    assert bring(client, upload("a.json", text)).status_code == 302
    assert Work.objects.get(corpus__slug="contoh").title == "Satu dua ? tiga"


# --- long readings ---------------------------------------------------------------------------------------------------


@pytest.fixture
def waiting(monkeypatch):
    """A literature whose reading nobody has begun, and what was asked of the thread beside the pages."""
    asked = []
    monkeypatch.setattr(jobs, "start", lambda name, work, **_more: asked.append((name, work)))
    by = Actor.product("tests")
    kept = actions.Kept("a.ris", *shelf.keep([RIS.encode()], 10_000))
    corpus = actions.bring_in(title="Lama", files=[kept], by=by, at=AT)
    actions.publish(corpus=corpus, is_published=True, by=by, at=AT)
    return corpus, asked


def test_a_page_asked_for_while_files_are_read_says_how_far_it_is_and_asks_again(client, waiting):
    corpus, asked = waiting
    Corpus.objects.filter(pk=corpus.pk).update(state="reading", share=37, doing="read", told_at=datetime.now(UTC))
    answer = client.get(reverse("corpus", args=["lama"]))
    assert answer.status_code == 202
    assert "Reading the files: 37 %" in said(answer)
    assert soup(answer).find("meta", attrs={"http-equiv": "refresh"})
    assert asked == []  # somebody is at it


def test_a_reading_whose_process_died_is_begun_anew_by_whoever_looks(client, waiting):
    corpus, asked = waiting
    Corpus.objects.filter(pk=corpus.pk).update(state="reading", told_at=AT - timedelta(days=400))
    assert client.get(reverse("corpus", args=["lama"])).status_code == 202
    (_name, work), = asked  # fmt: skip
    work()
    assert client.get(reverse("corpus", args=["lama"])).status_code == 200


def test_only_one_takes_a_reading_upon_himself(waiting):
    corpus, _asked = waiting
    by = Actor.product("tests")
    assert reading.claim(corpus=corpus, by=by, at=AT)
    assert not reading.claim(corpus=corpus, by=by, at=AT + timedelta(seconds=30))
    assert reading.claim(corpus=corpus, by=by, at=AT + timedelta(seconds=90))


def test_reading_tells_how_far_it_is_and_never_goes_back(waiting, monkeypatch):
    corpus, _asked = waiting
    shares = []
    real = Corpus.objects.filter

    def listen(*args, **kwargs):
        found = real(*args, **kwargs)
        update = found.update
        found.update = lambda **values: (shares.append(values.get("share")), update(**values))[1]
        return found

    monkeypatch.setattr(Corpus.objects, "filter", listen)
    reading.read_corpus(corpus=corpus, by=Actor.product("tests"), clock=lambda: AT)
    assert shares == sorted(shares)
    assert shares[-1] == 100
    assert len(shares) >= 4


# --- whose it is -----------------------------------------------------------------------------------------------------


def test_what_is_not_published_exists_for_its_owner_and_office_alone(client, django_user_model):
    office = staffed("Universitas", kind="research")
    colleague = member(office.office, "rekan", "researcher")
    owner = django_user_model.objects.get(pk=member(office.office, "pemilik", "researcher").user_id)
    client.force_login(owner)
    bring(client, upload("a.ris", RIS), office=str(office.office.pk))
    address = reverse("corpus", args=["contoh"])
    client.force_login(django_user_model.objects.get(pk=colleague.user_id))
    assert client.get(address).status_code == 200
    assert "Contoh" in said(client.get(reverse("corpora")))
    client.force_login(user("orang lain"))
    assert client.get(address).status_code == 404
    assert "Contoh" not in said(client.get(reverse("corpora")))
    client.logout()
    for name in ("corpus", "corpus-works", "corpus-map", "corpus-read", "corpus-manage"):
        assert client.get(reverse(name, args=["contoh"])).status_code == 404, name
    assert client.get(reverse("corpus-map-file", args=["contoh", "data.json"])).status_code == 404


def test_publishing_and_removing_is_for_the_owner_and_the_head(client, researcher, django_user_model):
    bring(client, upload("a.ris", RIS))
    manage = reverse("corpus-manage", args=["contoh"])
    assert client.post(manage, {"do": "publish", "published": "1"}).status_code == 302
    client.logout()
    assert client.get(reverse("corpus", args=["contoh"])).status_code == 200
    client.force_login(user("orang lain"))
    assert client.post(manage, {"do": "remove", "sure": "1"}).status_code == 403
    client.force_login(researcher)
    assert "Tick the box" in said(client.post(manage, {"do": "remove"}))
    assert client.post(manage, {"do": "remove", "sure": "1"}).status_code == 302
    assert not Corpus.objects.filter(slug="contoh").exists()
    assert not Work.objects.filter(corpus__slug="contoh").exists()


def test_actions_ask_for_rights_themselves(client, researcher):
    bring(client, upload("a.ris", RIS))
    corpus = Corpus.objects.get(slug="contoh")
    other = actor_of(user("orang lain"))
    for act in (lambda: actions.remove(corpus=corpus, by=other, at=AT),
                lambda: actions.publish(corpus=corpus, is_published=True, by=other, at=AT),
                lambda: actions.describe(corpus=corpus, title="x", about="", by=other, at=AT),
                lambda: actions.add_files(corpus=corpus, files=[], by=other, at=AT)):  # fmt: skip
        with pytest.raises(NotAllowed):
            act()
    with pytest.raises(NotAllowed):
        actions.bring_in(title="x", files=[], by=Actor("nobody", 10**9), at=AT)


def test_the_casebooks_literature_cannot_be_changed(casebook):
    head = staffed("Kantor").head
    with pytest.raises(NotAllowed):
        actions.remove(corpus=Corpus.objects.get(slug="dokumen-004"), by=head, at=AT)


def test_history_says_who_brought_in_and_removed(client, researcher, django_capture_on_commit_callbacks):
    bring(client, upload("a.ris", RIS))
    corpus = Corpus.objects.get(slug="contoh")
    sha256, key = corpus.files.get().sha256, corpus.pk
    assert shelf.path_of(sha256).exists()
    with django_capture_on_commit_callbacks(execute=True):
        actions.remove(corpus=corpus, by=actor_of(researcher), at=AT)
    told = AuditEvent.objects.filter(record_id=key).order_by("at").values_list("action", "by")
    assert {action for action, _by in told} == {"corpus.bring_in", "corpus.read", "corpus.remove"}
    assert {by for _action, by in told} == {"peneliti"}
    assert Change.objects.filter(event__action="corpus.bring_in", subject_kind="corpus_file").count() == 1
    assert not shelf.path_of(sha256).exists()


def test_tidying_files_leaves_those_of_literature_alone_and_takes_what_was_left_over(client, researcher):
    bring(client, upload("a.ris", RIS))
    sha256, _size = shelf.keep([b"left over by an upload that was never brought in"], 1000)
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    gone = tidy(by=Actor.product("tests"), at=tomorrow)
    assert [name for name in gone if name.endswith(sha256)]
    assert shelf.path_of(Corpus.objects.get(slug="contoh").files.get().sha256).exists()


def test_files_are_added_and_taken_out_and_all_is_read_anew(client, researcher):
    bring(client, upload("a.ris", RIS))
    corpus, manage = Corpus.objects.get(slug="contoh"), reverse("corpus-manage", args=["contoh"])
    before = corpus.edition
    client.post(manage, {"do": "add", "uploads": [upload("b.bib", BIB)]})
    corpus.refresh_from_db()
    assert (corpus.works_count, corpus.edition != before) == (3, True)
    client.post(manage, {"do": "add", "uploads": [upload("c.bib", BIB)]})  # the same bytes under another name
    assert corpus.files.count() == 2
    client.post(manage, {"do": "take-out", "file": str(corpus.files.get(file_name="b.bib").pk)})
    corpus.refresh_from_db()
    assert (corpus.works_count, corpus.edition) == (2, before)
    client.post(manage, {"do": "take-out", "file": str(corpus.files.get().pk)})
    assert corpus.files.count() == 1  # the last one stays


# --- works -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def contoh(client, researcher):
    bring(client, upload("a.ris", RIS), upload("b.bib", BIB))
    return Corpus.objects.get(slug="contoh")


def titles(client, query):
    rows = soup(client.get(reverse("corpus-works", args=["contoh"]) + query)).select("tbody th a")
    return [row.get_text() for row in rows]


def test_works_are_found_by_word_year_and_gap_and_sorted(client, contoh):
    first, second, third = "Kerja sama sister city Bandung dan Seoul", "Paradiplomasi pemerintah daerah", "Kota dunia"
    assert titles(client, "") == [first, second, third]
    assert titles(client, "?q=kerjasama") == [first, second]  # a blank or none; in the title or among the keywords
    assert titles(client, "?q=lestari+2021") == [second]
    assert titles(client, "?first=2020&last=2022") == [second]
    assert titles(client, "?lacking=year") == [third]
    assert titles(client, "?lacking=abstract") == [second, third]
    assert titles(client, "?merged=on") == [first]
    assert titles(client, "?sort=-year") == [second, first, third]  # unknown comes last either way
    assert titles(client, "?sort=title") == [first, third, second]
    assert "Enter a whole number." in said(client.get(reverse("corpus-works", args=["contoh"]) + "?first=dulu"))


@pytest.mark.parametrize("kind", ["ris", "bib", "csv"])
def test_what_is_downloaded_is_read_back_as_the_same_works(client, contoh, kind):
    answer = client.get(reverse("corpus-export", args=["contoh", kind]))
    again, _report = read_bytes(answer.content, f"x.{kind}")
    own = records_of(contoh)
    assert [(one.title, one.year, one.doi) for one in again] == [(one.title, one.year, one.doi) for one in own]


def test_a_work_shows_where_it_was_read_and_what_is_unknown(client, contoh):
    page = said(client.get(reverse("corpus-work", args=["contoh", 3])))
    assert "Hakim, Lukman · Year: unknown" in page
    assert "b.bib, line 3 (BibTeX)" in page
    answer = client.get(reverse("corpus-work", args=["contoh", 9]))
    assert "no publication 9; the last is 3" in said(answer)


# --- the casebook's literature ----------------------------------------------------------------------------------------


@pytest.mark.usefixtures("casebook")
class TestCasebook:
    @pytest.mark.requirement("R-095", "R-101")
    def test_the_case_studies_of_the_review_are_those_of_the_register_and_all_works_stand_by_topic(self, client):
        page = soup(client.get(reverse("corpus", args=["dokumen-004"])))
        assert "18 of the 33 publications were coded as studies" in " ".join(
            page.select_one("#coded").get_text().split()
        )
        assert len(page.select("#topics dd a")) == 32  # of 33 works; one shares no term with another

    @pytest.mark.requirement("R-099")
    def test_the_map_of_document_004_links_the_terms_that_its_figure_1_links(self, client):
        data = client.get(reverse("corpus-map-file", args=["dokumen-004", "data.json"]) + "?kind=terms").json()
        place = {term_key(label): i for i, label in enumerate(data["labels"])}
        four = [place[term_key(one)] for one in ("sister city", "kerja sama", "pemerintah daerah", "paradiplomasi")]
        links = list(zip(data["l"][0::3], data["l"][1::3], strict=True))
        linked = {frozenset(pair) for pair in links}
        city, cooperation, government, paradiplomacy = four
        assert frozenset((city, cooperation)) in linked
        assert frozenset((cooperation, government)) in linked
        assert any(frozenset((paradiplomacy, other)) in linked for other in (city, cooperation, government))

    @pytest.mark.requirement("R-099")
    def test_the_page_shows_the_map_and_what_figure_1_links_at_once(self, client):
        page = soup(client.get(reverse("corpus", args=["dokumen-004"])))
        picture = page.select_one("#map figure img")["src"]
        assert client.get(picture)["Content-Type"].startswith("image/svg+xml")
        rows = {row.th.get_text(strip=True): row.td for row in page.select("#map tbody tr")}
        assert len(rows) == 6  # every two of the four
        titles = [one.title for one in Work.objects.filter(corpus__slug="dokumen-004")]
        city, cooperation = (sum(term_key(word) in term_key(title) for title in titles) for word in
                             ("sister city", "kerja sama"))  # fmt: skip
        linked = {term_key(name): cell for name, cell in rows.items()}
        first = next(cell for name, cell in linked.items() if "sister" in name and term_key("kerja sama") in name)
        assert 5 < int(first.get_text()) <= min(city, cooperation)
        assert "publications behind the link with" in said(client.get(first.a["href"]))
        assert sum(1 for cell in linked.values() if cell.a) >= 3

    def test_any_literature_has_its_topics_and_what_its_coded_studies_tell(self, client):
        page = soup(client.get(reverse("corpus", args=["buku-kasus"])))
        assert "18 of the 57 publications were coded as studies" in " ".join(
            page.select_one("#coded").get_text().split()
        )
        heads = [one.get_text() for one in page.select("#coded caption")]
        assert len(heads) == 4
        first = page.select_one("#coded table.bar-table tbody tr")
        listed = soup(client.get(first.a["href"]))
        assert len(listed.select("main table.table")[0].select("tbody tr")) == int(first.td.get_text())
        topics = page.select("#topics dt a")
        assert len(topics) >= 3
        assert client.get(topics[0]["href"]).status_code == 200

    def test_a_rebuild_writes_the_same_works(self):
        before = list(Work.objects.filter(corpus__origin="casebook").values_list("corpus__slug", "number", "title"))
        editions = dict(Corpus.objects.filter(origin="casebook").values_list("slug", "edition"))
        rebuild_casebook_corpora(by=Actor.product("tests"), at=AT)
        assert (
            list(Work.objects.filter(corpus__origin="casebook").values_list("corpus__slug", "number", "title"))
            == before
        )
        assert dict(Corpus.objects.filter(origin="casebook").values_list("slug", "edition")) == editions

    def test_pages_ask_little_of_the_database(self, client, django_assert_max_num_queries):
        for path in ("", "dokumen-004/", "buku-kasus/", "buku-kasus/karya/?q=kota", "buku-kasus/karya/3/",
                     "dokumen-004/peta/?kind=terms&item=5"):  # fmt: skip
            with django_assert_max_num_queries(20):
                assert client.get(f"/pustaka/{path}").status_code == 200


# --- maps ------------------------------------------------------------------------------------------------------------


def shown(client, query):
    return client.get(reverse("corpus-map", args=["contoh"]) + query)


def test_an_item_leads_to_its_neighbours_and_the_works_behind_it_and_behind_a_link(client, contoh):
    rows = {
        row.th.get_text(strip=True): row.th.a["href"]
        for row in soup(shown(client, "?least=1")).select("#items tbody tr")
    }
    page = soup(client.get(rows["kerja sama"]))
    panel = page.select_one(".chosen")
    assert "2 publications behind it" in panel.get_text()
    near = {li.a.get_text(): li.select_one(".strength")["href"] for li in panel.select(".neighbours li")}
    assert set(near) == {"sister city", "paradiplomasi"}
    link = soup(client.get(near["sister city"])).select_one(".chosen")
    assert "1 publication behind the link with “sister city”" in " ".join(link.get_text(" ").split())
    assert [a.get_text() for a in link.select(".works-behind-list a")] == ["Wibowo & Lestari (2019)"]


def test_the_table_is_searched_filtered_and_sorted_by_links(client, contoh):
    def labels(query):
        return [row.get_text(strip=True) for row in soup(shown(client, query)).select("#items tbody th")]

    assert labels("?least=1&q=kerjasama") == ["kerja sama"]
    assert labels("?least=1&sort=label") == ["kerja sama", "paradiplomasi", "sister city"]
    assert set(labels("?least=1&cluster=1")) <= set(labels("?least=1"))
    assert labels("?least=1&q=tidak+ada") == []


def test_a_map_is_computed_once_for_its_parameters_and_says_them(client, contoh, monkeypatch):
    first = shown(client, "?least=1&seed=3&resolution=1.2")
    assert "resolution 1.2" in said(first)
    assert "seed 3" in said(first)
    monkeypatch.setattr("kembar.literature.views.map_working.from_records", None)  # called again, it would fail
    stored_map.load.cache_clear()
    assert said(shown(client, "?least=1&seed=3&resolution=1.2")) == said(first)


@pytest.mark.parametrize("query, says", [
    ("?kind=citations", "None of the 3 publications names the works it cites"),
    ("?kind=terms&least=3", "There is no map of this."),
    ("?kind=coauthors&least=1&thesaurus=Wibowo%2C+Agus+%3D", "There is no map of this."),
    ("?least=1&item=99", "The map has no item “99”"),
])  # fmt: skip
def test_a_map_that_cannot_be_gets_a_sentence(client, contoh, query, says):
    answer = shown(client, query)
    assert answer.status_code == 200
    assert says in said(answer)


def test_parameters_that_cannot_be_read_are_told_and_kept(client, contoh):
    answer = shown(client, "?resolution=-1&thesaurus=a%3Db%0Ab%3Da")
    assert answer.status_code == 400
    assert "The replacements run in a circle: a → b → a." in said(answer)
    assert soup(answer).find(id="id_resolution")["value"] == "-1"


def test_every_file_of_a_map_opens(client, contoh):
    page = soup(shown(client, "?least=1"))
    addresses = [a["href"] for a in page.select("section.no-print dd a")]
    assert len(addresses) >= 18
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert len(answer.content) > 15, address
    base = reverse("corpus-map-file", args=["contoh", "NAME"])

    def text(name):
        return client.get(base.replace("NAME", name) + "?least=1").content.decode("utf-8-sig")

    assert check_map(text("map.txt")) == []
    assert check_network(text("network.txt")) == []
    assert check_json(text("map.json")) == []
    assert parse_map(text("map.txt")).labels == ("sister city", "kerja sama", "paradiplomasi")
    assert client.get(base.replace("NAME", "else.exe") + "?least=1").status_code == 404


def test_a_picture_asked_for_again_is_not_drawn_again_but_in_another_language(client, contoh):
    address = reverse("corpus-map-file", args=["contoh", "network.svg"]) + "?least=1"
    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first["ETag"]})
    other = client.get(address, headers={"If-None-Match": first["ETag"], "accept-language": "id"})
    assert (again.status_code, other.status_code) == (304, 200)
    assert "tautan" in other.content.decode()


def test_a_large_map_is_made_beside_the_page_which_says_so(client, contoh, monkeypatch):
    asked = []
    monkeypatch.setattr("kembar.literature.views.map_working.QUICK_WORKS", 0)
    monkeypatch.setattr(jobs, "start", lambda name, work, later: asked.append(work))
    answer = shown(client, "?least=1&seed=8")
    assert (answer.status_code, "Waiting for its turn" in said(answer)) == (202, True)
    part = client.get(reverse("corpus-map", args=["contoh"]) + "?least=1&seed=8", headers={"X-Part": "waiting"})
    assert (part.status_code, soup(part).find("html")) == (202, None)  # what the script puts in, no whole page
    asked[0]()
    assert shown(client, "?least=1&seed=8").status_code == 200
    failing = shown(client, "?kind=citations&seed=8")
    assert failing.status_code == 202
    asked[-1]()
    assert "None of the 3 publications" in said(shown(client, "?kind=citations&seed=8"))


def test_under_a_map_stand_its_parameters_its_numbers_have_meanings_and_its_publications_are_at_hand(client, contoh):
    page = shown(client, "?least=1&min_size=2&thesaurus=kerja+sama+%3D+cooperation")
    caption = soup(page).find("figcaption").get_text()
    for words in ("Counting: full", "at least 1 occurrence (asked for)", "clusters of at least 2 items",
                  "1 replacement", "seed 0", "association strength"):  # fmt: skip
        assert words in caption
    assert "(proposed)" in soup(shown(client, "")).find("figcaption").get_text()
    assert "Total link strength The strengths of all its links together" in said(page)
    for kind in ("ris", "bib", "csv"):
        assert soup(page).find("a", href=reverse("corpus-export", args=["contoh", kind]))


def test_the_view_and_what_is_hidden_stay_in_every_address_of_the_page_and_the_choice_when_the_view_changes(
    client, contoh
):
    page = soup(shown(client, "?least=1&view=overlay&hide=2.7&item=2"))
    row = page.select_one("#items tbody th a")["href"]
    assert "view=overlay" in row
    assert "hide=2.7" in row
    density = next(a["href"] for a in page.select(".views a") if "density" in a["href"])
    assert "item=2" in density
    assert "score" not in density
    assert soup(client.get(density)).select_one(".chosen h2")
    nonsense = shown(client, "?least=1&view=none&hide=a.b.-1&score=x")
    assert nonsense.status_code == 200
    assert "hide=" not in soup(nonsense).select_one("#items tbody th a")["href"]


def test_while_a_map_is_made_its_page_says_at_which_step_it_is_and_for_how_long(client, contoh, monkeypatch):
    monkeypatch.setattr(jobs, "is_under_way", lambda key: True)
    monkeypatch.setattr(
        map_working, "_stages", {Asked(least=1, seed=9).key(contoh.edition): ("layout", monotonic() - 75)}
    )
    page = shown(client, "?least=1&seed=9")
    assert page.status_code == 202
    assert re.search(r"Step 3 of 4: Clustering and laying out … 3 publications · 7\d seconds so far", said(page))
    bar = soup(page).find("progress")
    assert (bar["value"], bar["max"]) == ("3", "4")
    monkeypatch.setattr(map_working, "_stages", {})
    monkeypatch.setattr(jobs, "waiting_before", lambda key: 2)
    assert "Waiting for its turn: 2 pieces of work come before it" in said(shown(client, "?least=1&seed=9"))


def test_two_who_ask_for_one_map_at_once_have_it_made_once(contoh, monkeypatch):
    begun, go_on, made = Event(), Event(), []

    def make(corpus, asked, key):
        made.append(key)
        begun.set()
        assert go_on.wait(10)
        return small

    small = map_working.from_records(records_of(contoh), Asked(least=1), {"id": "x", "en": "x"})
    monkeypatch.setattr(map_working, "_make", make)
    monkeypatch.setattr(map_working, "PATIENCE", 0)
    asked = Asked(least=1, seed=77)
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(map_working.obtain, contoh, asked)
        assert begun.wait(10)
        second = pool.submit(map_working.obtain, contoh, asked).result(10)
        assert isinstance(second, map_working.Waiting)
        go_on.set()
        assert first.result(10).drawn.n == 3
    for _attempt in range(100):
        if not jobs.is_under_way(asked.key(contoh.edition)):
            break
        sleep(0.05)
    assert len(made) == 1
    assert map_working.obtain(contoh, asked).drawn.n == 3


def test_when_too_many_maps_wait_the_reader_is_told_to_come_again(client, contoh, monkeypatch):
    def full(*_args, **_more):
        raise jobs.Busy

    monkeypatch.setattr(map_working, "QUICK_WORKS", 0)
    monkeypatch.setattr(jobs, "start", full)
    answer = shown(client, "?least=1&seed=10")
    assert answer.status_code == 200
    assert "20 maps are waiting to be made" in said(answer)


def test_the_part_that_the_script_asks_for_is_the_part_of_the_page(client, contoh):
    whole = soup(shown(client, "?least=1&item=2")).select_one("#litmap-item")
    part = client.get(reverse("corpus-map", args=["contoh"]) + "?least=1&item=2", headers={"X-Part": "item"})
    assert " ".join(soup(part).get_text(" ").split()) == " ".join(whole.get_text(" ").split())


# --- maps from files -------------------------------------------------------------------------------------------------


def open_map(client, *files):
    return client.post(reverse("map-new"), {"uploads": list(files)})


def test_a_network_from_a_file_is_drawn_without_a_literature(client, researcher):
    answer = open_map(client, upload("hubungan kota.txt", "Bandung\tSeoul\t3\nSeoul\tBusan\t1\nBusan\tSurabaya\t2\n"))
    page = client.get(answer["Location"])
    assert answer["Location"] == reverse("corpus-map", args=["hubungan-kota"])
    assert "4 items, 3 links" in said(page)
    assert {row.get_text(strip=True) for row in soup(page).select("#items tbody th")} == {
        "Bandung", "Seoul", "Busan", "Surabaya",
    }  # fmt: skip


@pytest.mark.parametrize("name, text, says", [
    ("n.txt", "a\tb\t-3\n", "n.txt, line 1: the strength -3 is negative"),
    ("n.txt", b"\x00\x01\x02" * 99, "n.txt is not a text file."),
    ("n.json", '{"network": {"items": [', "n.json, line 1 is not valid JSON"),
    ("n.txt", "id\tlabel\n1\ta\n", "n.txt has neither links nor places"),
])  # fmt: skip
def test_a_file_that_is_no_map_gets_a_sentence(client, researcher, name, text, says):
    answer = open_map(client, upload(name, text))
    assert answer.status_code == 400
    assert says in said(answer)
    assert not Corpus.objects.filter(kind="map").exists()


@pytest.mark.parametrize("text, says", [
    ("a\ta\t3\n", "The network has one item only (“a”)"),
    ("a\ta\t3\nb\tb\t1\n", "None of the 2 items is linked to another"),
])  # fmt: skip
def test_a_network_that_makes_no_map_says_why(client, researcher, text, says):
    assert says in said(client.get(open_map(client, upload("n.txt", text))["Location"]))
