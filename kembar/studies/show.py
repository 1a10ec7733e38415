"""How is a study, and what was coded of it, said on pages and in files?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kembar.analysis.agreement import Agreement
from kembar.evidence.models import Statement
from kembar.literature.queries.coded import Coded as CodedPublication
from kembar.partnerships.models import Field
from kembar.studies import labels
from kembar.studies.models import Coding, Study
from kembar.studies.queries import Coded, agreed_values, between, coder_name, coders, public_ties, studies, values_of
from kembar.studies.rules import ATTRIBUTES, SINGLE, Compared, strength
from kembar.ui import words
from kembar.values.languages import local


class Names:
    """Names of fields and cases in the reader's language, read once."""

    def __init__(self) -> None:
        self.fields = {row.code: local(row.name) for row in Field.objects.all()}
        ties = public_ties().only("slug", "name")
        self.pairs = {row.slug: local(row.name) for row in ties}

    def of(self, attribute: str, code: str) -> str:
        """The word of one code of an attribute; the code itself where the register no longer knows it."""
        if attribute == "fields":
            return self.fields.get(code, code)
        if attribute == "pairs":
            return self.pairs.get(code, code)
        if attribute == "years":
            return words.edtf(code, (get_language() or "id")[:2])
        return str(labels.VOCABULARY[attribute].get(code, code))

    def all_of(self, attribute: str, told: Any) -> list[str]:
        """The words of everything coded of an attribute, cases and fields by name."""
        codes = [told] if isinstance(told, str) else list(told or ())
        return sorted(self.of(attribute, code) for code in codes)

    def entries(self, attribute: str, told: Any) -> list[dict[str, str]]:
        """As ``all_of``, each with the page of the case where there is one."""
        codes = [told] if isinstance(told, str) else list(told or ())
        known = [{"text": self.of(attribute, code), "url": self._page(attribute, code)} for code in codes]
        return sorted(known, key=lambda one: one["text"])

    def _page(self, attribute: str, code: str) -> str:
        return reverse("partnership", args=[code]) if attribute == "pairs" and code in self.pairs else ""


def cited(study: Study) -> str:
    """A study as texts cite it: Erika & Nurika (2020); no date said so."""
    authors = list(study.authors)
    who = authors[0] if len(authors) == 1 else " & ".join(authors) if len(authors) == 2 else ""
    if not who:
        who = _("%(first)s et al.") % {"first": authors[0]} if authors else _("author unknown")
    return f"{who} ({study.year or _('no date')})"


def coding_rows(codings: Sequence[Coding], names: Names) -> list[dict[str, Any]]:
    """Attribute by attribute, what each coder says, in the order of the codings; ``differs`` where they are not one."""
    rows = []
    for attribute in ATTRIBUTES:
        said = [one.values.get(attribute) for one in codings]
        shapes = {frozenset(told) if isinstance(told, list) else told or frozenset() for told in said}
        cells = [
            {"entries": names.entries(attribute, told), "places": places(coding.places.get(attribute, ""))}
            for coding, told in zip(codings, said, strict=True)
        ]
        rows.append({"label": labels.ATTRIBUTE[attribute], "cells": cells, "differs": len(shapes) > 1})
    return rows


def places(told: str) -> list[dict[str, str]]:
    """Where a value is told: "004:96; p. 5" as parts, those in a document of the register with code and line."""
    parts = [one.strip() for one in told.split(";") if one.strip()]
    found = [(one, re.fullmatch(r"(\w{3,40}):(\d+(?:-\d+)?)", one)) for one in parts]
    return [{"text": one, "code": match[1] if match else "", "line": match[2] if match else ""} for one, match in found]


def bearing_rows(codings: Iterable[Coding], statements: Mapping[Any, Statement]) -> list[dict[str, Any]]:
    """The statements that a study bears on, each with who says so; those no longer in the register are left out."""
    found: dict[Any, dict[str, Any]] = {}
    for coding in codings:
        for one in coding.bearings.all():
            statement = statements.get(one.statement_id)
            if statement is not None:
                row = found.setdefault(one.statement_id, {"statement": statement, "said": []})
                row["said"].append({"stance": labels.STANCE[one.stance], "coder": coder_name(coding)})
    return list(found.values())


