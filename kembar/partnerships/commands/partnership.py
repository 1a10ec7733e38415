"""``kembar partnership SLUG``: everything the register holds of one partnership, as at a day."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from kembar.console import ANSWERED, Refused, add_as_at, answer_json, answer_table, asked_day, gettext

if TYPE_CHECKING:
    from kembar.partnerships.queries.record import Placed, Record


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("slug", metavar="SLUG", help=gettext("short name of the partnership, e.g. bogor-kisarazu"))
    add_as_at(parser)
    parser.add_argument("--json", action="store_true", help=gettext("print JSON"))


def run(arguments: argparse.Namespace) -> int:
    from kembar.access.permissions import EVERYTHING
    from kembar.partnerships.queries.names import nearest
    from kembar.partnerships.queries.record import find, record_of, slugs
    from kembar.partnerships.queries.shapes import record_shape

    at = asked_day(arguments.as_at)
    tie, now_called = find(arguments.slug, who=EVERYTHING)
    if now_called:
        sys.stderr.write(gettext("%(old)s is now called %(new)s.") % {"old": arguments.slug, "new": now_called} + "\n")
        tie, _again = find(now_called, who=EVERYTHING)
    if tie is None:
        sentence = gettext("There is no partnership “%(slug)s”. Nearest: %(nearest)s.")
        likely = ", ".join(nearest(arguments.slug, slugs(who=EVERYTHING)))
        raise Refused(sentence % {"slug": arguments.slug, "nearest": likely or "–"})
    record = record_of(tie, at, who=EVERYTHING)
    if arguments.json:
        answer_json(record_shape(record))
    else:
        _tell(record)
    return ANSWERED


def _tell(record: Record) -> None:
    """The record in blocks, each with its heading; a block without rows is left out."""
    from kembar.partnerships import labels
    from kembar.ui.states import look_of
    from kembar.values.languages import local

    tie, pair = record.tie, record.pair
    print(f"{local(tie.name)}\n{local(tie.about)}\n")
    for party in record.parties:
        who = party.government or party.organisation
        print(f"  {party.side}  {local(who.name if who else party.unnamed)} ({labels.PARTY_ROLE[party.role]})")
    facts = [
        (gettext("As at"), record.at.isoformat()),
        (gettext("Form"), labels.FORM.get(tie.form, "?")),
        (gettext("Formal state"), look_of(record.formal, "formal").word),
        (gettext("Class (Duchacek)"), labels.DUCHACEK[(pair.duchacek.code if pair else "") or ""]),
        (gettext("Distance"), f"{pair.distance_km:.0f} km" if pair and pair.distance_km is not None else "?"),
        (gettext("Delivered fields"), f"{record.delivery.delivered}/{record.delivery.promised}"),
        (gettext("Disputes"), len(record.disputes)),
        (gettext("Statements"), len(record.statements)),
    ]
    print()
    for term, value in facts:
        print(f"  {term}: {value}")
    fields = [(local(line.field.name), look_of(line.state, "field").word) for line in record.fields]
    _block(gettext("Fields"), (gettext("Field"), gettext("State")), fields)
    papers = [
        (
            labels.INSTRUMENT[one.row.kind],
            _day(one.row.when),
            _days(one.days_since),
            _day(one.expiry),
        )
        for one in record.papers
    ]
    heads = (gettext("Paper"), gettext("Signed on"), gettext("Since the one before"), gettext("Runs out"))
    _block(gettext("Instruments"), heads, papers)
    when_what = (gettext("When"), gettext("Kind"), gettext("What"))
    _block(gettext("Activities"), when_what, _dated(record.activities, labels.ACTIVITY))
    _block(gettext("Events"), when_what, _dated(record.events, labels.EVENT))
    obstacles = [(local(row.text), labels.FACTOR[row.factor]) for row in record.obstacles]
    _block(gettext("Obstacles"), (gettext("Obstacle"), gettext("Row of Table 1")), obstacles)
    verdicts = [(labels.VERDICT[one.row.value], local(one.row.text), one.row.author) for one in record.verdicts]
    _block(gettext("Verdicts of sources"), (gettext("Verdict"), gettext("In our words"), gettext("By")), verdicts)


def _block(heading: str, heads: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    if rows:
        print(f"\n{heading}")
        answer_table(heads, rows)


def _dated(rows: Iterable[Placed], vocabulary: Any) -> list[tuple[str, str, str]]:
    from kembar.values.languages import local

    return [(_day(one.when), str(vocabulary[one.row.kind]), local(one.row.title)) for one in rows]


def _days(days: Any) -> str:
    """Days since the paper before; where the other order is possible too, a count says nothing."""
    from kembar.console import language
    from kembar.ui.words import days_range

    if days is None:
        return ""
    return days_range(days, language()) if days.min >= 0 else "?"


def _day(when: Any) -> str:
    from kembar.console import language
    from kembar.ui.words import edtf

    return edtf(when, language()) if when and not when.is_unknown else "?"
