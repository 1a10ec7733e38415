"""How is a value of the record shown in words, and with which places beside it?

Turns rows and statements into the plain mappings that the components of ``kembar.ui`` take.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from kembar.evidence import citing
from kembar.evidence.catalogue import kinds
from kembar.evidence.checks import Finding
from kembar.evidence.models import Statement
from kembar.evidence.rules import POLARITY
from kembar.law.labels import CITED_AS, matter
from kembar.law.models import Act
from kembar.pages.words import CONTENT_STATE, CONTENTS, SMART_CITY, UNIT
from kembar.partnerships import labels, models
from kembar.places.models import Place
from kembar.ui import words
from kembar.values.languages import language as language  # part of the vocabulary of pages
from kembar.values.languages import local as local
from kembar.values.together import together

RECORDS: dict[str, Any] = {
    "government": models.Government,
    "organisation": models.Organisation,
    "partnership": models.Partnership,
    "person": models.Person,
    "tally": models.Tally,
    "offer": models.Offer,
    "act": Act,
}
WITH_SLUG = {"government", "organisation", "partnership", "person", "tally"}
"""Kinds of records, and those that statements refer to by slug."""
NAMED_BY = {"tally": "text", "offer": "text", "act": "title"}
OF_THE_ROW = {"commitment": "instrument", "activity": "commitment", "instrument": "predecessor", "contact": "answers"}
"""Kinds whose statements refer to another row of the record, and the column that holds the reference."""


def short(text: str, most: int = 90) -> str:
    """The beginning of a long text, cut at a word."""
    return text if len(text) <= most else text[: most - 1].rpartition(" ")[0] + "…"


def anchor(row_id: uuid.UUID | str, letter: str = "r") -> str:
    """The fragment of a row on the page of its record; eight digits of its id are enough on one page."""
    return f"{letter}-{str(row_id).replace('-', '')[:8]}"


def address(kind: str, slug: str) -> str:
    """Where a record stands, or nothing for kinds that have no page."""
    if kind in ("partnership", "government", "organisation", "act"):
        return reverse(kind, args=[slug])
    return reverse("tallies") + f"#{slug}" if kind == "tally" else ""


class Shown:
    """Shows values of statements. What they refer to is read in one query, when a name is first needed."""

    def __init__(self, statements: Iterable[Statement] = ()) -> None:
        self._statements = list(statements)
        self._names: dict[tuple[str, str], str] | None = None
        self._records: dict[uuid.UUID, tuple[str, str]] = {}
        self._sides: dict[tuple[uuid.UUID, str], str] = {}

    def said(self, one: Statement) -> str:
        """What a statement says, in words; a side of a partnership by the name of its party."""
        if one.attribute in labels.SIDES and one.value is not None:
            self._load()
            return self._sides.get((one.record_id, str(one.value))) or labels.choice(
                one.subject_kind, one.attribute, one.value
            )
        return self.value(one.subject_kind, one.attribute, one.value, one.subject_id)

    def value(self, kind: str, attribute: str, value: Any, subject: uuid.UUID | None = None) -> str:
        """The value of an attribute in words; ``subject`` tells which row another row of the record belongs to."""
        if value is None:
            return _("says nothing of it")
        declared = kinds()[kind].attributes.get(attribute) if kind in kinds() else None
        if attribute == "verdict":
            return self._verdict(value)
        if declared is None:
            return str(value)
        if (kind, attribute) in _SPECIAL:
            return str(_SPECIAL[(kind, attribute)](value))
        if declared.type == "reference":
            if OF_THE_ROW.get(kind) == attribute:
                return self.name(f"{kind}.{attribute}", str(subject))
            return self.name(declared.refers_to, value)
        if declared.type == "codes":
            return ", ".join(self.name(declared.refers_to, one) for one in value)
        if declared.type == "choice":
            return labels.choice(kind, attribute, value)
        return str(_PLAIN.get(declared.type, str)(value))

    def name(self, kind: str, key: str) -> str:
        """The name behind a reference; the reference itself where nothing is known under it."""
        if kind == "country":
            return words.country(key, language())
        return self._load().get((kind, str(key)), str(key))

    def record(self, record_id: uuid.UUID) -> tuple[str, str]:
        """The name of a record that one of the statements stands on, and its address where it has a page."""
        self._load()
        return self._records.get(record_id, ("", ""))

    def _load(self) -> dict[tuple[str, str], str]:
        if self._names is None:
            self._names = self._read()
        return self._names

    def _verdict(self, value: Mapping[str, Any]) -> str:
        parts = [str(labels.VERDICT[value["value"]]), f"({labels.DIMENSION[value['dimension']]})"]
        if value.get("field"):
            parts.insert(1, self.name("field", value["field"]))
        if value.get("date"):
            parts.append(words.moment(value["date"], language()))
        return " ".join(parts)

    def _read(self) -> dict[tuple[str, str], str]:
        wanted = self._wanted()
        of_row = {kind: wanted[kind] for kind in OF_THE_ROW}
        found = together(
            *(model.objects.filter(_asked(kind, wanted)) for kind, model in RECORDS.items()),
            _parties(wanted).order_by("side", "position"),
            models.Field.objects.all(),
            Place.objects.filter(pk__in=wanted["place"]),
            models.Commitment.objects.filter(pk__in=of_row["commitment"]),
            models.Activity.objects.filter(pk__in=of_row["activity"]),
            models.Instrument.objects.filter(pk__in=of_row["instrument"]),
            models.Contact.objects.filter(pk__in=of_row["contact"]),
            _papers(of_row["commitment"], of_row["instrument"]),
            models.Commitment.objects.filter(
                pk__in=models.Activity.objects.filter(pk__in=of_row["activity"]).values("commitment")
            ),
            models.Contact.objects.filter(
                pk__in=models.Contact.objects.filter(pk__in=of_row["contact"]).values("answers")
            ),
            leaving_out=("search_text", "alternate_names"),
        )
        parties, fields, places, promised, done, followed, answering, papers, promises, answered = found[len(RECORDS) :]
        names = {("field", row.code): local(row.name) for row in fields}
        names |= {("place", str(row.pk)): f"{row.name}, {row.unit}" if row.unit else row.name for row in places}
        for kind, rows in zip(RECORDS, found, strict=False):
            for row in rows:
                name, slug = local(getattr(row, NAMED_BY.get(kind, "name"))), getattr(row, "slug", "")
                names[(kind, slug)] = name
                self._records[row.pk] = (name, address(kind, slug))
        for party in reversed(parties):  # the first party of a side names it
            who = self._records.get(party.government_id or party.organisation_id)
            if who:
                self._sides[(party.partnership_id, party.side)] = who[0]
        titles = {row.pk: paper_title(row) for row in papers} | {row.pk: short(local(row.text)) for row in promises}
        titles |= {row.pk: letter_title(row) for row in answered}
        told = (("commitment", promised), ("activity", done), ("instrument", followed), ("contact", answering))
        for kind, rows in told:
            column = OF_THE_ROW[kind]
            for row in rows:
                names[(f"{kind}.{column}", str(row.pk))] = titles.get(getattr(row, f"{column}_id"), "")
        return names

    def _wanted(self) -> dict[str, set[Any]]:
        wanted: dict[str, set[Any]] = defaultdict(set)
        for one in self._statements:
            wanted[f"{one.record_kind}:id"].add(one.record_id)
            declared = kinds()[one.subject_kind].attributes.get(one.attribute) if one.subject_kind in kinds() else None
            if declared is None or not declared.refers_to or one.value is None:
                continue
            if OF_THE_ROW.get(one.subject_kind) == one.attribute:
                wanted[one.subject_kind].add(one.subject_id)
            elif declared.refers_to == "place":
                wanted["place"].add(int(one.value))
            else:
                values = one.value if isinstance(one.value, list) else [one.value]
                wanted[f"{declared.refers_to}:slug"] |= {str(value) for value in values}
        return wanted


def _asked(kind: str, wanted: Mapping[str, set[Any]]) -> Q:
    """Records of a kind that statements stand on or refer to, and the parties of their partnerships."""
    asked = Q(pk__in=wanted.get(f"{kind}:id", ()))
    if kind in WITH_SLUG:
        asked |= Q(slug__in=wanted.get(f"{kind}:slug", ()))
    if kind in ("government", "organisation"):
        asked |= Q(pk__in=_parties(wanted).exclude(**{kind: None}).values(kind))
    return asked


def _parties(wanted: Mapping[str, set[Any]]) -> Any:
    return models.Party.objects.filter(partnership__in=wanted.get("partnership:id", ()), role="party").order_by()


def _papers(commitments: set[Any], instruments: set[Any]) -> Any:
    """The instruments that commitments belong to and that other instruments follow."""
    of_promises = models.Commitment.objects.filter(pk__in=commitments).values("instrument")
    followed = models.Instrument.objects.filter(pk__in=instruments).values("predecessor")
    return models.Instrument.objects.filter(Q(pk__in=of_promises) | Q(pk__in=followed))


def paper_title(row: models.Instrument) -> str:
    """An instrument by kind and date, as people speak of it."""
    when = f", {words.moment(row.when, language())}" if row.when else ""
    return f"{labels.INSTRUMENT[row.kind]}{when}"


def letter_title(row: models.Contact) -> str:
    """A letter, call or meeting by kind, date and subject."""
    when = f", {words.moment(row.when, language())}" if row.when else ""
    subject = short(local(row.subject))
    return f"{labels.CONTACT[row.kind]}{when}" + (f": {subject}" if subject else "")


def _contents(value: Mapping[str, str]) -> str:
    return "; ".join(f"{CONTENTS.get(code, code)}: {CONTENT_STATE.get(state, state)}" for code, state in value.items())


def _act(value: str) -> str:
    """The kind, number and year of an act as the law cites it: "uu 23/2014" is UU 23/2014."""
    kind, _space, rest = value.partition(" ")
    return f"{CITED_AS.get(kind, kind)} {rest}".strip()


_PLAIN: dict[str, Any] = {
    "text": local,
    "texts": lambda value: "; ".join(local(one) for one in value),
    "date": lambda value: words.moment(value, language()),
    "number": lambda value: words.number(value, language()),
    "yes_no": lambda value: str(labels.YES_NO[value]),
    "flag": lambda value: str(labels.YES_NO["yes" if value else "no"]),
}
_SPECIAL: dict[tuple[str, str], Any] = {
    ("instrument", "text_contents"): _contents,
    ("act", "about"): matter,
    ("verdict", "author"): lambda value: author(value),
    ("act", "citation"): _act,
    ("activity", "date"): lambda value: words.edtf(value, language()),
    ("activity", "dimension"): lambda value: SMART_CITY.get(value, value),
    ("tally", "unit"): lambda value: str(UNIT.get(value, value)),
    ("name", "language"): lambda value: words.language_name(value, language()),
    ("name", "script"): lambda value: words.script_name(value, language()),
    ("language_text", "language"): lambda value: words.language_name(value, language()),
}


# --- places -------------------------------------------------------------------------------------------------------


credit, place, places = citing.credit, citing.place, citing.places


def author(named: str) -> str:
    """Who judges, without the document the judgement stands in: that is shown as its place."""
    return citing.OWN_DOCUMENT.sub("", citing.IN_DOCUMENT.sub("", named))


def finding_places(finding: Finding) -> list[dict[str, Any]]:
    """The places of a finding, each line once."""
    seen: dict[tuple[str, int], dict[str, Any]] = {}
    for one in finding.places:
        seen.setdefault((one.source, one.line), {"code": one.source, "line": one.line, "note": one.term})
    return list(seen.values())


def attribute_label(kind: str, attribute: str) -> str:
    """The name of an attribute in words."""
    declared = kinds()[kind].attributes.get(attribute) if kind in kinds() else None
    return str(declared.label) if declared else attribute


def kind_label(kind: str) -> str:
    return str(kinds()[kind].label) if kind in kinds() else kind


def polarity(value: str) -> str:
    """The direction of a verdict as the components name it."""
    return {1: "positive", -1: "negative", 0: "neutral"}[POLARITY[value]]
