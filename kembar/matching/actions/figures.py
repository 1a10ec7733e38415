"""Writing figures of countries, pairs of countries and airports; announcements; estimates of benefit and cost."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import transaction

from kembar.access.actors import Actor
from kembar.audit.actions import Changed, record
from kembar.matching.figure_files import CountryOf, Read, problems_by_kind, read_figures
from kembar.matching.models import (
    Airport,
    Announcement,
    CountryFigure,
    Estimate,
    FigureImport,
    FigureProblem,
    PairFigure,
    Route,
)
from kembar.places.models import Country, Place
from kembar.places.rules import country_named
from kembar.values.dates import columns as date_columns
from kembar.values.texts import search_key


@transaction.atomic
def record_announcement(
    *, country: Country, says: str, when: str, source: str, by: Actor, at: datetime
) -> Announcement:
    """This will note what the central government announced of a country's political stability, on a day or in a year.

    Refuses (ValueError) another word than stable or unstable and a missing source; DateError for what is no date.
    """
    if says not in dict(Announcement.SAYS):
        raise ValueError(f"{says!r} is neither stable nor unstable.")
    if not source.strip() or not when.strip():
        raise ValueError("Who announced it, where and when? An announcement needs its source and its date.")
    row = Announcement.objects.create(
        country=country,
        says=says,
        source=source.strip(),
        recorded_at=at,
        recorded_by=by.label,
        **date_columns("date", when.strip()),
    )
    change = Changed("announcement", row.id, "says", None, says)
    record(action="matching.record_announcement", by=by, at=at, changes=[change], why=f"{country.code}: {row.source}")
    return row


@transaction.atomic
def enter_estimate(
    *,
    whose: Place,
    partner: Place,
    horizon: str,
    benefit: Decimal | None,
    cost: Decimal | None,
    currency: str,
    source: str,
    by: Actor,
    at: datetime,
) -> Estimate:
    """This will note what a tie is expected to bring and to cost one side; the same again changes the numbers.

    Refuses (ValueError) an unknown horizon, a currency that is no code of three letters, an estimate without a source
    or without any number, and negative numbers.
    """
    if horizon not in dict(Estimate.HORIZONS):
        raise ValueError(f"{horizon!r} is neither short nor long.")
    if len(currency) != 3 or not currency.isalpha():
        raise ValueError(f"{currency!r} is no currency: write three letters, such as IDR.")
    if not source.strip():
        raise ValueError("Who estimated it, and where? An estimate needs its source.")
    given = [value for value in (benefit, cost) if value is not None]
    if not given or any(value < 0 for value in given):
        raise ValueError("An estimate has a benefit or a cost, and neither is below 0.")
    first, second = sorted((whose, partner), key=lambda place: place.geonames_id)
    values = {
        "benefit": benefit,
        "cost": cost,
        "currency": currency.upper(),
        "source": source.strip(),
        "entered_at": at,
        "entered_by": by.label,
    }
    row, _made = Estimate.objects.update_or_create(
        place_a=first, place_b=second, whose=whose, horizon=horizon, defaults=values
    )
    change = Changed("estimate", row.id, "net", None, None if len(given) < 2 else str(given[0] - given[1]))
    record(action="matching.enter_estimate", by=by, at=at, changes=[change])
    return row


KEPT_PROBLEMS = 20_000
"""Problems of one kind that are kept by name; beyond it they are counted alone."""


@transaction.atomic
def import_figures(
    *,
    path: Path,
    source: str,
    licence: str,
    by: Actor,
    at: datetime,
    dataset: str = "",
    edition: str = "",
    columns: Sequence[str] = (),
) -> FigureImport:
    """This will read a file of country figures, country pairs, airports or routes, and keep it with its source.

    A later import of the same data set is asked in its place; the earlier one stays until it is removed. Refuses a
    missing source or licence line (ValueError) and what no reader can read (UnreadableFigures), writing nothing.
    """
    if not source.strip() or not licence.strip():
        raise ValueError("Whose figures are these, and under which licence? Both are shown wherever they are.")
    read = read_figures(path, country_finder(), columns=columns)
    counts = Counter(fault.kind for fault in read.faults)
    kept = FigureImport.objects.create(
        kind=read.kind,
        dataset=(dataset.strip() or path.stem)[:120],
        source=source.strip()[:300],
        licence=licence.strip()[:300],
        edition=edition.strip()[:60],
        file_name=path.name[:255],
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        imported_at=at,
        imported_by=by.label,
        counts={"rows": read.lines, "kept": len(read.rows), **dict(sorted(counts.items()))},
    )
    _WRITERS[read.kind](kept, read.rows)
    _write_problems(kept, read)
    change = Changed("figure_import", kept.id, "counts", None, kept.counts)
    record(
        action="matching.import_figures", by=by, at=at, changes=[change], record_kind="figure_import", record_id=kept.id
    )
    return kept


@transaction.atomic
def remove_figures(*, figures: FigureImport, by: Actor, at: datetime) -> None:
    """This will take an import out with all its rows; the history keeps that it was there."""
    change = Changed("figure_import", figures.id, "counts", figures.counts, None)
    named = f"{figures} ({figures.file_name})"
    record(
        action="matching.remove_figures",
        by=by,
        at=at,
        changes=[change],
        why=named,
        record_kind="figure_import",
        record_id=figures.id,
    )
    figures.delete()


def country_finder() -> CountryOf:
    """From a code of two or three letters or a name to the code; reads the countries once."""
    known = dict(Country.objects.values_list("iso3", "code"))
    codes = set(known.values())

    def find(text: str) -> str | None:
        upper = text.strip().upper()
        code = _OTHER_CODES.get(upper) or known.get(upper) or (upper if upper in codes else None)
        code = code or _OTHER_NAMES.get(search_key(text)) or country_named(text)
        return code if code in codes else None

    return find


_OTHER_CODES = {"ROM": "RO", "ZAR": "CD", "TMP": "TL", "WBG": "PS", "ADO": "AD", "KSV": "XK", "YUG": ""}
"""Codes that older tables use; an empty one means a country that is gone."""
_OTHER_NAMES = {
    search_key(name): code
    for name, code in (
        ("Korea, Rep.", "KR"),
        ("Republic of Korea", "KR"),
        ("Korea, Dem. People's Rep.", "KP"),
        ("Iran, Islamic Rep.", "IR"),
        ("Egypt, Arab Rep.", "EG"),
        ("Venezuela, RB", "VE"),
        ("Russian Federation", "RU"),
        ("Viet Nam", "VN"),
        ("United States of America", "US"),
        ("United Kingdom of Great Britain and Northern Ireland", "GB"),
        ("Brunei Darussalam", "BN"),
        ("Lao PDR", "LA"),
        ("Czech Republic", "CZ"),
        ("Türkiye", "TR"),
        ("Hong Kong SAR, China", "HK"),
    )
}
"""Names that tables of international organisations use and everyday lists do not."""


def _write_country_figures(kept: FigureImport, rows: Mapping[Any, Any]) -> None:
    CountryFigure.objects.bulk_create(
        (
            CountryFigure(import_of=kept, country_id=country, indicator=indicator, year=year, **values)
            for (country, indicator, year), values in sorted(rows.items())
        ),
        batch_size=1000,
    )


def _write_pairs(kept: FigureImport, rows: Mapping[Any, Any]) -> None:
    PairFigure.objects.bulk_create(
        (
            PairFigure(import_of=kept, country_a_id=a, country_b_id=b, year=year, values=values)
            for (a, b, year), values in rows.items()
        ),
        batch_size=1000,
    )


def _write_airports(kept: FigureImport, rows: Mapping[Any, Any]) -> None:
    Airport.objects.bulk_create(
        (Airport(import_of=kept, code=code, **values) for code, values in sorted(rows.items())), batch_size=1000
    )


def _write_routes(kept: FigureImport, rows: Mapping[Any, Any]) -> None:
    Route.objects.bulk_create(
        (
            Route(import_of=kept, origin=origin, destination=destination, airlines=airlines)
            for (origin, destination), airlines in sorted(rows.items())
        ),
        batch_size=1000,
    )


_WRITERS = {
    "country_figures": _write_country_figures,
    "country_pairs": _write_pairs,
    "airports": _write_airports,
    "routes": _write_routes,
}


def _write_problems(kept: FigureImport, read: Read) -> None:
    rows = [
        FigureProblem(import_of=kept, kind=kind, line=fault.line, name=fault.name[:300])
        for kind, faults in problems_by_kind(read.faults)
        for fault in faults[:KEPT_PROBLEMS]
    ]
    FigureProblem.objects.bulk_create(rows, batch_size=1000)
