"""In which words are codes of imported figures told: why a file is refused, what was counted?"""

from __future__ import annotations

from kembar.console import gettext
from kembar.matching.figure_files import UnreadableFigures


def refusal(error: UnreadableFigures) -> str:
    """What is wrong with a file, where, and what to do."""
    sentences = {
        "missing": gettext("There is no file %(file)s."),
        "empty": gettext("%(file)s is empty."),
        "not_text": gettext("%(file)s is not a table of text. Save it as CSV."),
        "other_columns": gettext(
            "%(file)s has the columns %(found)s. Expected: a country (code or name) and a year, with values or ranks; "
            "two countries (iso_o and iso_d) with contig, comlang_off or dist; or airports or routes as OpenFlights "
            "has them."
        ),
        "no_such_column": gettext("%(file)s has no column “%(column)s”; it has %(found)s."),
        "too_many_columns": gettext(
            "%(file)s has %(n)s columns of numbers, more than %(most)s. Name those to read with --column NAME."
        ),
        "nothing_usable": gettext("None of the %(rows)s rows of %(file)s could be used. Nothing was written."),
    }
    return sentences[error.code] % error.data


def kind_name(code: str) -> str:
    names = {
        "country_figures": gettext("figures of countries by year"),
        "country_pairs": gettext("figures of pairs of countries"),
        "airports": gettext("airports"),
        "routes": gettext("routes between airports"),
    }
    return names[code]


def count_name(code: str) -> str:
    """What a count of an import counts."""
    names = {
        "rows": gettext("rows read"),
        "kept": gettext("kept"),
        "unknown_country": gettext("rows of an unknown country"),
        "same_country": gettext("rows of a country with itself"),
        "no_year": gettext("rows without a year"),
        "no_number": gettext("cells that are no number"),
        "no_rank": gettext("ranks that are no whole number from 1"),
        "no_figure": gettext("rows without any figure"),
        "no_indicator": gettext("rows that name no indicator"),
        "told_twice": gettext("figures told twice and differently (the first is kept)"),
        "duplicate": gettext("rows told twice"),
        "broken_row": gettext("broken rows"),
        "broken_coordinates": gettext("broken coordinates"),
        "no_code": gettext("rows without an airport's code"),
        "same_airport": gettext("routes from an airport to itself"),
        "with_stops": gettext("routes with stops on the way"),
    }
    return names.get(code, code)
