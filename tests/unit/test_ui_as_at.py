"""The day a reader looks at comes from the address, is kept by links, and is refused in words when it is none."""

from datetime import date

import pytest
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.template import Context, Template
from django.test import RequestFactory
from django.urls import include, path
from django.utils import timezone, translation

from kembar.analysis.edtf import DateError
from kembar.ui.as_at import AsAtMiddleware, day_asked_for
from kembar.ui.nav import NAVIGATION

blank = login_not_required(lambda request: HttpResponse())
names = {item.url_name for item in NAVIGATION} | {"search", "sign-in", "sign-out", "set_language"}
urlpatterns = [path("", include("kembar.ui.urls")), *(path(f"{name}/", blank, name=name) for name in names)]
pytestmark = pytest.mark.urls(__name__)


@pytest.fixture(autouse=True)
def _files_as_they_lie(settings):
    """Without collecting static files first."""
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "whitenoise" not in name]


def answer(query: str):
    """The request as the view saw it, or the refusal."""
    seen = {}

    def view(request):
        seen["request"] = request
        return HttpResponse("shown")

    request = RequestFactory().get(f"/{query}")
    response = AsAtMiddleware(view)(request)
    return seen.get("request"), response


def test_without_a_day_it_is_today():
    request, _response = answer("")
    assert request.as_at == timezone.localdate()
    assert request.as_at_given is False


@pytest.mark.parametrize(
    "typed, day, text",
    [
        ("2016-11-21", date(2016, 11, 21), "2016-11-21"),
        ("2016-02", date(2016, 2, 29), "2016-02"),
        ("2016", date(2016, 12, 31), "2016"),
        ("21+September+2016", date(2016, 9, 21), "2016-09-21"),
        ("21/9/2016", date(2016, 9, 21), "2016-09-21"),
        ("November+2016", date(2016, 11, 30), "2016-11"),
        ("+2016+", date(2016, 12, 31), "2016"),
    ],
)
def test_a_day_a_month_or_a_year_is_read_as_its_last_day(typed, day, text):
    request, response = answer(f"?as-at={typed}")
    assert response.status_code == 200
    assert (request.as_at, request.as_at_given, request.as_at_text) == (day, True, text)


@pytest.mark.parametrize(
    "typed",
    [
        "yesterday",
        "2016-02-30",
        "2016-13",
        "2016/2018",
        "../2016",
        "2016~",
        "201X",
        "2016-21",
        "early 2016",
        "21/9/16",
        "/",
    ],
)
def test_what_is_no_single_day_is_not_read(typed):
    with pytest.raises(DateError):
        day_asked_for(typed)


def test_links_keep_the_day_that_was_asked_for():
    request, _response = answer("?as-at=2016-11&page=2")
    template = Template("{% link 'gallery' %} {% link 'gallery' query='sort=name' anchor='grid' %}")
    assert template.render(Context({"request": request})) == (
        "/galeri/?as-at=2016-11 /galeri/?sort=name&amp;as-at=2016-11#grid"
    )


def test_links_carry_no_day_when_none_was_asked_for():
    request, _response = answer("")
    assert Template("{% link 'gallery' %}").render(Context({"request": request})) == "/galeri/"


@pytest.mark.parametrize(
    "typed, why", [("2016-02-30", "no such day"), ("<b>x", "not a date"), ("2016-13", "no such month")]
)
def test_a_refusal_repeats_what_was_typed_and_says_why(client, typed, why):
    with translation.override("en"):
        response = client.get("/galeri/", {"as-at": typed}, headers={"accept-language": "en"})
    page = response.content.decode()
    assert response.status_code == 400
    assert typed.replace("<", "&lt;").replace(">", "&gt;") in page
    assert why in page
    assert "<b>x" not in page
    assert "Content-Security-Policy" in response.headers
