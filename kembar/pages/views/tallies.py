"""Counts that sources give without names: how many ties a country or a city has, how many are active."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from kembar.analysis.edtf import by
from kembar.analysis.truth import Truth
from kembar.evidence.checks import run_checks
from kembar.evidence.models import Dispute, Statement
from kembar.pages import show
from kembar.pages.access import public
from kembar.pages.disputed import boxes
from kembar.pages.words import measure
from kembar.partnerships.models import Tally
from kembar.ui import words
from kembar.ui.as_at import AsAtRequest

WHOLE = "indonesia-sister-cities"
"""The count of a country's ties of which document 004 (line 43) gives shares by verdict."""


@public
def index(request: AsAtRequest) -> HttpResponse:
    rows = counts(standing(request.as_at))
    disputes = Dispute.objects.filter(record_kind="tally").prefetch_related(
        "statements__source", "statements__acceptances"
    )
    context = {
        "groups": _groups(rows),
        "warnings": warnings(request.as_at),
        "disputes": boxes(disputes),
    }
    return render(request, "pages/tallies.html", context)


def standing(at: date, **only: Any) -> list[Tally]:
    """The counts that speak of a day by ``at``, or of no day. Causes one query."""
    rows = Tally.objects.filter(withdrawn_at__isnull=True, **only).select_related("government", "part_of")
    return [row for row in rows if row.when is None or by(row.when, at) is not Truth.NO]


def counts(rows: Iterable[Tally], told: Iterable[Statement] | None = None) -> list[dict[str, Any]]:
    """Counts as they are shown, each with its places and its share of the whole.

    ``told``: the statements on them, where they were read already; else this causes one query.
    """
    rows = list(rows)
    if told is None:
        found = Statement.objects.filter(subject_kind="tally", subject_id__in=[row.id for row in rows])
        told = found.filter(withdrawn_at__isnull=True).select_related("source") if rows else []
    said: dict[Any, list[Statement]] = {}
    for one in told:
        said.setdefault(one.subject_id, []).append(one)
    return [_count(row, said.get(row.id, [])) for row in rows]


def _count(row: Tally, said: list[Statement]) -> dict[str, Any]:
    numbers = [one for one in said if one.attribute == "number"]
    return {
        "row": row,
        "text": show.local(row.text),
        "measure": measure(row.number, row.unit, show.language()),
        "date": row.when,
        "share": _share(row),
        "sources": show.places(numbers or said),
        "is_disputed": row.number is None or not row.unit,
    }


def _share(row: Tally) -> str:
    """The part that a count is of its whole, where both are told in one unit."""
    whole = row.part_of
    if whole is None or not whole.number or row.number is None or row.unit != whole.unit or row.unit == "percent":
        return ""
    share = words.number(100 * float(row.number / whole.number), show.language(), 1)
    return _("%(share)s %% of %(whole)s") % {
        "share": share,
        "whole": measure(whole.number, whole.unit, show.language()),
    }


def _groups(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """By whom the count is about: countries first, then governments by name, then what is about neither."""
    groups: dict[tuple[int, str], dict[str, Any]] = {}
    for one in rows:
        row = one["row"]
        if row.government:
            key, slug = (1, show.local(row.government.name)), row.government.slug
        elif row.country_id:
            key, slug = (0, words.country(row.country_id, show.language())), ""
        else:
            key, slug = (2, _("Not about one place")), ""
        groups.setdefault(key, {"name": key[1], "slug": slug, "counts": []})["counts"].append(one)
    return [groups[key] for key in sorted(groups)]


def warnings(at: date) -> list[dict[str, Any]]:
    """Counts that cannot all be right: parts that do not add up, a city with more than half of its country."""
    return [{"says": one.says, "places": show.finding_places(one)} for one in run_checks(at, only="shares")]


def country_counts(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """How many ties a country has, and in which shares a source judges them, in its own order."""
    found = [one for one in rows if WHOLE in (one["row"].slug, one["row"].part_of and one["row"].part_of.slug)]
    return sorted(found, key=lambda one: (one["row"].slug != WHOLE, one["row"].position))
