"""The literature of the casebook as corpora that everybody can open: what document 004 reviews, and all five documents.

Derived from the bibliographies in the register whenever the casebook is loaded, and gone with it. A bibliography there
has authors, year and title of every work, nothing more; the documents themselves are works too, and cite the others.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from kembar.audit.actors import Actor
from kembar.evidence.models import Reference, Source
from kembar.literature.actions.reading import rows_of
from kembar.literature.duplicates import deduplicate
from kembar.literature.intake import Intake
from kembar.literature.models import Corpus, Work
from kembar.literature.records import Record

REVIEWED, CASEBOOK = "dokumen-004", "buku-kasus"
CORPORA: dict[str, dict[str, Any]] = {
    REVIEWED: {
        "title": {"id": "Pustaka dokumen 004", "en": "The literature of document 004"},
        "about": {
            "id": "Karya dalam daftar pustaka dokumen 004, tinjauan tentang kegagalan kota kembar di Indonesia.",
            "en": "The works in the bibliography of document 004, a review of failed sister cities in Indonesia.",
        },
    },
    CASEBOOK: {
        "title": {"id": "Pustaka kelima dokumen", "en": "The literature of the five documents"},
        "about": {
            "id": "Kelima dokumen buku kasus dan karya dalam kedua daftar pustaka yang ada, yaitu milik dokumen 003 "
            "dan 004. Dokumen 000, 001, dan 002 ada tanpa daftar pustaka.",
            "en": "The five documents of the casebook and the works in the two bibliographies that exist, those of "
            "documents 003 and 004. Documents 000, 001 and 002 came without theirs.",
        },
    },
}


@transaction.atomic
def rebuild_casebook_corpora(*, by: Actor, at: datetime) -> int:
    """This will derive the casebook's corpora anew from the register; gives the number of works written."""
    remove_casebook_corpora()
    sources = list(Source.objects.filter(origin="casebook").exclude(kind="gazetteer").order_by("code"))
    entries = list(Reference.objects.filter(source__in=sources).select_related("source"))
    if not entries:
        return 0
    reviewed = [_entry(one) for one in entries if one.source.code == "004"]
    everything = [*(_document(one, entries) for one in sources), *map(_entry, entries)]
    return sum(_write(slug, found, by, at) for slug, found in ((REVIEWED, reviewed), (CASEBOOK, everything)) if found)


def remove_casebook_corpora() -> None:
    Corpus.objects.filter(origin="casebook").delete()


def _entry(one: Reference) -> Record:
    return Record(one.title, tuple(one.authors), one.year, format="bibliography", source=one.source.code, line=one.line)


def _document(one: Source, entries: Iterable[Reference]) -> Record:
    """A document with the works it cites; its year is none where only a span is known."""
    kinds = {"thesis": "thesis", "article": "article", "review": "review"}
    return Record(
        one.title,
        tuple(one.authors),
        one.date_earliest.year if one.date_earliest and one.date == str(one.date_earliest.year) else None,
        kind=kinds.get(one.kind, ""),
        language=one.title_language,
        references=tuple(_cited(entry) for entry in entries if entry.source_id == one.id),
        format="document",
        source=one.code,
        line=1,
    )


def _cited(one: Reference) -> str:
    year = str(one.year) if one.year else "n.d."
    return f"{', '.join(one.authors)} ({year}). {one.title}."


def _write(slug: str, found: list[Record], by: Actor, at: datetime) -> int:
    records, merges = deduplicate(found)
    corpus = Corpus.objects.create(
        id=uuid.uuid5(uuid.NAMESPACE_URL, f"kembar:corpus:{slug}"),  # the same one after every load
        slug=slug,
        origin="casebook",
        is_published=True,
        **CORPORA[slug],
        edition=hashlib.sha256(repr(records).encode("utf-8")).hexdigest(),
        works_count=len(records),
        merged_count=len(merges),
        state=Corpus.READY,
        share=100,
        result=Intake(records, [], [], merges).result(),
        created_at=at,
        created_by=by.label,
    )
    rows = Work.objects.bulk_create(rows_of(corpus, records, merges))
    return len(rows)
