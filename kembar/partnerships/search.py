"""Which partnerships speak of these words? Case, accents and the space in "kerja sama" do not matter.

Each partnership keeps one folded text of its names, parties, fields, people and tellings, in two forms of every word:
as written, and run together with its neighbour, so that "kerjasama" finds "kerja sama" and the other way round.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise
from typing import Any

from django.db.models import Q

from kembar.partnerships import models
from kembar.partnerships.permissions import PARTS, Part, is_hidden, part_of_row
from kembar.places.rules import country_name
from kembar.values.texts import fold, search_key

LANGUAGES = ("id", "en")


def search_texts(ids: list[uuid.UUID]) -> dict[uuid.UUID, dict[Part, str]]:
    """The search text of each part of each partnership. Causes about fifteen queries, whatever their number."""
    words = _Words(ids)
    standing: Any = {"withdrawn_at__isnull": True}
    parties = models.Party.objects.filter(partnership_id__in=ids, **standing)
    parties = parties.select_related("government__country", "organisation")
    for party in parties.prefetch_related("government__names", "organisation__names"):
        words.tell(party.partnership_id, party, _party_words(party))
    fields = {field.code: [*_texts(field.name), *field.words] for field in models.Field.objects.all()}
    agreed_fields = models.InstrumentField.objects.filter(instrument__partnership_id__in=ids, **standing)
    for agreed in agreed_fields.select_related("instrument"):
        told = [*fields[agreed.field_id], *_texts(agreed.words)]
        words.tell(agreed.instrument.partnership_id, agreed, told)
    for model, names in _TOLD:
        rows = model.objects.filter(partnership_id__in=ids, **standing)
        for row in rows.select_related("instrument") if model is models.Commitment else rows:
            for name in names:
                words.tell(row.partnership_id, row, _texts(getattr(row, name)), name)
            if getattr(row, "field_id", None):
                words.tell(row.partnership_id, row, fields[row.field_id])
    people = models.Participant.objects.filter(activity__partnership_id__in=ids, **standing)
    for one in people.select_related("activity", "person", "organisation"):
        told = [one.person.name] if one.person else []
        told += _texts(one.organisation.name) if one.organisation else _texts(one.text)
        words.tell(one.activity.partnership_id, one, told)
    signatures = models.Signature.objects.filter(instrument__partnership_id__in=ids, **standing)
    for signed in signatures.select_related("instrument", "person"):
        words.tell(signed.instrument.partnership_id, signed, [signed.person.name] if signed.person else [])
    return {tie_id: words.of(tie_id) for tie_id in ids}


_TOLD: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (models.Instrument, ("title", "occasion", "place", "note")),
    (models.Commitment, ("text", "outcome")),
    (models.Activity, ("title", "result", "reason", "place")),
    (models.Event, ("title",)),
    (models.Obstacle, ("text",)),
    (models.Verdict, ("text",)),
    (models.Motive, ("text",)),
    (models.Hypothesis, ("text",)),
    (models.Revival, ("text", "reason")),
)


class _Words:
    """The words of partnerships, by the part of the record that tells them; of a case all of it is public."""

    def __init__(self, ids: list[uuid.UUID]) -> None:
        self._told: dict[tuple[uuid.UUID, Part], list[str]] = defaultdict(list)
        self._cases: set[uuid.UUID] = set()
        for tie in models.Partnership.objects.filter(id__in=ids):
            if tie.origin == "casebook":
                self._cases.add(tie.id)
            own = [tie.slug, *_texts(tie.name), *_texts(tie.about), "kerja sama cooperation"]
            self._told[(tie.id, Part.PUBLIC)] += own

    def tell(self, tie: uuid.UUID, row: Any, words: Iterable[str], column: str = "") -> None:
        """Adds what a column of a row says; the public does not find what it is not told of a public row."""
        part = Part.PUBLIC if tie in self._cases else part_of_row(row)
        if part == Part.PUBLIC and tie not in self._cases and is_hidden(row, column):
            part = Part.RECORD
        self._told[(tie, part)] += words

    def of(self, tie: uuid.UUID) -> dict[Part, str]:
        told: list[str] = []
        texts: dict[Part, str] = {}
        text = ""
        for part in PARTS:
            if more := self._told[(tie, part)]:
                told += more
                text = searchable(told)
            texts[part] = text
        return texts


def searchable(texts: Iterable[str]) -> str:
    """The folded words of ``texts``, once each, and each pair of neighbours run together, in order of the alphabet.

    The order of the texts must not matter: it is that of rows, which a database may give in any.
    """
    seen: set[str] = set()
    for text in texts:
        parts = fold(text).split()
        seen.update(parts)
        seen.update(a + b for a, b in pairwise(parts) if len(a) + len(b) <= 24)
    return " " + " ".join(sorted(seen)) + " "


def words_in(text: str, column: str = "search_text") -> Q | None:
    """The rows whose search text has every word of ``text``, each at the beginning of a word, or all run together.

    None where the text has no word.
    """
    words = fold(text).split()
    if not words:
        return None
    together = Q(**{f"{column}__contains": f" {search_key(text)}"})
    each = Q()
    for word in words:
        each &= Q(**{f"{column}__contains": f" {word}"})
    return each | together


def _texts(value: Any) -> list[str]:
    return [text for text in value.values() if text] if isinstance(value, dict) else []


def _party_words(party: models.Party) -> list[str]:
    who = party.government or party.organisation
    if who is None:
        return _texts(party.unnamed)
    words = [*_texts(who.name), *(name.text for name in who.names.all())]
    if who.country_id:
        words += [country_name(who.country_id, language) for language in LANGUAGES]
    return words
