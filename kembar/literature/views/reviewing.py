"""What does the page of a review show: studies found against those claimed, bars over them, groups of them?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from kembar.literature.models import Corpus
from kembar.literature.queries.studies import bars, claims_of, field_names, studies_of
from kembar.literature.views.showing import bar_rows
from kembar.literature.words import said, short_name
from kembar.partnerships.labels import CAUSE, FACTOR, FACTOR_SIDES_OF_TABLE_1

BY = {"factor": "factor_codes", "field": "field_codes", "cause": "causes", "year": "years"}
"""What the studies can be asked for, as it stands in the address, and where a study holds its codes."""


def reviewed(corpus: Corpus, code: str, asked: Mapping[str, str]) -> dict[str, Any] | None:
    """The studies that a document reviews; ``asked`` may name a factor, field, cause or year to be shown alone."""
    studies = studies_of(code)
    if not studies:
        return None
    claims, names, counted = claims_of(code), field_names(), bars(studies)
    numbers = sorted({one.number for one in claims}, reverse=True)
    at = {line: number for number, line in corpus.works.values_list("number", "data__line")}
    rows = [_study(corpus, one, names, at) for one in studies]
    return {
        "code": code,
        "found": len(studies),
        "claims": [
            {
                "number": number,
                "sources": [
                    {"code": code, "line": one.line, "note": one.term} for one in claims if one.number == number
                ],
            }
            for number in numbers
        ],
        "first_line": min(one.line for one in studies),
        "last_line": max(one.line for one in studies),
        "factors": [
            row | {"side": FACTOR_SIDES_OF_TABLE_1[factor]}
            for factor, row in zip(
                [one for one in FACTOR if one],
                bar_rows(
                    (word, counted["factors"][factor], _only("factor", factor))
                    for factor, word in FACTOR.items()
                    if factor
                ),
                strict=True,
            )
        ],
        "no_factor": sum(1 for one in studies if not one.factors),
        "fields": bar_rows(
            (said(names.get(field, {})) or field, n, _only("field", field))
            for field, n in counted["fields"].most_common()
        ),
        "no_field": sum(1 for one in studies if not one.fields),
        "by_cause": _groups(
            rows, "causes", {**{one: word for one, word in CAUSE.items() if one}, "": _("No cause of the three told")}
        ),
        "by_year": _by_year(rows),
    } | _asked_for(rows, asked, names)


def _only(name: str, code: str) -> str:
    """Where the studies with a code stand alone."""
    return f"?{urlencode({name: code})}#all-studies"


def _asked_for(rows: list[dict[str, Any]], asked: Mapping[str, str], names: Mapping[str, Any]) -> dict[str, Any]:
    """All studies, or those that somebody asked for, and what was asked for in words."""
    name = next((one for one in BY if asked.get(one)), "")
    if not name:
        return {"studies": rows, "only": ""}
    code = asked[name]
    words = {"factor": FACTOR.get(code), "cause": CAUSE.get(code), "field": said(names.get(code, {}))}
    return {"studies": [row for row in rows if code in row[BY[name]]], "only": words.get(name) or code}


def _study(corpus: Corpus, one: Any, names: Mapping[str, Any], at: Mapping[int, int]) -> dict[str, Any]:
    number = at.get(one.reference.line)
    return {
        "title": one.reference.title,
        "short": short_name(one.reference, families=True),
        "url": reverse("corpus-work", args=[corpus.slug, number]) if number else "",
        "year": one.reference.year,
        "years": [str(one.reference.year)],
        "line": one.line,
        "cases": one.cases,
        "factors": [FACTOR[factor] for factor in FACTOR if factor in one.factors],
        "factor_codes": one.factors,
        "causes": one.causes,
        "fields": sorted(said(names.get(code, {})) or code for code in one.fields),
        "field_codes": one.fields,
    }


def _groups(rows: list[dict[str, Any]], name: str, labels: Mapping[str, Any]) -> list[dict[str, Any]]:
    groups = [{"label": word, "rows": [row for row in rows if (code in row[name] if code else not row[name])]}
              for code, word in labels.items()]  # fmt: skip
    return [one for one in groups if one["rows"]]


def _by_year(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    years = sorted({row["year"] for row in rows if row["year"]})
    groups = [{"label": str(year), "rows": [row for row in rows if row["year"] == year]} for year in years]
    undated = [row for row in rows if not row["year"]]
    return groups + ([{"label": _("undated"), "rows": undated}] if undated else [])
