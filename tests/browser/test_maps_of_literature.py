"""The map of a literature as people meet it: by mouse, by keys alone, without scripts, in the dark, on a phone."""

import re

import pytest

from kembar.literature.views import maps
from kembar.literature.views.map_working import Waiting
from tests.browser.conftest import PHONE
from tests.browser.test_pages import faults, until

MAP = "/pustaka/dokumen-004/peta/?kind=terms"
PAGES = ["/pustaka/", "/pustaka/dokumen-004/", "/pustaka/buku-kasus/karya/", "/pustaka/buku-kasus/karya/1/",
         "/pustaka/dokumen-004/peta/?kind=keywords", f"{MAP}&resolution=0", f"{MAP}&view=density"]  # fmt: skip


def drawn(page):
    stage = page.locator("#litmap")
    until(page, lambda: stage.get_attribute("data-drawn") == "1", "the map was never drawn")
    return page.locator(".litmap-stage > canvas")


@pytest.mark.parametrize("path", [*PAGES, MAP, f"{MAP}&item=5&with=3", f"{MAP}&view=overlay"])
def test_no_page_has_a_fault_for_who_cannot_see_or_point(site, browser, path):
    context = browser.new_context(viewport=PHONE, locale="id")
    page = context.new_page()
    page.goto(site + path)
    if page.locator("#litmap").count():
        drawn(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert faults(page) == []
    page.set_viewport_size({"width": 1280, "height": 900})
    assert faults(page) == []
    context.close()


def test_the_dark_look_has_contrast_enough(visit):
    page = visit(f"{MAP}&item=5", scheme="dark")
    drawn(page)
    assert faults(page) == []


def test_the_map_is_walked_item_by_item_with_keys_alone_and_the_table_keeps_step(visit):
    page = visit(MAP)
    canvas = drawn(page)
    canvas.focus()
    live = page.locator("#litmap > [role=status]")
    count = page.locator("#litmap-table tbody tr").count()
    page.keyboard.press("ArrowRight")
    assert re.match(r"kerjasama|sister city", live.text_content())
    assert f"number 1 of {count} by strength" in live.text_content()
    page.keyboard.press("ArrowRight")
    second = live.text_content().split(",")[0]
    assert f"number 2 of {count}" in live.text_content()
    page.keyboard.press("Enter")
    assert live.text_content() == f"Chosen: {second}"
    until(page, lambda: page.locator("#litmap-item .chosen h2").count() == 1, "nothing came of choosing")
    assert page.locator("#litmap-item .chosen h2").inner_text().endswith(second)
    assert page.locator("#litmap-table tr.is-chosen th").inner_text() == second
    assert re.search(r"[?&]item=\d+", page.url)
    page.reload()  # the address holds what was chosen
    assert page.locator("#litmap-item .chosen h2").inner_text().endswith(second)
    drawn(page).focus()
    page.keyboard.press("Escape")
    until(page, lambda: page.locator("#litmap-item .chosen").count() == 0, "Escape did not let go")
    page.keyboard.press("Tab")  # no trap: the next thing with focus lies behind the map
    assert page.evaluate("document.activeElement.tagName") != "CANVAS"


def test_zooming_shows_more_labels_and_a_click_chooses_what_lies_under_it(visit):
    page = visit(MAP)
    canvas = drawn(page)
    before = canvas.screenshot()
    for _ in range(3):
        page.locator(".litmap-tools button").first.click()
    page.wait_for_timeout(400)
    assert canvas.screenshot() != before
    page.get_by_role("button", name="Show all").click()
    page.wait_for_timeout(400)
    area = canvas.bounding_box()
    found = ""
    for x in range(40, int(area["width"]) - 40, 12):
        page.mouse.move(area["x"] + x, area["y"] + area["height"] * 0.6)
        if ", cluster" in (found := page.locator(".litmap-says").inner_text()):
            page.mouse.down()
            page.mouse.up()
            break
    assert found, "no item lies on that line"
    chosen = page.locator("#litmap-item .chosen h2")
    until(page, lambda: chosen.count() == 1, "a click chose nothing")
    assert chosen.inner_text().splitlines()[-1].strip().endswith(found.split(",")[0])


OVERLAPS = """() => {
  const over = [];
  litmap.taken.forEach((a, i) => litmap.taken.slice(i + 1).forEach((b) => {
    if (a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3]) over.push([a[4], b[4]]);
  }));
  return {over, labels: litmap.taken.length, outside: litmap.taken.filter((one) => one[0] < 0).length};
}"""


@pytest.mark.parametrize("few", [True, False])
def test_labels_never_lie_over_each_other_and_more_of_them_show_the_nearer_one_looks(visit, few):
    page = visit(MAP)
    drawn(page)
    if not few:  # as of a map of more items than have their labels set freely
        page.evaluate("() => { litmap.FEW = 0; }")
    counts = []
    for _zoom in range(5):
        page.locator(".litmap-tools button").first.click()
        page.wait_for_timeout(120)
        found = page.evaluate(OVERLAPS)
        assert found["over"] == []
        counts.append(found["labels"])
    page.get_by_role("button", name="Show all").click()
    count = page.locator("#litmap-table tbody tr").count()
    most = 0.7 if few else 0.25  # a small map says most of what it holds at once
    until(page, lambda: count >= page.evaluate(OVERLAPS)["labels"] >= most * count, "too few labels")
    assert page.evaluate(OVERLAPS)["over"] == []


def test_a_search_suggests_items_and_enter_chooses_one_in_the_map(visit):
    page = visit(MAP)
    drawn(page)
    field = page.get_by_role("combobox", name="Search the items")
    field.type("kerja sama")
    options = page.locator("#item-suggestions").get_by_role("option")
    # the map writes it without the blank
    until(page, lambda: options.count() and options.first.inner_text().endswith("kerjasama"), "nothing was suggested")
    page.keyboard.press("ArrowDown")
    assert field.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    assert faults(page) == []
    page.keyboard.press("Enter")
    heading = page.locator("#litmap-item .chosen h2")
    until(page, lambda: heading.count() == 1 and heading.inner_text().endswith("kerjasama"), "it was not chosen")
    assert not options.count() or not options.first.is_visible()
    field.fill("pemerintah")
    field.press("Enter")  # without a suggestion the table is searched, as without scripts
    until(page, lambda: "q=pemerintah" in page.url, "the table was not searched")


def test_a_cluster_is_lit_or_hidden_and_the_address_and_the_back_button_know_it(visit):
    page = visit(MAP)
    canvas = drawn(page)
    before = canvas.screenshot()
    page.get_by_role("checkbox", name="Show cluster 1", exact=True).uncheck()
    page.wait_for_timeout(300)
    assert canvas.screenshot() != before
    assert page.url.endswith("hide=1")
    hidden = page.evaluate("litmap.taken.map((one) => one[4])")
    page.locator(".cluster-list a").nth(2).click()
    until(page, lambda: page.locator("#litmap-item .chosen .works-behind-list").count() == 1, "its works are not shown")
    assert "cluster=3" in page.url
    assert page.locator(".cluster-list [aria-current=true]").inner_text().startswith("3")
    first = page.locator(".litmap-stage > canvas")
    first.focus()
    page.keyboard.press("Home")
    page.keyboard.press("Enter")
    until(page, lambda: "item=" in page.url, "nothing was chosen")
    assert page.evaluate("litmap.taken[0][4]") in hidden  # what is hidden is not walked to
    page.go_back()
    until(page, lambda: "cluster=3" in page.url and "item=" not in page.url, "the back button went elsewhere")
    until(page, lambda: page.locator("#litmap-item .chosen h2 .cluster-number").inner_text() == "3", "not gone back")
    page.reload()
    drawn(page)
    assert not page.get_by_role("checkbox", name="Show cluster 1", exact=True).is_checked()
    assert page.locator(".cluster-list [aria-current=true]").count() == 1


def test_a_click_on_a_link_shows_the_publications_behind_it(visit):
    page = visit(MAP)
    canvas = drawn(page)
    area = canvas.bounding_box()
    for x in range(60, int(area["width"]) - 60, 6):
        page.mouse.move(area["x"] + x, area["y"] + area["height"] * 0.45)
        if "strength of the link" in page.locator(".litmap-says").inner_text():
            break
    else:
        raise AssertionError("no link lies on that line")
    ends = page.locator(".litmap-says").inner_text().split(":")[0].split(" – ")
    page.mouse.down()
    page.mouse.up()
    chosen = page.locator("#litmap-item .chosen")
    until(page, lambda: "behind the link with" in chosen.inner_text(), "the link was not chosen")
    assert chosen.locator("h2").inner_text().splitlines()[-1].strip().endswith(ends[0])
    assert ends[1] in chosen.locator("summary").first.inner_text()
    assert "with=" in page.url
    assert sorted(page.evaluate("litmap.taken.map((one) => one[4])")) == sorted(ends)  # the two of it are lit


def test_the_wheel_scrolls_the_page_until_the_map_was_clicked_and_says_so(visit):
    page = visit(MAP)
    canvas = drawn(page)
    area = canvas.bounding_box()
    page.mouse.move(area["x"] + 200, area["y"] + 200)
    page.mouse.wheel(0, -200)
    until(page, lambda: "Click the map first" in page.locator(".litmap-says").inner_text(), "it says nothing")
    assert "is-near" not in (canvas.get_attribute("class") or "")
    canvas.focus()
    page.mouse.wheel(0, -200)
    until(page, lambda: "is-near" in (canvas.get_attribute("class") or ""), "the wheel does not zoom")


def test_what_is_in_the_middle_stays_there_when_the_phone_is_turned(visit):
    page = visit(MAP, size=PHONE)
    canvas = drawn(page)
    page.get_by_role("button", name="Zoom in").click(click_count=3)
    page.wait_for_timeout(300)
    page.set_viewport_size({"width": PHONE["height"], "height": PHONE["width"]})
    page.wait_for_timeout(400)
    assert "is-near" in canvas.get_attribute("class")  # still as near as before
    sharp = "one => [one.width / one.clientWidth, one.height / one.clientHeight, devicePixelRatio]"
    assert canvas.evaluate(sharp) == pytest.approx([1, 1, 1], rel=0.01)


def test_the_density_is_moved_about_in_too(visit):
    page = visit(f"{MAP}&view=density")
    canvas = drawn(page)
    shades = canvas.evaluate(
        """(one) => {
          const all = one.getContext("2d").getImageData(0, 0, one.width, one.height).data, found = new Set();
          for (let i = 0; i < all.length; i += 4 * 97) found.add(all.slice(i, i + 3).join());
          return found.size;
        }"""
    )
    assert shades > 100  # from blue to yellow, no flat picture
    canvas.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    until(page, lambda: page.locator("#litmap-item .chosen h2").count() == 1, "nothing came of choosing")
    assert "view=density" in page.url


def test_two_fingers_zoom_and_circles_stay_round_on_a_phone(visit):
    page = visit(MAP, size=PHONE)
    canvas = drawn(page)
    shape = canvas.evaluate("one => [one.width / one.clientWidth, one.height / one.clientHeight]")
    assert shape[0] == pytest.approx(shape[1], rel=0.01)
    near = canvas.evaluate(
        """(one) => {
          const area = one.getBoundingClientRect();
          one.setPointerCapture = () => {};
          const touch = (kind, id, x) => one.dispatchEvent(new PointerEvent(kind, {pointerId: id, pointerType: "touch",
            clientX: area.left + x, clientY: area.top + 100, bubbles: true, button: 0}));
          touch("pointerdown", 1, 150); touch("pointerdown", 2, 200);
          for (let i = 0; i < 10; i++) { touch("pointermove", 1, 150 - 5 * i); touch("pointermove", 2, 200 + 5 * i); }
          touch("pointerup", 1, 100); touch("pointerup", 2, 250);
          return one.classList.contains("is-near");
        }"""
    )
    assert near
    assert page.locator("#litmap-item .chosen").count() == 0  # a pinch chooses nothing


def test_links_of_the_panel_are_followed_without_leaving_the_map(visit):
    page = visit(f"{MAP}&item=5")
    drawn(page)
    page.evaluate("window.stays = true")
    first = page.locator(".neighbours li").first
    name = first.locator("a").first.inner_text()
    first.locator("a").first.click()
    heading = page.locator("#litmap-item .chosen h2")
    until(page, lambda: heading.inner_text().endswith(name), "the neighbour was not shown")
    assert page.evaluate("window.stays") is True


def test_while_a_map_is_made_the_page_tells_its_steps_and_then_shows_it(visit, monkeypatch):
    real, told = maps.obtain, [Waiting("network", 6)]
    monkeypatch.setattr(maps, "obtain", lambda corpus, asked: told[-1] or real(corpus, asked))
    monkeypatch.setattr(maps, "AGAIN", 1)
    page = visit(MAP)
    status = page.locator("#waiting [role=status]")
    assert status.inner_text().startswith("Step 2 of 4: Counting and linking")
    assert "6 seconds so far" in page.locator("#waiting").inner_text()
    assert faults(page) == []  # and so it does not come again by itself
    page.evaluate("document.querySelector('#waiting [role=status]').kept = true")
    told.append(Waiting("network", 8))
    until(page, lambda: "8 seconds" in page.locator("#waiting").inner_text(), "the seconds stand still")
    assert status.evaluate("one => one.kept")  # what is read aloud was not touched
    told.append(Waiting("layout", 9))
    until(page, lambda: "Step 3 of 4" in status.inner_text(), "the step stands still")
    told.append(None)
    drawn(page)


def test_everything_is_there_without_scripts(visit):
    page = visit(MAP, scripts=False)
    assert page.locator("#litmap img").evaluate("one => one.naturalWidth") == 1200
    assert page.locator(".litmap-stage").count() == 0
    page.locator("#litmap-table tbody th a", has_text="paradiplomasi").click()
    assert page.locator(".chosen h2").inner_text().endswith("paradiplomasi")
    page.locator(".neighbours .strength").first.click()
    assert "behind the link with" in page.locator(".chosen").inner_text()
    page.locator(".works-behind-list a").first.click()
    assert "/karya/" in page.url


def test_the_picture_stays_where_the_data_cannot_be_fetched(site, browser):
    context = browser.new_context(locale="en")
    page = context.new_page()
    page.route("**/data.json*", lambda route: route.abort())
    page.goto(site + MAP)
    until(page, lambda: page.locator("#litmap p[role=status]").count() == 1, "nothing was said")
    assert "could not be loaded" in page.locator("#litmap p[role=status]").inner_text()
    assert page.locator("#litmap img").is_visible()
    context.close()
