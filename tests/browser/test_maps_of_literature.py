"""The map of a literature as people meet it: by mouse, by keys alone, without scripts, in the dark, on a phone."""

import re

import pytest

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
    if page.locator("#litmap").count() and "density" not in path:
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
    page.keyboard.press("ArrowRight")
    assert live.text_content().startswith("kerjasama, cluster")
    assert "number 1 of 40 by strength" in live.text_content()
    page.keyboard.press("ArrowRight")
    second = live.text_content().split(",")[0]
    assert "number 2 of 40" in live.text_content()
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
        if found := page.locator(".litmap-says").inner_text():
            page.mouse.down()
            page.mouse.up()
            break
    assert found, "no item lies on that line"
    chosen = page.locator("#litmap-item .chosen h2")
    until(page, lambda: chosen.count() == 1, "a click chose nothing")
    assert chosen.inner_text().splitlines()[-1].strip().endswith(found.split(",")[0])


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
