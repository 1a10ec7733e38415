"""Which values does the gallery show? Samples after cases in the documents, in both languages, for it alone."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import get_language

from kembar.analysis.edtf import interval_days, parse


class SampleFilter(forms.Form):
    name = forms.CharField(required=False)
    state = forms.ChoiceField(required=False, choices=[("", "…"), ("in_force", "●"), ("expired", "○")])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _say("Nama", "Name")
        self.fields["state"].label = _say("Status", "State")


def _say(indonesian: str, english: str) -> str:
    return english if (get_language() or "id").startswith("en") else indonesian


def _source(code: str, line: int) -> dict[str, Any]:
    return {"code": code, "line": line}


def gallery() -> dict[str, Any]:
    return {
        "trail": [{"label": _say("Beranda", "Home"), "url": "/"}, {"label": _say("Galeri", "Gallery")}],
        "day": date(2016, 9, 21),
        "dates": ["2016-11", "2016~", "2016?", "../2022", "2010/", "2017/2018", "2016-XX", "201X", "2010/..", ""],
        "someday": (date(2021, 5, 1), date(2021, 5, 31)),
        "facts": _facts(),
        "columns": _columns(),
        "table_rows": _table_rows(),
        "tallies": _tallies(),
        "events": _events(),
        "instruments": _instruments(),
        "grid": _grid(),
        "statements": _statements(),
        "dispute": _dispute(),
        "shown": [
            {"text": _say("1 dari 5 bidang terlaksana", "1 of 5 fields delivered"), "state": "delivered"},
            {"text": _say("naskah terakhir: LoI", "newest instrument: LoI"), "state": "in_force"},
        ],
        "judged": [
            {
                "text": _say("kerja sama belum berjalan penuh", "the cooperation has not fully begun"),
                "polarity": "negative",
                "author": _say("penulis dokumen 002", "the author of document 002"),
                "code": "002",
                "line": 89,
            }
        ],
        "map_data": map_data(),
        "bilingual": {"en": "A text that exists in English alone"},
    }


def _facts() -> list[dict[str, Any]]:
    return [
        {"term": _say("Bentuk", "Form"), "value": _say("kota kembar", "sister city")},
        {"term": _say("Status formal", "Formal state"), "state": "in_force", "sources": [_source("002", 79)]},
        {"term": _say("Jarak", "Distance"), "value": "5.780 km", "why": _say("antarpusat kota", "from seat to seat")},
        {"term": _say("Nomor naskah", "Number of the instrument"), "value": None},
        {"term": _say("Mulai", "Began"), "value": "1997", "dispute_url": "#dispute", "sources": [_source("001", 13)]},
    ]


def _columns() -> list[dict[str, Any]]:
    return [
        {"key": "name", "label": _say("Kerja sama", "Partnership")},
        {"key": "state", "label": _say("Status", "State")},
        {"key": "distance", "label": _say("Jarak (km)", "Distance (km)"), "css": "number"},
        {"key": "fields", "label": _say("Bidang", "Fields"), "plain": True},
    ]


def _table_rows() -> list[dict[str, Any]]:
    return [
        {"name": "Bandung – Seoul", "state": "in_force", "distance": 5276, "fields": 6},
        {"name": "Bogor – Kisarazu", "state": "intent", "distance": 5790, "fields": 5},
        {"name": "Tangerang Selatan – Daejeon", "state": "expired", "distance": 5169, "fields": 4},
        {
            "name": _say("Bandung – mitra tanpa nama", "Bandung – unnamed partner"),
            "state": "cannot_be_said",
            "distance": None,
            "fields": None,
        },
    ]


def _tallies() -> list[dict[str, Any]]:
    return [
        {
            "figure": 12,
            "label": _say("kerja sama berlaku", "partnerships in force"),
            "url": "#table",
            "cannot_be_said": 3,
            "rows": [{"label": "Bandung – Seoul", "url": "#"}, {"label": "Bogor – Kisarazu", "url": "#"}],
        },
        {
            "figure": 1234,
            "label": _say("keterangan", "statements"),
            "aside": _say("dari 5 dokumen", "from 5 documents"),
        },
        {"figure": None, "label": _say("anggaran", "budget"), "aside": _say("tidak disebut", "not stated")},
    ]


def _events() -> list[dict[str, Any]]:
    return [
        {"date": "2014~", "title": _say("Penjajakan pertama", "First contact"), "is_doubtful": True},
        {"date": "2016-11", "title": "LoI", "kind": "formal", "sources": [_source("002", 79)]},
        {
            "date": "2017/2018",
            "title": _say("Pertukaran pelajar", "Exchange of pupils"),
            "detail": _say("bidang pendidikan", "field: education"),
        },
        {"date": "2020-05-22", "title": "Permendagri 25/2020", "kind": "external"},
        {"date": None, "title": _say("Kunjungan balasan", "Return visit")},
    ]


def _instruments() -> list[dict[str, Any]]:
    days = [parse("2015-09-23"), parse("2016-07-19"), parse("2016-09-21"), parse("2021")]
    return [
        {"kind": "LoI", "date": days[0], "sources": [_source("000", 30)]},
        {"kind": "Statement of Agreement", "date": days[1], "days_since": interval_days(days[0], days[1])},
        {"kind": "MoU", "date": days[2], "state": "in_force", "days_since": interval_days(days[1], days[2])},
        {
            "kind": _say("Perpanjangan", "Renewal"),
            "date": days[3],
            "is_draft": True,
            "days_since": interval_days(days[2], days[3]),
        },
    ]


def _grid() -> list[dict[str, Any]]:
    def cell(indonesian: str, english: str, line: int = 0) -> list[dict[str, Any]]:
        return [{"text": _say(indonesian, english), "sources": [_source("002", line)] if line else []}]

    return [
        {
            "field": _say("Pendidikan", "Education"),
            "state": "delivered",
            "promised": cell("pertukaran pelajar", "exchange of pupils", 89),
            "planned": cell("program 2017", "programme 2017"),
            "paid": None,
            "done": cell("3 kunjungan", "3 visits", 91),
            "evaluated": [],
        },
        {
            "field": _say("Lingkungan hidup", "Environment"),
            "state": "asleep",
            "promised": cell("pengelolaan sampah", "handling of waste", 90),
            "planned": [],
            "paid": None,
            "done": [],
            "evaluated": None,
        },
    ]


def _statements() -> list[dict[str, Any]]:
    return [
        {
            "code": "001",
            "line": 13,
            "attribute": _say("Jumlah", "Count"),
            "value": "29",
            "term": "29 sister city",
            "language": "id",
            "is_accepted": True,
        },
        {"code": "004", "line": 79, "attribute": _say("Jumlah", "Count"), "value": "28", "stance": "denies"},
    ]


def _dispute() -> dict[str, Any]:
    return {
        "attribute": _say("tahun mulai", "year it began"),
        "record": "Bandung – Suwon",
        "record_url": "#",
        "anchor": "dispute",
        "state": "disputed",
        "says": _say("Dua tahun disebut untuk satu peristiwa.", "Two years are given for one event."),
        "sides": [
            {"value": "1997", "sources": [_source("001", 13)], "is_accepted": True},
            {"value": "2010", "sources": [_source("004", 79)], "note": _say("tanpa rujukan", "without reference")},
        ],
    }


def map_data() -> dict[str, list[dict[str, Any]]]:
    """Pairs on five continents, so that arcs over the Pacific, the Indian Ocean and Asia are all seen."""
    places = {
        "bandung": ("Bandung", "ID", -6.92, 107.61),
        "jakarta": ("Jakarta", "ID", -6.21, 106.85),
        "bogor": ("Bogor", "ID", -6.59, 106.79),
        "tangsel": ("Tangerang Selatan", "ID", -6.29, 106.72),
        "surabaya": ("Surabaya", "ID", -7.25, 112.75),
        "diy": ("DI Yogyakarta", "ID", -7.80, 110.36),
        "denpasar": ("Denpasar", "ID", -8.65, 115.22),
        "medan": ("Medan", "ID", 3.58, 98.67),
        "seoul": ("Seoul", "KR", 37.57, 126.98),
        "daejeon": ("Daejeon", "KR", 36.35, 127.38),
        "suwon": ("Suwon", "KR", 37.26, 127.03),
        "kisarazu": ("Kisarazu", "JP", 35.38, 139.92),
        "cuenca": ("Cuenca", "EC", -2.90, -79.00),
        "seattle": ("Seattle", "US", 47.61, -122.33),
        "california": ("California", "US", 38.58, -121.49),
        "mossel": ("Mossel Bay", "ZA", -34.18, 22.14),
        "braunschweig": ("Braunschweig", "DE", 52.27, 10.53),
        "penang": ("Penang", "MY", 5.41, 100.33),
    }
    pairs = [
        ("bandung", "seoul", "in_force"),
        ("bandung", "cuenca", "intent"),
        ("bandung", "suwon", "cannot_be_said"),
        ("bandung", "braunschweig", "in_force_term_not_stated"),
        ("surabaya", "seattle", "in_force"),
        ("diy", "california", "expired"),
        ("denpasar", "mossel", "exploring"),
        ("medan", "penang", "in_force"),
        ("bogor", "kisarazu", "intent"),
        ("tangsel", "daejeon", "expired"),
        ("jakarta", "seoul", "ended"),
    ]
    return {
        "places": [
            {"id": key, "name": name, "country": country, "lat": lat, "lon": lon, "url": f"#{key}"}
            for key, (name, country, lat, lon) in places.items()
        ],
        "arcs": [
            {
                "from": a,
                "to": b,
                "label": f"{places[a][0]} – {places[b][0]}",
                "state": state,
                "url": f"#{a}-{b}",
                "uncertain": state == "cannot_be_said",
            }
            for a, b, state in pairs
        ],
    }
