"""What the pages say: the facts that the documents tell, unknown as unknown, and a sentence for bad input."""

import csv
import io
import json
import re
from datetime import UTC, date, datetime

import pytest
from bs4 import BeautifulSoup
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from kembar.access.permissions import EVERYTHING
from kembar.evidence.models import Acceptance, Dispute, Source, Statement
from kembar.law.models import Act
from kembar.pages import exports
from kembar.partnerships.models import FormerSlug, Government, Organisation, Partnership, Party
from kembar.partnerships.queries.record import record_of
from kembar.partnerships.queries.shapes import record_shape

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("casebook")]
MOST_QUERIES = 20


@pytest.fixture
def page(client):
    """Reads a page: its soup, with all folded white space, in English unless told."""

    def read(path, language="en", status=200):
        answer = client.get(path, headers={"accept-language": language})
        assert answer.status_code == status, (path, answer.status_code)
        return BeautifulSoup(answer.content, "html.parser")

    return read


def text(node):
    return re.sub(r"\s+", " ", node.get_text(" ")).strip()


def section(soup, anchor):
    return text(soup.find(id=anchor))


def facts(node):
    """Terms and values of a list of facts."""
    terms = [text(one) for one in node.find_all("dt")]
    return dict(zip(terms, (text(one) for one in node.find_all("dd")), strict=True))


# --- one partnership ------------------------------------------------------------------------------------------------


@pytest.mark.requirement("R-051", "R-052", "R-083")
def test_bogor_and_kisarazu_delivered_one_of_five_promised_fields(page):
    soup = page("/kerja-sama/bogor-kisarazu/?as-at=2018")
    grid = soup.find(id="grid")
    assert "1 of 5 promised fields delivered" in text(grid)
    rows = {text(row.th): text(row.find_all("td")[0]) for row in grid.tbody.find_all("tr")}
    assert rows["education"] == "✓ delivered"
    assert {name for name, state in rows.items() if "promised" in state} == {
        "culture",
        "tourism",
        "agriculture",
        "health",
    }
    agreed = {text(row.th): text(row.find_all("td")[2]) for row in soup.find(id="commitments").tbody.find_all("tr")}
    assert any("climate" in outcome for name, outcome in agreed.items() if "blueberries" in name)


def test_bogor_and_kisarazu_run_out_on_some_day_in_november_2021_and_the_window_opens_in_may(page):
    told = facts(page("/kerja-sama/bogor-kisarazu/").find(id="papers").dl)
    assert told["Runs out"].startswith("some day in November 2021")
    assert told["Renewal window opens"].startswith("some day in May 2021")
    assert told["Numbers"] == "unknown"


def test_the_letter_of_bogor_and_kisarazu_is_in_force_in_2018_and_expired_today(page):
    assert "in force" in section(page("/kerja-sama/bogor-kisarazu/?as-at=2018"), "state")
    assert "expired" in section(page("/kerja-sama/bogor-kisarazu/"), "state")


@pytest.mark.requirement("R-009", "R-024")
def test_the_chain_of_tangerang_selatan_and_daejeon_has_its_intervals_in_days(page):
    papers = page("/kerja-sama/tangerang-selatan-daejeon/").find(id="papers")
    chain = [text(one) for one in papers.find("ol", class_="chain").find_all("li")]
    assert [one.split(" 0")[0] for one in chain[1::2]] == ["300 days", "64 days"]
    assert chain[0].startswith("Letter of intent 23 September 2015")
    assert chain[4].startswith("Memorandum of understanding 21 September 2016")
    assert "364 days" in text(papers)


@pytest.mark.requirement("R-035", "R-038")
def test_class_distance_and_clocks_say_what_they_mean_and_by_which_rule(page):
    told = facts(page("/kerja-sama/tangerang-selatan-daejeon/").find(id="facts").dl)
    assert told["Class of the tie"].startswith("global")
    assert "different regions of the world" in told["Class of the tie"]
    assert re.match(r"5,2\d\d km great circle, seat to seat", told["Distance"].replace("\xa0", " "))
    assert told["Clocks"] == "Daejeon is 2 hours ahead"


