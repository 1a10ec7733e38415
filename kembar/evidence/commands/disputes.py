"""``kembar disputes``: where sources contradict each other, with every statement that takes part."""

from __future__ import annotations

import argparse
from collections.abc import Iterable

from kembar.console import ANSWERED, Refused, add_as_at, answer_json, answer_table, asked_day, gettext


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--record", metavar="SLUG", help=gettext("of this record alone"))
    add_as_at(parser)
    parser.add_argument("--json", action="store_true", help=gettext("print JSON"))


def run(arguments: argparse.Namespace) -> int:
    from kembar.access.permissions import EVERYTHING
    from kembar.evidence.catalogue import kinds
    from kembar.evidence.labels import DISPUTE_KIND
    from kembar.evidence.queries import disputes
    from kembar.evidence.shapes import dispute_shape

    found = disputes(asked_day(arguments.as_at), who=EVERYTHING)
    if arguments.record:
        _must_exist(arguments.record, {record.slug for _one, record in found})
        found = [(one, record) for one, record in found if record.slug == arguments.record]
    if arguments.json:
        answer_json([dispute_shape(one, record.slug) for one, record in found])
        return ANSWERED
    rows = []
    for one, record in found:
        declared = kinds()[one.subject_kind].attributes[one.attribute]
        for number, said in enumerate(one.statements.all()):
            place = f"{said.source.code}:{said.place}" if said.place else said.source.code
            value = f"{'¬ ' if said.stance == 'denies' else ''}{_plain(said.value)}"
            first = (record.slug, str(declared.label), str(DISPUTE_KIND[one.kind])) if number == 0 else ("", "", "")
            rows.append((*first, value, place, said.term))
    heads = (
        gettext("Record"),
        gettext("Attribute"),
        gettext("Kind"),
        gettext("Value"),
        gettext("Place"),
        gettext("Term found there"),
    )
    answer_table(heads, rows)
    return ANSWERED


def _must_exist(slug: str, disputed: Iterable[str]) -> None:
    """A record without a dispute answers with none; a slug that no record has is refused."""
    from kembar.evidence.catalogue import kinds

    if slug in disputed:
        return
    records = [one.model for one in kinds().values() if one.record == one.code]
    named = [model for model in records if any(column.name == "slug" for column in model._meta.fields)]
    if not any(model.objects.filter(slug=slug).exists() for model in named):
        raise Refused(
            gettext("There is no record “%(slug)s”. See kembar partnerships for their names.") % {"slug": slug}
        )


def _plain(value: object) -> str:
    """A value on one line, short enough for a table."""
    from kembar.values.languages import local

    if isinstance(value, dict) and set(value) <= {"id", "en"}:
        value = local(value)
    elif isinstance(value, dict):
        value = " ".join(str(one) for one in value.values() if one)
    elif isinstance(value, list):
        value = ", ".join(map(str, value))
    text = str(value)
    return text if len(text) <= 60 else text[:59] + "…"
