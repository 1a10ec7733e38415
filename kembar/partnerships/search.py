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

from django.db.models import Q, QuerySet

from kembar.partnerships import models
from kembar.places.rules import country_name
from kembar.values.texts import fold, search_key

LANGUAGES = ("id", "en")


def search_texts(ids: list[uuid.UUID]) -> dict[uuid.UUID, str]:
    """The search text of each partnership. Causes about fifteen queries, whatever their number."""
    words: dict[uuid.UUID, list[str]] = defaultdict(list)
    for tie in models.Partnership.objects.filter(id__in=ids):
        words[tie.id] += [tie.slug, *_texts(tie.name), *_texts(tie.about), "kerja sama cooperation"]
    standing = {"withdrawn_at__isnull": True}
    parties = models.Party.objects.filter(partnership_id__in=ids, **standing)
    parties = parties.select_related("government__country", "organisation")
    for party in parties.prefetch_related("government__names", "organisation__names"):
        words[party.partnership_id] += _party_words(party)
    fields = {field.code: [*_texts(field.name), *field.words] for field in models.Field.objects.all()}
    agreed_fields = models.InstrumentField.objects.filter(instrument__partnership_id__in=ids, **standing)
    for agreed in agreed_fields.select_related("instrument"):
        words[agreed.instrument.partnership_id] += [*fields[agreed.field_id], *_texts(agreed.words)]
    tables: tuple[tuple[Any, tuple[str, ...]], ...] = (
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
    for model, names in tables:
        for row in model.objects.filter(partnership_id__in=ids, **standing):
            for name in names:
                words[row.partnership_id] += _texts(getattr(row, name))
            if getattr(row, "field_id", None):
                words[row.partnership_id] += fields[row.field_id]
    people = models.Participant.objects.filter(activity__partnership_id__in=ids, **standing)
    for one in people.select_related("activity", "person", "organisation"):
        words[one.activity.partnership_id] += [one.person.name] if one.person else []
        words[one.activity.partnership_id] += _texts(one.organisation.name) if one.organisation else _texts(one.text)
    signatures = models.Signature.objects.filter(instrument__partnership_id__in=ids, **standing)
    for signed in signatures.select_related("instrument", "person"):
        words[signed.instrument.partnership_id] += [signed.person.name] if signed.person else []
    return {tie_id: searchable(words[tie_id]) for tie_id in ids}


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


def matching(rows: QuerySet[Any], text: str, column: str = "search_text") -> QuerySet[Any]:
    """The rows whose search text has every word of ``text``, each at the beginning of a word, or all run together."""
    words = fold(text).split()
    if not words:
        return rows
    together = Q(**{f"{column}__contains": f" {search_key(text)}"})
    each = Q()
    for word in words:
        each &= Q(**{f"{column}__contains": f" {word}"})
    return rows.filter(each | together)


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
