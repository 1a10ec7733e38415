"""On which day does the reader look at the record?

``?as-at=2016``, ``2016-11``, ``2016-11-21`` or ``21 September 2016``: a year or a month means its last day.
Without it the day is today in the zone of the instance. This is the one place that reads the clock for a page.
"""

import re
from collections.abc import Callable
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kembar.analysis.edtf import DateError, DateFault, Edtf, as_at_day, parse
from kembar.analysis.typed_dates import MONTHS, read

PARAMETER = "as-at"

WHY_NOT: dict[DateFault, str | Promise] = {
    DateFault.NO_SUCH_MONTH: _("There is no such month: months go from 01 to 12."),
    DateFault.NO_SUCH_DAY: _("There is no such day in that month."),
    DateFault.YEAR_OUT_OF_RANGE: _("The year must lie between 0001 and 9999."),
    DateFault.SEASON: _("A season, quarter or half-year is not one day."),
    DateFault.TIME_OF_DAY: _("Leave the time of day out."),
    DateFault.NOT_AN_AS_AT: _("A range, an open or an approximate date is not one day."),
    DateFault.AMBIGUOUS_YEAR: _("Write the year with four digits."),
    DateFault.END_BEFORE_START: _("A range is not one day, and this one ends before it begins."),
}
NOT_A_DATE = _("This is not a date.")


class AsAtRequest(HttpRequest):
    """A request as every view finds it behind the middleware; for annotations alone."""

    as_at: date
    as_at_given: bool
    as_at_text: str


class AsAtMiddleware:
    """Sets ``request.as_at`` (date), ``as_at_given`` (bool), ``as_at_text`` (EDTF); refuses bad text with 400."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        text = request.GET.get(PARAMETER, "").strip()
        request.as_at = timezone.localdate()  # type: ignore[attr-defined]
        request.as_at_given = False  # type: ignore[attr-defined]
        request.as_at_text = text  # type: ignore[attr-defined]
        if not text:
            return self.get_response(request)
        try:
            value = day_asked_for(text)
            request.as_at = as_at_day(value.text)  # type: ignore[attr-defined]
            request.as_at_text = value.text  # type: ignore[attr-defined]
        except DateError as error:
            return refuse(request, text, error.code)
        request.as_at_given = True  # type: ignore[attr-defined]
        return self.get_response(request)


def day_asked_for(text: str) -> Edtf:
    """The day, month or year that was typed, as EDTF or as people write it; ``DateError`` for anything else.

    Words that narrow a date loosely ("early 2016") are refused: they would be read as the year's last day.
    """
    try:
        value = parse(text)
    except DateError:
        words = re.findall(r"[^\W\d_]+", text.lower())
        if not all(word in MONTHS for word in words):
            raise
        value = read(text)
    as_at_day(value.text)
    return value


def refuse(request: HttpRequest, text: str, code: DateFault) -> HttpResponse:
    """The page that repeats what was typed, says what is wrong with it and which forms are read."""
    shown = text if len(text) <= 60 else f"{text[:60]}…"
    context = {"typed": shown, "why": WHY_NOT.get(code, NOT_A_DATE), "path": request.path}
    return render(request, "ui/as_at_refused.html", context, status=400)
