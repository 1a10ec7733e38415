"""In which words are codes of matching told: why a file is refused, what a count counts, what a principle is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language, gettext

from kembar.matching.world_files import UnreadableFile
from kembar.ui import words


def refusal(error: UnreadableFile) -> str:
    """What is wrong with a file, where, and what to do."""
    sentences = {
        "missing": gettext("There is no file %(file)s."),
        "empty": gettext("%(file)s is empty."),
        "not_text": gettext("%(file)s is not text in UTF-8. Save it as UTF-8 CSV, JSON or GEXF."),
        "broken_xml": gettext("%(file)s breaks off or is damaged at line %(line)s: it is not whole GEXF."),
        "broken_json": gettext("%(file)s breaks off or is damaged at line %(line)s: it is not whole JSON."),
        "other_columns": gettext(
            "%(file)s has the columns %(found)s. Expected: city and sister, as Wikidata's query service names them, "
            "or a list of two columns headed source and target, with GeoNames ids, Wikidata ids or names."
        ),
        "not_a_network": gettext("%(file)s holds no links between cities."),
        "anonymous": gettext(
            "%(file)s numbers its cities without saying which they are, so no place can be found for them. "
            "Its figures can be asked for: kembar world figures %(file)s"
        ),
        "nothing_placed": gettext(
            "None of the %(rows)s rows of %(file)s could be placed: for none of its %(cities)s cities a place is "
            "known. Nothing was written. Names need their country after a comma; ids are GeoNames ids."
        ),
        "no_positions": gettext(
            "%(file)s tells no positions of its cities, so the ways of putting them in order cannot be tried on it."
        ),
        "too_few_links": gettext(
            "%(links)s links are too few to learn from and test on; %(enough)s are needed. Import a file first "
            "(kembar world import FILE) or name one with --links."
        ),
        "nothing_to_test": gettext(
            "%(file)s has no link between cities of %(other)s that %(other)s does not have itself: nothing to test."
        ),
        "crosswalk": gettext(
            "%(file)s is no crosswalk: it needs two columns headed wikidata and geonames; see line %(line)s."
        ),
        "unreachable": gettext(
            "The query service did not answer (%(why)s). Run the command again later: it goes on where it stopped."
        ),
        "refused": gettext("The query service refused the question (%(why)s)."),
    }
    return sentences[error.code] % error.data


def count_name(code: str) -> str:
    """What a count of an import counts."""
    names = {
        "rows": gettext("rows read"),
        "cities": gettext("cities in the file"),
        "cities_by_id": gettext("cities placed by GeoNames id"),
        "cities_by_crosswalk": gettext("cities placed by crosswalk"),
        "cities_by_name": gettext("cities placed by name, country and distance"),
        "cities_by_size": gettext("cities placed by position and size"),
        "cities_unmatched": gettext("cities without a place"),
        "cities_ambiguous": gettext("cities that several places fit"),
        "cities_id_not_in_gazetteer": gettext("ids that the gazetteer does not have"),
        "broken_coordinates": gettext("cities with broken coordinates"),
        "broken_row": gettext("broken rows"),
        "self_link": gettext("rows that link a city with itself"),
        "same_place": gettext("rows whose two cities are one place"),
        "duplicate": gettext("rows said before"),
        "link_unplaced": gettext("rows with a city that has no place"),
        "links": gettext("links between places"),
        "links_both_sides": gettext("links declared by both sides"),
        "links_one_sided": gettext("links declared by one side"),
        "links_new": gettext("links new here"),
        "links_known_before": gettext("links known before"),
    }
    return names.get(code, code)


def source_name(code: str) -> str:
    """Where links come from."""
    names = {"wikidata": gettext("Wikidata, property P190"), "list": gettext("a list of links")}
    return names.get(code, code)


def principle_name(code: str) -> str:
    """A principle of partner choice in a word or two."""
    names = {
        "affinity": gettext("ties between the countries"),
        "size": gettext("similar size"),
        "nearness": gettext("nearness"),
        "experience": gettext("experience with twins"),
        "shared": gettext("shared partners"),
        "precedent": gettext("precedent nearby"),
        "exclusivity": gettext("partners already there"),
        "name": gettext("same name"),
        "clocks": gettext("clocks"),
        "complementarity": gettext("needs and offers"),
    }
    return names[code]


def block_name(code: str) -> str:
    names = {
        "same_country": gettext("in the same country: not a partner abroad"),
        "no_diplomatic_relations": gettext("no diplomatic relations recorded"),
        "reserved_matter": gettext("a matter reserved to the central government"),
    }
    return names[code]


def method_name(code: str) -> str:
    """A way of putting candidates in order."""
    names = {
        "random": gettext("random"),
        "population": gettext("population"),
        "gravity": gettext("gravity"),
        "popularity_by_country": gettext("popularity by country"),
        "common_neighbours": gettext("common neighbours"),
        "adamic_adar": gettext("Adamic-Adar"),
        "preferential_attachment": gettext("preferential attachment"),
        "embedding": gettext("embedding (truncated SVD)"),
        "kembar": "Kembar",
    }
    return names[code]


def group_name(code: str) -> str:
    """A group of cities that an evaluation tells apart."""
    names = {
        "all": gettext("all cities"),
        "warm": gettext("cities with a link left"),
        "cold": gettext("cities left without any link"),
        "africa": gettext("Africa"),
        "americas": gettext("the Americas"),
        "asia": gettext("Asia"),
        "europe": gettext("Europe"),
        "oceania": gettext("Oceania"),
    }
    return names.get(code, code)


def limit_sentence(code: str, said: Mapping[str, Any]) -> str:
    """Beyond which limit of the office a candidate lies."""
    tongue = (get_language() or "id")[:2]
    if code == "language":
        spoken = ", ".join(words.language_name(one, tongue) for one in said["spoken"])
        return gettext("Official there: %(spoken)s; none of the languages you entered.") % {"spoken": spoken}
    figures = {"is": words.number(said["is"], tongue), "limit": words.number(said["limit"], tongue)}
    sentences = {
        "hours": gettext("%(is)s hours between the clocks; your limit is %(limit)s."),
        "flight_hours": gettext("About %(is)s hours of flight; your limit is %(limit)s."),
    }
    return sentences[code] % figures


def office_refusal(code: str, data: Mapping[str, Any]) -> str:
    """Why something of an office's search cannot be written, and what to do."""
    if code == "by_law":
        what = "; ".join(f"{block_name(block.code)} ({block.source})" for block in data["blocks"])
        return gettext("The law stands against choosing it: %(what)s. It can be refused or put off.") % {"what": what}
    sentences = {
        "no_reason": gettext("Give a reason: it is kept for those who come after you."),
        "empty": gettext("Write what it is; nothing was entered."),
        "withdrawn": gettext("This was taken back meanwhile. Open the page anew."),
        "answered": gettext("This offer has an answer already. Take the entry back and enter it anew."),
        "answered_before_sent": gettext("The answer cannot be older than the offer. Check both days."),
        "in_the_future": gettext("That day has not come yet. Enter what has happened."),
        "own_city": gettext("This is the office's own city: name another."),
        "unknown": gettext("It is not clear what is to be done. Open the page anew and try again."),
    }
    return sentences[code]