@pytest.mark.requirement("R-063")
def test_bandung_and_seoul_are_alive_in_urban_planning_and_asleep_in_e_government(page):
    grid = page("/kerja-sama/bandung-seoul/").find(id="grid")
    rows = {text(row.th): text(row.find_all("td")[0]) for row in grid.tbody.find_all("tr")}
    assert "delivered" in rows["urban planning"]
    assert "asleep" in rows["e-government"]


@pytest.mark.requirement("R-003")
def test_the_beginning_of_suwon_stands_twice_and_is_marked_as_disputed(page):
    soup = page("/kerja-sama/bandung-suwon/")
    disputes = section(soup, "disputes")
    assert "1997" in disputes
    assert "2010" in disputes
    assert "disputed" in facts(soup.find(id="facts").dl)["Told to have begun"]


@pytest.mark.requirement("R-037")
def test_exclusivity_stands_by_government_and_is_not_called_law(page):
    callout = page("/kerja-sama/bandung-seoul/").find(id="facts").find(class_="callout")
    groups = dict(zip((text(one) for one in callout.find_all("dt")), callout.find_all("dd"), strict=True))
    assert "Suwon" in text(groups["Bandung"])
    assert "Baubau" in text(groups["Seoul"])
    assert "it is not Indonesian law" in text(callout)


def test_a_told_fact_names_whom_the_source_credits(page):
    for slug, credited in (
        ("padang-fremantle", "Syarif 2019, in 004:177"),
        ("kampar-mtdc", "Deswimar 2018, in 004:98"),
    ):
        assert credited in text(page(f"/kerja-sama/{slug}/").find("main")), slug


def test_a_denial_is_told_as_a_denial_and_its_title_says_what_it_is_about(page):
    disputes = page("/kerja-sama/bogor-kisarazu/").find(id="disputes")
    titles = [text(one) for one in disputes.find_all("h3")]
    assert any(one.startswith("Obstacle: “Bogor's climate") for one in titles)
    assert "Document 002 says otherwise" in text(disputes)
    assert "not:" not in text(disputes)


def test_a_party_without_a_name_is_told_and_not_linked(page):
    head = page("/kerja-sama/ichikawa-mitra-tidak-disebut/").find("ul", class_="parties")
    assert len(head.find_all("li")) == 2
    assert [one["href"] for one in head.find_all("a") if one["href"].startswith("/pemerintah/")] == [
        "/pemerintah/ichikawa/"
    ]


def test_unknown_is_shown_as_unknown_and_never_as_nothing(page):
    for row in page("/kerja-sama/").tbody.find_all("tr"):
        assert all(text(cell) for cell in row.find_all(["td", "th"])), text(row)
    for fact in page("/kerja-sama/surabaya-busan/").find_all("dd"):
        assert text(fact)


def test_nothing_dated_later_is_shown(page):
    soup = page("/kerja-sama/tangerang-selatan-daejeon/?as-at=2015-12")
    chain = section(soup, "papers")
    assert "23 September 2015" in chain
    assert "2016" not in chain
    assert "intent" in section(soup, "state")


def test_before_a_tie_began_its_page_says_so_and_shows_no_undated_rows(page):
    soup = page("/kerja-sama/bogor-kisarazu/?as-at=1900")
    assert "Nothing of this partnership is dated 31 December 1900 or earlier." in text(soup)
    assert soup.find(id="obstacles") is None


def test_years_without_anything_dated_are_told_in_the_line_of_time(page):
    gaps = [text(one) for one in page("/kerja-sama/bandung-seoul/").find_all("li", class_="gap")]
    assert "1974–2000 27 years without anything dated" in gaps


def test_at_most_three_places_stand_open_and_none_is_lost(page):
    soup = page("/kerja-sama/bandung-seoul/")
    folded = soup.find_all("details", class_="more")
    assert folded
    for one in folded:
        assert text(one.summary) == f"+{len(one.find_all('a', class_='cite'))} more places"
        assert len(one.find_previous_siblings("a", class_="cite")) <= 3


