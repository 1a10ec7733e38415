"""The pages as people meet them: in a browser, at a desk and on a phone, without scripts too, in both languages."""

import json
import re
from itertools import pairwise

import pytest
from axe_playwright_python.sync_playwright import Axe

from kembar.evidence.models import Dispute
from kembar.law.models import Act
from tests.browser.conftest import DESK, PHONE

PAGES = [
    "/",
    "/?as-at=1900",
    "/kerja-sama/",
    "/kerja-sama/?form=konfederasi&q=bandung",
    "/kerja-sama/?q=atlantis",
    "/kerja-sama/bogor-kisarazu/",
    "/kerja-sama/bogor-kisarazu/?as-at=1900",
    "/kerja-sama/bandung-seoul/?as-at=2018",
    "/kerja-sama/tangerang-selatan-daejeon/",
    "/kerja-sama/ichikawa-mitra-tidak-disebut/",
    "/pemerintah/bandung/",
    "/pemerintah/daerah-istimewa-yogyakarta/",
    "/organisasi/mtdc/",
    "/dokumen/",
    "/dokumen/002/",
    "/dokumen/004/",
    "/dokumen/gazetteer/",
    "/faktor/",
    "/bidang/",
    "/jumlah/",
    "/perbedaan/",
    "/pemeriksaan/",
    "/hukum/",
    "/tentang/",
    "/cari/",
    "/cari/?q=bandung",
    "/cari/?q=zzzz",
    "/masuk/",
    "/galeri/",
]
AUDITED_AT = {"en": DESK, "id": PHONE}
"""Every page is audited once in each language and at each width; an audit takes longer than the page."""
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def faults(page):
    found = Axe().run(page, options={"runOnly": RULES, "resultTypes": ["violations"]}).response["violations"]
    return [(one["id"], one["nodes"][0]["html"][:160]) for one in found]


def until(page, is_so, what):
    """Waits for a condition; the page's policy refuses Playwright's own way, which evaluates text in the page."""
    for _attempt in range(50):
        if is_so():
            return
        page.wait_for_timeout(100)
    raise AssertionError(what)


