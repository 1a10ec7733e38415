"""A small gazetteer: the seats that a casebook names and large cities of some countries, read from the real files."""

from __future__ import annotations

import csv
import lzma
import shutil
import tempfile
from collections import Counter
from datetime import datetime
from pathlib import Path

from kembar.casebook.layout import Casebook
from kembar.partnerships.synthesis import HOME_COUNTRY, PARTNER_COUNTRIES, SMALLEST
from kembar.places.actions import DATA, load_places

CITIES = 12
"""Large cities kept of each country that made-up partnerships draw from."""


def load_some_places(book: Casebook, *, at: datetime) -> None:
    """This will load all countries and the few places, through the product's own loader."""
    seats = {str(row.values["seat"]) for row in book.walk() if "seat" in row.values}
    large: Counter[str] = Counter()
    countries = {HOME_COUNTRY, *PARTNER_COUNTRIES}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copy(DATA / "countries.csv", folder)
        with (
            lzma.open(DATA / "places.csv.xz", "rt", encoding="utf-8", newline="") as source,
            lzma.open(folder / "places.csv.xz", "wt", encoding="utf-8", newline="", preset=0) as target,
        ):
            rows = csv.reader(source)
            writer = csv.writer(target, lineterminator="\n")
            writer.writerow(next(rows))
            for row in rows:
                country, people = row[2], int(row[6])
                is_large = people >= SMALLEST and country in countries and large[country] < CITIES
                large[country] += is_large
                if is_large or row[0] in seats:
                    writer.writerow(row)
        load_places(by="tests", at=at, folder=folder)