def test_every_link_within_a_page_leads_to_something_on_it(page):
    for path in ("/kerja-sama/bandung-seoul/", "/kerja-sama/bogor-kisarazu/", "/kerja-sama/kampar-mtdc/"):
        soup = page(path)
        ids = {one["id"] for one in soup.find_all(id=True)}
        assert len(ids) == len(soup.find_all(id=True)), "an id stands twice"
        inner = {one["href"][1:] for one in soup.find("main").find_all("a", href=True) if one["href"].startswith("#")}
        assert inner - ids == set()


def test_every_place_leads_to_its_line_on_the_page_of_the_document(page):
    soup = page("/kerja-sama/bogor-kisarazu/")
    lines = {one["id"] for one in page("/dokumen/002/").find_all(id=re.compile(r"^L\d+$"))}
    cited = {one["href"].partition("#")[2] for one in soup.find_all("a", class_="cite") if "/002/" in one["href"]}
    assert cited
    assert cited - lines == set()


def test_no_identifier_of_the_product_is_shown_where_words_should_stand(page):
    paths = ["/", "/kerja-sama/", "/faktor/", "/bidang/", "/jumlah/", "/perbedaan/", "/pemeriksaan/", "/hukum/"]
    paths += [f"/dokumen/{code}/" for code in ("000", "001", "002", "003", "004")]
    paths += [f"/kerja-sama/{slug}/" for slug in Partnership.objects.values_list("slug", flat=True)]
    for path in paths:
        shown = text(page(path).find("main"))
        assert not re.search(r"\b[a-z]+_[a-z_]+\b", shown), (path, re.findall(r"\b[a-z]+_[a-z_]+\b", shown)[:5])
        assert not re.search(r"[0-9a-f]{8}-[0-9a-f]{4}-", shown), path
        assert "loi-20" not in shown, path


# --- the record as data ---------------------------------------------------------------------------------------------


def test_the_record_can_be_taken_as_json_in_the_shape_of_the_command_line(client, page):
    soup = page("/kerja-sama/bogor-kisarazu/?as-at=2018")
    address = soup.find(id="sources").find("a", string="JSON")["href"]
    assert address == "/kerja-sama/bogor-kisarazu.json?as-at=2018"
    answer = client.get(address)
    assert answer["Content-Type"] == "application/json"
    tie = Partnership.objects.get(slug="bogor-kisarazu")
    shape = record_shape(record_of(tie, date(2018, 12, 31), who=EVERYTHING))
    assert json.loads(answer.content) == json.loads(json.dumps(shape, cls=DjangoJSONEncoder))


def test_a_former_address_leads_to_the_present_one_on_the_same_day(client):
    FormerSlug.objects.create(slug="kisarazu-bogor", partnership=Partnership.objects.get(slug="bogor-kisarazu"))
    answer = client.get("/kerja-sama/kisarazu-bogor/?as-at=2018")
    assert (answer.status_code, answer["Location"]) == (301, "/kerja-sama/bogor-kisarazu/?as-at=2018")
    assert client.get("/kerja-sama/kisarazu-bogor.json")["Location"] == "/kerja-sama/bogor-kisarazu.json"


def test_an_address_that_does_not_exist_gets_a_sentence_and_what_was_likely_meant(page):
    said = text(page("/kerja-sama/bogor-kisaratsu/", status=404))
    assert "There is no partnership called bogor-kisaratsu. Did you mean: bogor-kisarazu" in said
    assert "There is no document 999 in the register." in text(page("/dokumen/999/", status=404))
    for path in ("/pemerintah/nirgendwo/", "/organisasi/nirgendwo/", "/hukum/nirgendwo/", "/nirgendwo/"):
        assert "There is no such page" in text(page(path, status=404))


