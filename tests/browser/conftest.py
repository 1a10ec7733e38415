"""A real browser on a real server: Debian's Chromium, driven by Playwright, on the register with its casebook.

The server shares the database of the session, so that nothing has to be loaded again; browser tests write nothing.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = Path(os.environ.get("KEMBAR_CHROMIUM", "/usr/bin/chromium"))
QUIET = "--disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update "
FLAGS = (QUIET + "--disable-sync --no-sandbox").split()
DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test of this folder is marked; without the browser it is skipped with a reason that can be acted on."""
    here = Path(__file__).parent
    for item in items:
        if here not in item.path.parents:
            continue
        item.add_marker(pytest.mark.browser)
        item.add_marker(pytest.mark.django_db)  # or the database of the session is not made for them alone
        item.add_marker(pytest.mark.xdist_group("browser"))
        if not CHROMIUM.exists():
            reason = f"BROWSER TESTS NOT RUN: {CHROMIUM} is absent (apt install chromium, or set KEMBAR_CHROMIUM)"
            item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="package")
def site(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """The address of a server on the session's database."""
    from pytest_django.live_server_helper import LiveServer

    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright keeps an event loop in this thread
    with django_db_blocker.unblock():
        server = LiveServer("127.0.0.1")
        yield server.url
        server.stop()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def visit(site: str, browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens an address: ``visit("/", language="id", size=PHONE, scripts=True, scheme="light")``.

    Whatever the console says at warning or above, a violated policy included, fails the test at its end.
    """
    contexts: list[Any] = []
    said: list[str] = []

    def go(
        path: str, *, language: str = "en", size: dict[str, int] = DESK, scripts: bool = True, scheme: str = "light"
    ) -> Page:
        context = browser.new_context(
            viewport=size,  # type: ignore[arg-type]
            locale=language,
            java_script_enabled=scripts,
            color_scheme=scheme,  # type: ignore[arg-type]
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda one: said.append(one.text) if one.type in ("error", "warning") else None)
        page.on("pageerror", lambda one: said.append(str(one)))
        page.goto(site + path)
        return page

    yield go
    for context in contexts:
        context.close()
    assert said == []
