"""What is asked first of each kind of row, what is folded, and which help stands beside a question?

A kind that is not in the table is asked for what it requires and its first few attributes; a new attribute is folded
under "more" until somebody puts it first. Nothing here is needed for a form to be there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from kembar.evidence.catalogue import Kind

FEW = 4
HIDDEN = {("partnership", "verdict")}
"""Attributes that other rows fill."""


@dataclass(frozen=True)
class Layout:
    """``first``: the questions that are open; ``address``: the kind in addresses; ``title``: of the form."""

    first: tuple[str, ...]
    address: str
    title: Any = ""
    help: Mapping[str, Any] = field(default_factory=dict)


_PERSON = _("As the source names them. Names of minors are not kept.")
_DATE = _("As you would write it: 21 September 2016, November 2016, about 2016, until 2021.")

LAYOUTS: Mapping[str, Layout] = {
    "partnership": Layout(("name", "form", "began", "about"), "kerja-sama", _("Partnership")),
    "party": Layout(("side", "government", "organisation", "role"), "pihak", _("Party")),
    "link": Layout(("other", "kind", "note"), "tautan", _("Link to another partnership")),
    "instrument": Layout(
        ("kind", "status", "date", "term", "term_months"),
        "naskah",
        _("Instrument"),
        {
            "term_months": _("Five years are 60 months. For a fixed term alone."),
            "last_day_counts": _("Whether the paper is still in force on the day it names as its end."),
            "renewal_window_months": _("The last months of the term in which a renewal must be asked for."),
            "agreed_fields": _("All fields that the paper names."),
        },
    ),
    "number": Layout(("side", "number"), "nomor", _("Number of the paper")),
    "signature": Layout(
        ("side", "person", "office", "is_head"),
        "tanda-tangan",
        _("Signature"),
        {"person": _PERSON, "full_powers": _("Number and date of the letter of full powers.")},
    ),
    "language_text": Layout(("language", "authentic", "prevails"), "bahasa", _("Language of the paper")),
    "instrument_field": Layout(("field", "words"), "bidang", _("Agreed field")),
    "objective": Layout(("text",), "tujuan", _("Objective")),
    "cost_share": Layout(("side", "share_percent", "amount", "currency"), "pembagian-biaya", _("Cost share")),
    "commitment": Layout(
        ("text", "field", "owed_by", "date", "instrument"), "butir", _("Commitment"), {"clause": _("As “Article 3”.")}
    ),
    "activity": Layout(
        ("kind", "status", "title", "date", "field"),
        "kegiatan",
        _("Activity"),
        {"reason": _("Where it was not done, or stopped.")},
    ),
    "participant": Layout(
        ("side", "organisation", "person", "text"),
        "peserta",
        _("Participant"),
        {"person": _PERSON, "text": _("A group without a name of its own, as “12 pupils”.")},
    ),
    "contact": Layout(
        ("kind", "from_side", "date", "subject", "answer_awaited", "answers"),
        "komunikasi",
        _("Letter, call or meeting"),
        {
            "number": _("The number of the letter."),
            "through": _("A mission or ministry that passed it on."),
            "answers": _("Where it answers an earlier one: from both, the time to the answer is told."),
        },
    ),
    "event": Layout(("kind", "title", "date", "side", "field"), "peristiwa", _("Event")),
    "obstacle": Layout(
        ("text", "factor", "date", "field"),
        "hambatan",
        _("Obstacle"),
        {
            "factor": _("Its row of Table 1 of document 004."),
            "date": _("From when to when it stood in the way, if that is known; one day or year will do."),
        },
    ),
    "verdict": Layout(
        ("dimension", "value", "text", "date", "author"),
        "penilaian",
        _("Verdict"),
        {"date": _("The day it speaks about."), "author": _("Whoever judges so, by name of the source.")},
    ),
    "motive": Layout(("side", "text"), "motif", _("Motive")),
    "hypothesis": Layout(("number", "text", "status"), "hipotesis", _("Hypothesis")),
    "revival": Layout(("date", "text", "outcome"), "upaya", _("Attempt at revival")),
    "government": Layout(
        ("name", "level", "country", "seat"),
        "pemerintah",
        _("Government"),
        {"seat": _("The city in which it sits; distances are measured from there.")},
    ),
    "organisation": Layout(("name", "kind", "country"), "organisasi", _("Organisation")),
    "person": Layout(("name",), "orang", _("Person"), {"name": _PERSON}),
    "name": Layout(("text", "kind", "language"), "nama", _("Another name")),
    "tenure": Layout(
        ("person", "role", "title", "began", "ended"), "jabatan", _("Term of office"), {"person": _PERSON}
    ),
    "offer": Layout(("by_government", "date", "text"), "penawaran", _("Offer")),
    "offer_candidate": Layout(("government", "answer_rank", "date"), "calon", _("Candidate")),
    "tally": Layout(
        ("text", "counted", "number", "unit", "date"),
        "jumlah",
        _("Count without names"),
        {"counted": _("A short word for what is counted, as “sister cities”."), "unit": _("As “partnerships”.")},
    ),
}
_HELP_OF_TYPE: Mapping[str, Any] = {"date": _DATE, "texts": _("One a line.")}


def layout_of(own: Kind) -> Layout:
    """The layout of a kind; one made from the catalogue where the table has none."""
    known = LAYOUTS.get(own.code)
    if known is not None:
        return known
    needed = [attribute.code for attribute in own if attribute.required]
    rest = [attribute.code for attribute in own if not attribute.required]
    return Layout((*needed, *rest[: max(0, FEW - len(needed))]), own.code)


def help_of(own: Kind, code: str) -> Any:
    """The help beside a question, empty where there is none."""
    attribute = own.attributes[code]
    return layout_of(own).help.get(code) or _HELP_OF_TYPE.get(attribute.type, "")


def title_of(own: Kind) -> str:
    """What a form of the kind is called."""
    return str(layout_of(own).title or own.label)


def kind_at(address: str, kinds: Mapping[str, Kind]) -> Kind | None:
    """The kind that an address means: the word of the table, else the code of the kind."""
    for code, own in kinds.items():
        if layout_of(own).address == address:
            return kinds[code]
    return None