@pytest.mark.parametrize(
    "typed, why",
    [
        ("2016-02-30", "There is no such day in that month."),
        ("2016-13", "There is no such month"),
        ("kemarin", "This is not a date."),
        ("2016/2018", "A range, an open or an approximate date is not one day."),
        ("16", "Write the year with four digits."),
    ],
)
def test_a_day_that_cannot_be_read_gets_a_sentence_on_every_page(page, typed, why):
    for path in ("/", "/kerja-sama/", "/kerja-sama/bogor-kisarazu/", "/kerja-sama.csv", "/jumlah/"):
        said = text(page(f"{path}?as-at={typed}", status=400))
        assert why in said
        assert typed in said


# --- the list and its files -----------------------------------------------------------------------------------------


def names(soup):
    return [text(row.th.a) for row in soup.tbody.find_all("tr")] if soup.tbody else []


def test_the_list_keeps_what_was_typed_and_names_a_choice_that_does_not_exist(page):
    soup = page("/kerja-sama/?q=bandung&form=konfederasi")
    form = soup.find("details", class_="filters")
    assert form.has_attr("open")
    assert form.find("input", {"name": "q"})["value"] == "bandung"
    error = form.find(class_="field-error")
    assert "konfederasi is not one of the available choices" in text(error)
    assert names(soup) == names(page("/kerja-sama/?q=bandung"))


def test_filters_narrow_the_list_and_show_all_takes_them_back(page):
    soup = page("/kerja-sama/?country=KR&as-at=2020")
    assert "Bandung–Seoul" in names(soup)
    assert "Bogor–Kisarazu" not in names(soup)
    assert soup.find("a", string="Show all")["href"] == "/kerja-sama/?as-at=2020"
    assert len(names(page("/kerja-sama/?as-at=2020"))) > len(names(soup))


def test_a_filter_that_leaves_nothing_says_so(page):
    assert "No partnership fits these filters on that day." in text(page("/kerja-sama/?q=atlantis"))


@pytest.mark.parametrize("column", ["name", "form", "state", "first", "distance", "disputes"])
def test_each_column_sorts_both_ways_and_says_which_way(page, column):
    up, down = page(f"/kerja-sama/?sort={column}"), page(f"/kerja-sama/?sort=-{column}")
    assert sorted(names(up)) == sorted(names(down))
    assert names(up) != names(down)
    assert [one["aria-sort"] for one in up.find_all(attrs={"aria-sort": True})] == ["ascending"]
    assert [one["aria-sort"] for one in down.find_all(attrs={"aria-sort": True})] == ["descending"]


def test_distance_sorts_by_kilometres_and_what_is_unknown_comes_last(page):
    rows = page("/kerja-sama/?sort=distance").tbody.find_all("tr")
    shown = [text(row.find("td", {"data-label": "Distance"})) for row in rows]
    known = [float(one.replace("\xa0km", "").replace(" km", "").replace(",", "")) for one in shown if one != "unknown"]
    assert known == sorted(known)
    assert shown[len(known) :] == ["unknown"] * (len(shown) - len(known))


def test_two_thousand_partnerships_come_in_parts_within_twenty_queries(client):
    bandung = Government.objects.get(slug="bandung")
    ties = [Partnership(slug=f"tie-{n:04}", name={"en": f"Tie {n:04}"}, form="sister_city") for n in range(2000)]
    Partnership.objects.bulk_create(ties)
    Party.objects.bulk_create([Party(partnership=tie, side="a", government=bandung) for tie in ties])
    with CaptureQueriesContext(connection) as asked:
        answer = client.get("/kerja-sama/?q=&sort=name&page=3", headers={"accept-language": "en"})
    soup = BeautifulSoup(answer.content, "html.parser")
    assert len(asked) <= MOST_QUERIES
    assert len(names(soup)) == 50
    assert text(soup.find(class_="where")) == "101 to 150 of 2,036"
    assert soup.find("a", rel="next")["href"].endswith("page=4")
    assert "sort=name" in soup.find("a", rel="next")["href"]