def agreement_row(one: Compared, names: Names) -> dict[str, Any]:
    """One attribute of a comparison of two coders, in words and figures."""
    by_code = [{"label": names.of(one.attribute, code), **_figures(found)} for code, found in one.by_code.items()]
    said = {"attribute": one.attribute, "label": labels.ATTRIBUTE[one.attribute], "left_out": one.left_out}
    return said | {"by_code": by_code} | _figures(one.agreement)


def _figures(found: Agreement) -> dict[str, Any]:
    return {
        "items": found.items,
        "observed": found.observed,
        "kappa": found.kappa,
        "low": found.low,
        "high": found.high,
        "strength": labels.STRENGTH[strength(found.kappa)],
        "why_none": "" if found.kappa is not None else labels.WHY_NO_KAPPA["one_value" if found.items else "nothing"],
    }


CHARTS = ("fields", "factors", "causes", "finding")
"""The attributes that bars are drawn of."""


def chart_url(attribute: str, code: str) -> str:
    """Where the studies that carry a code are listed."""
    return f"{reverse('studies')}?{urlencode({attribute: code})}"


def coded_publications() -> list[CodedPublication]:
    """Every study with its coding that ships, else its first, for the pages of the literature. Causes four queries."""
    found = [one for coder in coders() for one in studies(coder.key) if one.coding]
    names, told = Names(), {one.study.id: one for one in reversed(found)}
    return [
        CodedPublication(
            one.study.title, one.study.year, one.study.doi, reverse("study", args=[one.study.slug]),
            {
                str(labels.ATTRIBUTE[attribute]): tuple(
                    (code, names.of(attribute, code), chart_url(attribute, code)) for code in one.values(attribute)
                )
                for attribute in CHARTS
            },
        )
        for one in told.values()
    ]  # fmt: skip


def agreement_data(first: str, second: str) -> dict[str, Any]:
    """A comparison of two coders for programs: figures and differences by attribute, and the agreed values."""
    found, both = between(first, second)
    final = agreed_values()
    attributes = [
        {
            "attribute": one.attribute,
            **asdict(one.agreement),
            "left_out": one.left_out,
            "by_code": {code: asdict(each) for code, each in one.by_code.items()},
            "differing": [{"study": study, "first": a, "second": b} for study, a, b in one.differing],
        }
        for one in found
    ]
    agreed = {slug: final[slug] for slug in both if slug in final}
    return {"studies": list(both), "attributes": attributes, "agreed": agreed}


def agreement_table(first: str, second: str) -> tuple[tuple[str, ...], list[list[Any]]]:
    """A comparison as rows, one for each study and attribute that either coded: first, second, same or not, agreed."""
    one, other, final = values_of(first), values_of(second), agreed_values()
    rows = []
    for slug in sorted(set(one) & set(other)):
        for attribute in ATTRIBUTES:
            a, b = one[slug].get(attribute), other[slug].get(attribute)
            if a or b:
                same = "" if attribute in SINGLE and not (a and b) else int((a or []) == (b or []))
                rows.append([slug, attribute, a, b, same, final.get(slug, {}).get(attribute)])
    return ("study", "attribute", "first", "second", "same", "agreed"), rows


HEADS = ("slug", "authors", "year", "title", "venue", "doi", "told_in", "coder", *ATTRIBUTES, "places", "note")


def export_rows(rows: Iterable[Coded]) -> list[dict[str, Any]]:
    """The studies with the chosen coding, codes as they are: for sheets and programs."""
    return [
        {
            "slug": one.study.slug,
            "authors": list(one.study.authors),
            "year": one.study.year,
            "title": one.study.title,
            "venue": one.study.venue,
            "doi": one.study.doi,
            "told_in": f"{one.study.told_in}:{one.study.told_line}" if one.study.told_in else "",
            "coder": coder_name(one.coding) if one.coding else "",
            **{attribute: one.coding.values.get(attribute) if one.coding else None for attribute in ATTRIBUTES},
            "places": dict(one.coding.places) if one.coding else {},
            "note": one.coding.note if one.coding else "",
        }
        for one in rows
    ]