def arcs(page):
    """Each line of the map by its label, as it is drawn."""
    page.wait_for_selector(".map-arc .line")
    return page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll(".map-svg .map-arc")].map((one) =>
        [one.querySelector("title").textContent, one.querySelector(".line").getAttribute("d")]))"""
    )


@pytest.mark.parametrize("language", ["en", "id"])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_no_fault_for_who_cannot_see_or_point_and_never_scrolls_sideways(visit, path, language):
    page = visit(path, language=language, size=DESK)
    assert page.evaluate("document.documentElement.lang") == language
    for size in (DESK, PHONE):
        page.set_viewport_size(size)
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
        if size == AUDITED_AT[language]:
            assert faults(page) == []


@pytest.mark.parametrize("path", ["/", "/kerja-sama/", "/kerja-sama/bogor-kisarazu/", "/perbedaan/", "/dokumen/002/"])
def test_the_dark_look_has_contrast_enough(visit, path):
    assert faults(visit(path, scheme="dark")) == []


def test_pages_made_for_one_row_have_no_fault_either(visit):
    for path in (f"/hukum/{Act.objects.first().slug}/", f"/perbedaan/{Dispute.objects.first().pk}/"):
        assert faults(visit(path, size=PHONE)) == []


def test_pages_of_errors_say_what_to_do_and_have_no_fault(site, browser):
    context = browser.new_context(viewport=PHONE, locale="en")
    page = context.new_page()
    for path, says in (("/nirgendwo/", "There is no such page"), ("/?as-at=kemarin", "This day cannot be read")):
        page.goto(site + path)
        assert says in page.inner_text("h1")
        assert faults(page) == []
    context.close()


# --- without scripts ------------------------------------------------------------------------------------------------


def test_the_first_page_works_without_scripts(visit):
    page = visit("/", scripts=False)
    assert page.locator(".tally").count() >= 4
    assert not page.locator("#map").is_visible()
    page.locator(".map-table summary").click()
    rows = page.locator(".map-table tbody tr")
    assert rows.count() > 20
    rows.filter(has_text="Cuenca").locator("th a").click()
    assert page.inner_text("h1") == "Bandung–Cuenca"


def test_the_list_is_filtered_and_sorted_without_scripts(visit):
    page = visit("/kerja-sama/", scripts=False)
    page.locator("details.filters summary").click()
    page.fill("details.filters input[name=q]", "seoul")
    page.click("details.filters button[type=submit]")
    assert "q=seoul" in page.url
    names = page.locator("tbody th a").all_inner_texts()
    assert "Bandung–Seoul" in names
    assert "Baubau–Seoul" in names
    assert "Bogor–Kisarazu" not in names
    page.get_by_role("columnheader", name="Distance").get_by_role("link").click()
    assert "q=seoul" in page.url
    nearest_first = page.locator("tbody th a").all_inner_texts()
    assert nearest_first.index("Baubau–Seoul") < nearest_first.index("Bandung–Seoul")
    assert sorted(nearest_first) == sorted(names)


def test_the_day_is_chosen_and_left_without_scripts(visit):
    page = visit("/kerja-sama/bogor-kisarazu/", scripts=False)
    assert "expired" in page.inner_text("#state")
    page.locator("details.as-at summary").click()
    page.fill("#as-at", "1 June 2018")
    page.locator("details.as-at button").click()
    assert "You see the register as at 1 June 2018." in page.inner_text(".as-at-strip")
    assert "in force" in page.inner_text("#state")
    page.locator(".breadcrumb a").click()
    assert "as-at=2018-06-01" in page.url
    page.locator(".as-at-strip a").click()
    assert "as-at" not in page.url


def test_places_beyond_the_third_unfold_without_scripts(visit):
    page = visit("/kerja-sama/bandung-seoul/", scripts=False)
    folded = page.locator("details.more").first
    hidden = folded.locator("a.cite").first
    assert not hidden.is_visible()
    folded.locator("summary").click()
    assert hidden.is_visible()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_the_language_is_switched_and_kept(visit, scripts):
    page = visit("/kerja-sama/bogor-kisarazu/?as-at=2018", language="en", scripts=scripts)
    page.get_by_role("button", name="Bahasa Indonesia").click()
    assert page.url.endswith("/kerja-sama/bogor-kisarazu/?as-at=2018")
    assert page.locator("html").get_attribute("lang") == "id"
    page.locator(".breadcrumb a").click()
    assert page.locator("html").get_attribute("lang") == "id"
    page.get_by_role("button", name="English").click()
    assert page.locator("html").get_attribute("lang") == "en"


def test_a_place_leads_to_its_line_and_marks_it(visit):
    page = visit("/kerja-sama/bogor-kisarazu/")
    page.locator("#papers a.cite[href$='#L79']").first.click()
    line = page.locator("#L79")
    assert line.is_visible()
    assert line.evaluate("one => one.matches(':target')")
    assert line.evaluate("one => getComputedStyle(one).backgroundColor") != "rgba(0, 0, 0, 0)"
    until(page, lambda: 0 <= line.bounding_box()["y"] < DESK["height"], "the line is not in sight")


def test_a_reason_leads_to_the_paper_it_rests_on_even_where_that_is_folded(visit):
    page = visit("/kerja-sama/tangerang-selatan-daejeon/")
    page.locator("#state a").first.click()
    opened = page.locator("details.paper[open]")
    assert opened.count() == 1
    assert "21 September 2016" in opened.locator("summary").inner_text()


# --- the map ----------------------------------------------------------------------------------------------------------


def numbers(path):
    return [tuple(map(float, one)) for one in re.findall(r"(-?[\d.]+),(-?[\d.]+)", path)]


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_an_arc_across_the_pacific_is_one_line_from_city_to_city(visit, size):
    page = visit("/", size=size)
    drawn = next(path for label, path in arcs(page).items() if label.startswith("Bandung–Cuenca"))
    assert drawn.count("M") == 1
    points = numbers(drawn)
    width = page.locator("#map").bounding_box()["width"]
    assert points[0][0] < points[-1][0]
    steps = [abs(b[0] - a[0]) for a, b in pairwise(points)]
    assert max(steps) < width / 8, "a jump from one edge of the map to the other"


def test_no_arc_of_the_register_is_torn_at_the_edge_of_the_map(visit):
    page = visit("/")
    drawn = arcs(page)
    listed = json.loads(page.locator("#map-data").text_content())["arcs"]
    assert len(drawn) == len(listed)
    assert {label: path.count("M") for label, path in drawn.items() if path.count("M") != 1} == {}


def test_the_map_is_walked_with_the_keyboard_and_says_where_one_is(visit):
    page = visit("/")
    page.wait_for_selector(".map-arc .line")
    stops = page.locator(".map-svg [tabindex='0']")
    assert stops.count() == 1, "one stop for the whole map"
    stops.focus()
    first = page.inner_text("#map-says")
    page.keyboard.press("ArrowRight")
    assert first
    assert page.inner_text("#map-says") not in ("", first)


def test_the_map_draws_again_when_it_comes_near_and_keeps_its_lines(visit):
    page = visit("/", size=PHONE)
    before = len(arcs(page))
    page.get_by_role("button", name="Indonesia").click()
    page.wait_for_selector(".map-svg.is-near")
    assert len(arcs(page)) <= before
    assert page.locator(".map-place").count() > 1
    page.get_by_role("button", name="World").click()
    assert len(arcs(page)) == before


# --- search -----------------------------------------------------------------------------------------------------------


@pytest.mark.requirement("R-008")
def test_kerja_sama_and_kerjasama_find_the_same(visit):
    def found(words):
        page = visit("/", language="id")
        page.fill("#site-search", words)
        page.keyboard.press("Enter")
        page.wait_for_url("**/cari/**")
        return page.locator("main a[href^='/kerja-sama/']").all_inner_texts()

    assert found("kerja sama") == found("kerjasama") != []


def test_the_menu_of_a_phone_opens_and_leads_on(visit):
    page = visit("/", size=PHONE)
    entry = page.get_by_role("navigation", name="Main").get_by_role("link", name="Factors")
    assert not entry.is_visible()
    page.get_by_role("button", name="Menu").click()
    entry.click()
    assert page.inner_text("h1") == "Factors by case"


def test_on_a_desk_the_contents_stay_in_sight_while_one_reads(visit):
    page = visit("/kerja-sama/bandung-seoul/")
    page.locator("nav.on-page a[href='#sources']").click()
    until(page, lambda: page.evaluate("window.scrollY") > 1000, "the page did not move")
    contents = page.locator("nav.on-page").bounding_box()
    assert 0 <= contents["y"] < DESK["height"] / 2


def test_a_record_prints_whole_and_without_what_is_only_for_the_screen(visit):
    page = visit("/kerja-sama/bogor-kisarazu/")
    page.emulate_media(media="print")
    for hidden in (".search", ".bar-nav", "nav.on-page", ".no-print"):
        assert not page.locator(hidden).first.is_visible(), hidden
    for shown in ("h1", "#grid table", "#papers", "#timeline", "#disputes", "details.more a.cite", ".rests dl"):
        assert page.locator(shown).first.is_visible(), shown