def test_files_hold_what_the_list_shows_under_the_same_filters(client, page):
    soup = page("/kerja-sama/?country=KR&sort=-name")
    links = {text(one): one["href"] for one in soup.find("p", class_="actions").find_all("a")}
    links = {kind: links[kind] for kind in ("CSV", "XLSX", "JSON")}
    slugs = [row.th.a["href"].split("/")[2] for row in soup.tbody.find_all("tr")]
    answers = {kind: client.get(address) for kind, address in links.items()}
    table = list(csv.DictReader(io.StringIO(answers["CSV"].content.decode("utf-8-sig"))))
    assert [row["slug"] for row in table] == slugs
    book = load_workbook(io.BytesIO(answers["XLSX"].content), read_only=True)
    sheet = list(book.worksheets[0].iter_rows(values_only=True))
    assert list(sheet[0]) == list(exports.HEADS)
    assert [row[0] for row in sheet[1:]] == slugs
    listed = json.loads(answers["JSON"].content)
    assert [one["slug"] for one in listed["partnerships"]] == slugs
    assert {one["formal_state"] for one in listed["partnerships"]} <= {row["formal_state"] for row in table}
    for kind, answer in answers.items():
        assert answer["Content-Disposition"] == f'attachment; filename="kerja-sama-{listed["as_at"]}.{kind.lower()}"'


def test_an_unknown_kind_of_file_does_not_exist(client):
    assert client.get("/kerja-sama.exe").status_code == 404


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_name_that_a_sheet_would_run_as_a_formula_is_made_harmless(client, start):
    formula = f"{start}HYPERLINK(1)"
    tie = Partnership.objects.get(slug="bogor-kisarazu")
    Partnership.objects.filter(pk=tie.pk).update(name={"en": formula})
    (row,) = csv.DictReader(
        io.StringIO(client.get("/kerja-sama.csv?q=kisarazu").content.decode("utf-8-sig"), newline="")
    )
    assert row["name"] == f"'{formula}"
    book = load_workbook(io.BytesIO(client.get("/kerja-sama.xlsx?q=kisarazu").content), read_only=True)
    cells = list(book.worksheets[0].iter_rows())[1]
    assert cells[1].data_type == "s"
    assert str(cells[1].value).startswith("'")


@pytest.mark.requirement("R-008")
def test_the_space_in_kerja_sama_case_and_accents_do_not_matter(page):
    def found(words):
        main = page(f"/cari/?q={words}").find("main")
        return [one["href"] for one in main.find_all("a", href=re.compile("^/(kerja-sama|pemerintah|organisasi)/."))]

    assert found("kerja sama")
    assert found("kerja sama") == found("kerjasama") == found("KERJA  SAMA")
    assert found("bogor kisarazu") == found("Bógor KISARAZU")
    assert found("木更津") == found("kisarazu") or "/pemerintah/kisarazu/" in found("木更津")


def test_what_documents_say_is_found_by_its_words_and_shown_in_names(page):
    shown = text(page("/cari/?q=Kota Bogor").find("main"))
    assert "party, government: Bogor" in shown
    assert not re.search(r"\b[a-z]+_[a-z_]+\b", shown)


# --- home, counts, documents ----------------------------------------------------------------------------------------


def test_every_figure_of_the_first_page_opens_to_as_many_rows_as_it_says(page):
    tallies = page("/").find("ul", class_="tallies").find_all("li", class_="tally")
    total, held = tallies[0], tallies[1]
    assert text(total.find(class_="figure")) == str(len(names(page(total.a["href"]))))
    assert text(held.find(class_="figure")) == str(len(names(page(held.a["href"]))))
    apart = total.find(class_="aside").a
    assert text(apart) == f"{len(names(page(apart['href'])))} of them: state cannot be said"
    for row in page("/").find("table", class_="states").tbody.find_all("tr"):
        link = row.find("a")
        assert link is None or text(link) == str(len(names(page(link["href"]))))


def test_what_has_no_place_on_the_map_is_named_beside_it(page):
    soup = page("/")
    drawn = json.loads(soup.find(id="map-data").string)["arcs"]
    named = re.search(r"(\d+) partnerships are not on the map", text(soup)).group(1)
    assert len(drawn) + int(named) == Partnership.objects.count()


def test_an_early_day_leaves_the_first_page_empty_in_words(page):
    Partnership.objects.update(withdrawn_at=datetime(2026, 1, 1, tzinfo=UTC), withdrawn_by="somebody")
    said = text(page("/?as-at=1900"))
    assert "No partnership counts by this day." in said


@pytest.mark.requirement("R-005", "R-006", "R-080")
def test_counts_without_names_have_a_unit_a_place_and_a_warning(page):
    soup = page("/jumlah/")
    rows = {row["id"]: text(row) for row in soup.find_all("tr", id=True)}
    assert rows["bandung-sister-cities-active"].startswith("14 ties 48.3 % of 29 ties")
    assert rows["daejeon-sister-cities"].startswith("13 ties")
    assert rows["yogyakarta-sister-cities-continuing"].startswith("6 ties")
    shares = [rows[f"indonesia-share-{one}"].split(" ", 1)[0] for one in ("very-good", "fairly-good", "not-well")]
    assert sum(int(one) for one in shares) == 100
    assert "Bandung alone would have 29 of the 47 of the whole country, 62 per cent: not plausible" in text(soup)
    assert "001:13" in rows["bandung-sister-cities"]


def test_the_first_page_shows_the_shares_by_verdict_and_their_place(page):
    said = text(page("/"))
    assert "65 % 65 per cent of Indonesia's sister-city ties do not carry out their activities well. 004:43" in said


def test_a_document_tells_its_question_what_is_computed_and_what_it_cannot_answer(page):
    for code in ("000", "001", "002", "003", "004"):
        soup = page(f"/dokumen/{code}/")
        assert "Its question" in text(soup)
        assert soup.find(id="computed").find("dd")
        assert soup.find(id="unanswered").find("li")


def test_a_line_of_a_document_tells_each_row_once_with_the_words_found_there(page):
    line = page("/dokumen/002/").find(id="L79")
    entries = [text(one) for one in line.select("ul ul > li")]
    papers = [one for one in entries if one.startswith("instrument letter of intent, November 2016")]
    assert len(papers) == 1
    assert "term in months 60" in papers[0]
    assert "tidak mengikat" in text(line)


def test_the_verdicts_of_document_004_are_held_against_its_list_of_failures(page):
    answers = facts(page("/dokumen/004/").find(id="computed").dl)
    assert "Medan–Penang" in answers["Verdicts against the list of failures"]
    assert answers["Lapses and revivals"].startswith("5 lapsed, 1 with an attempt at revival")


def test_geonames_is_called_so_and_says_what_is_taken_from_it(page):
    soup = page("/dokumen/gazetteer/")
    assert "GeoNames" in text(soup.find("nav", class_="breadcrumb"))
    taken = {(text(row.find_all("td")[0]), text(row.find_all("td")[1])) for row in soup.find(id="taken").tbody("tr")}
    assert ("government", "seat") in taken
    assert text(page("/pemerintah/bandung/").find("a", href="/dokumen/gazetteer/")) == "GeoNames"


def test_a_government_names_its_own_ties_that_stand_against_each_other(page):
    callout = page("/pemerintah/bandung/").find(class_="callout")
    assert "Bandung–Seoul , Bandung–Suwon (in the same country" in text(callout)
    assert page("/pemerintah/kisarazu/").find(class_="callout") is None


def test_disputes_can_be_narrowed_to_those_still_open(page):
    whole, still_open = page("/perbedaan/"), page("/perbedaan/?state=disputed")
    assert len(whole.find_all("section", class_="dispute")) == Dispute.objects.count()
    settled = Dispute.objects.filter(statements__acceptances__isnull=False).distinct().count()
    assert len(still_open.find_all("section", class_="dispute")) == Dispute.objects.count() - settled
    assert settled == Dispute.objects.filter(statements__in=Acceptance.objects.values("statement")).distinct().count()


def test_every_check_stands_on_the_page_and_its_records_open(page, client):
    soup = page("/pemeriksaan/")
    assert len(soup.find("ul", class_="inline").find_all("a")) == len(soup.find("main").find_all("section", id=True))
    links = {one["href"] for one in soup.find("main").select(".findings a:not(.cite)")}
    assert links
    for link in links:
        assert client.get(link.partition("#")[0]).status_code == 200, link


# --- every page -----------------------------------------------------------------------------------------------------


def every_page():
    yield from ("/", "/kerja-sama/", "/dokumen/", "/faktor/", "/bidang/", "/jumlah/", "/perbedaan/", "/pemeriksaan/")
    yield from (
        "/hukum/",
        "/tentang/",
        "/cari/?q=bandung",
        "/?as-at=1900",
        "/kerja-sama/?as-at=1900",
        "/faktor/?as-at=1900",
    )
    for name, model in (("partnership", Partnership), ("government", Government), ("organisation", Organisation)):
        yield from (reverse(name, args=[slug]) for slug in model.objects.values_list("slug", flat=True))
    yield from (reverse("document", args=[code]) for code in Source.objects.values_list("code", flat=True))
    yield from (reverse("act", args=[slug]) for slug in Act.objects.values_list("slug", flat=True))
    yield from (reverse("dispute", args=[pk]) for pk in Dispute.objects.values_list("pk", flat=True)[:3])


@pytest.mark.parametrize("language", ["en", "id"])
def test_every_page_answers_within_twenty_queries_and_its_weight(client, language):
    asked, weight = {}, {}
    for path in every_page():
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(path, headers={"accept-language": language})
        assert answer.status_code == 200, path
        asked[path], weight[path] = len(queries), len(answer.content)
        soup = BeautifulSoup(answer.content, "html.parser")
        assert soup.html["lang"] == language
        assert len(soup.find_all("h1")) == 1, path
        assert not soup.find_all(style=True), path
        assert not soup.find_all("style"), path
        assert all(one.get("src") or one.get("type") == "application/json" for one in soup.find_all("script")), path
        assert not [tag for tag in soup.find_all(True) if any(name.startswith("on") for name in tag.attrs)], path
    assert {path: n for path, n in asked.items() if n > MOST_QUERIES} == {}
    assert {path: n for path, n in weight.items() if n > (100_000 if "/kerja-sama/" in path else 122_880)} == {}


def test_a_dispute_over_a_record_of_any_kind_has_a_name(page):
    for box in page("/perbedaan/").find_all("section", class_="dispute"):
        assert box.find("h3").find("a") or text(box.find("h3")).strip(": ")
        assert len(box.find("ul", class_="sides").find_all("li")) >= 2


def test_statements_that_were_withdrawn_are_on_no_page(page):
    Statement.objects.filter(source__code="002", place="79").update(
        withdrawn_at=datetime(2026, 1, 1, tzinfo=UTC), withdrawn_by="somebody", withdrawn_why="read wrongly"
    )
    assert page("/dokumen/002/").find(id="L79") is None
    assert "002:79" not in text(page("/kerja-sama/bogor-kisarazu/").find(id="papers"))


def test_the_pages_do_not_read_the_clock_where_a_day_is_given(page):
    assert text(page("/kerja-sama/?as-at=2018-06-01")) == text(page("/kerja-sama/?as-at=1 June 2018"))


def test_every_link_from_page_to_page_keeps_the_day(page):
    for path in (
        "/",
        "/kerja-sama/",
        "/kerja-sama/bandung-seoul/",
        "/pemerintah/bandung/",
        "/dokumen/004/",
        "/jumlah/",
    ):
        main = page(f"{path}?as-at=2018").find("main")
        links = {one["href"] for one in main.find_all("a", href=re.compile("^/"))}
        assert len(links) > 3
        assert {one for one in links if "as-at=2018" not in one} == set(), path
    for path in ("/jumlah/", "/perbedaan/", "/pemeriksaan/", "/faktor/", "/bidang/", "/hukum/", "/cari/?q=bandung"):
        joined = "&" if "?" in path else "?"
        main = page(f"{path}{joined}as-at=2018").find("main")
        links = {one["href"] for one in main.find_all("a", href=re.compile("^/"))}
        assert {one for one in links if "as-at=2018" not in one} == set(), path
