"""What does a refusal of a map or network say, in the reader's words?

The analysis and the file readers raise codes with data; this table turns them into sentences that say what is wrong,
where, and what to do.
"""

from collections.abc import Callable
from typing import Any, Protocol

from kembar.console import gettext_noop as _


class Coded(Protocol):
    """An error with a code and the data of its sentence."""

    code: str
    data: dict[str, Any]


SENTENCES = {
    # networks and their analysis
    "empty": _("The network has no items: there is nothing to map."),
    "one_item": _(
        "The network has one item only (“%(label)s”): a map needs at least two items and a link between them."
    ),
    "too_few_items": _("The network has %(n)s items: a map needs at least two."),
    "no_links": _("None of the %(n)s items is linked to another: there is nothing to map. Self-links do not count."),
    "negative_strength": _("A link has the negative strength %(strength)s: strengths must be above 0."),
    "strength_not_a_number": _("A link's strength is not a finite number."),
    "outside": _("A link names an item that the network of %(n)s items does not have."),
    "unknown_normalisation": _("There is no normalisation “%(method)s”."),
    "needs_occurrences": _(
        "The normalisation “%(method)s” needs the number of documents of every item, which network files lack. "
        "Use association, fractionalization or none."
    ),
    "no_occurrences_of_some": _(
        "The normalisation “%(method)s” divides by the publications of every item, and some items here have none. "
        "Use association, fractionalization or none."
    ),
    "unknown_counting": _("There is no way of counting called “%(counting)s”: use full or fractional."),
    "counting_of_terms": _(
        "Binary counting is for maps of terms; in a map of the kind “%(kind)s” an item counts once per "
        "publication anyway. Use full or fractional."
    ),
    "resolution": _("The resolution is %(resolution)s: it must be above 0."),
    "starts": _("The number of starts and of iterations must be at least 1."),
    "exponents": _("Attraction is %(attraction)s and repulsion %(repulsion)s: attraction must be the larger."),
    "unknown_mode": _("There is no layout mode “%(mode)s”: use compatible or fast."),
    "one_point": _("All items lie at one point: the map has no layout to score."),
    "shapes": _("The two maps do not have the same number of items."),
    # files
    "missing": _("There is no file %(file)s."),
    "directory": _("%(file)s is a folder, not a file."),
    "empty_file": _("%(file)s is empty."),
    "binary": _("%(file)s is not a text file. Save the network or map as text (VOSviewer: File, Save) and try again."),
    "encoding": _("%(file)s is not in UTF-8: the byte at position %(position)s cannot be read."),
    "columns": _(
        "%(file)s, line %(line)s has %(columns)s columns: a network file has two ids and a strength in every line."
    ),
    "strength": _("%(file)s, line %(line)s: the strength “%(text)s” is not a number."),
    "negative_line": _("%(file)s, line %(line)s: the strength %(text)s is negative: strengths must be above 0."),
    "ragged_matrix": _("%(file)s, line %(line)s has %(columns)s columns; a full matrix of this size has %(expected)s."),
    "no_links_in_file": _("%(file)s has no links."),
    "no_id_or_label": _("%(file)s is no map file: its first line has neither the column id nor label, but: %(text)s."),
    "ragged": _("%(file)s, line %(line)s has %(columns)s columns, the heading %(expected)s."),
    "number": _("%(file)s, line %(line)s, column %(column)s: “%(text)s” is not a number."),
    "same_id": _("%(file)s: the id “%(id)s” stands twice (item %(item)s)."),
    "unknown_item": _("%(file)s: %(count)s linked ids are not in the map; the first is “%(id)s”."),
    "json": _("%(file)s, line %(line)s is not valid JSON: %(text)s."),
    "no_network": _("%(file)s has no items and no links under “network”."),
    "cells": _("%(file)s cannot be parted into columns: %(text)s."),
    "json_shape": _("%(file)s: “%(name)s” is not a list of objects."),
    "item": _("%(file)s, item %(item)s: “%(column)s” is not a number but “%(text)s”."),
    "link": _("%(file)s, link %(link)s: the strength “%(text)s” is not a number."),
    "unknown_kind": _("There is no kind of file “%(name)s”: use map, network or json."),
    "nothing_that_often": _(
        "Of %(items)s items found, %(n)s occur in at least %(least)s publications, and a map needs two; the most "
        "frequent occurs in %(most)s. A least number of %(would)s leaves %(kept)s items."
    ),
    "not_cited_that_often": _(
        "%(n)s publications are cited at least %(least)s times, and a map needs two; the most cited has %(most)s. "
        "Ask for fewer."
    ),
    "no_citation_counts": _(
        "The files do not say how often a publication is cited, so those cited less than %(least)s times cannot be "
        "left out. Leave the least number out."
    ),
    "no_references": _(
        "None of the %(records)s publications names the works it cites, so no map of citations, coupling or "
        "co-citation can be made. Without references: %(files)s. Exports of Scopus (with references), Web of Science "
        "(full record and cited references), Lens, OpenAlex, Crossref and Dimensions name them; PubMed, IEEE and most "
        "RIS files do not."
    ),
    "most_of_authors": _(
        "A largest number of authors is for maps of co-authorship, not for the kind “%(kind)s”. Leave it out."
    ),
    "thesaurus_of_works": _(
        "A thesaurus joins labels such as keywords, names or cited works; the items of this map are the publications "
        "themselves. Leave it out."
    ),
    "strength_too_large": _("A link has the strength %(strength)s: strengths must be below 1e100."),
    "no_items": _("None of the %(records)s records has what a map of the kind “%(kind)s” links."),
    # pictures
    "no_positions": _("The map has no positions (columns x and y): it cannot be drawn or scored."),
    "no_such_weight": _("The map has no weight “%(name)s”. It has: %(names)s."),
    "no_such_score": _("The map has no score “%(name)s”. It has: %(names)s."),
    "picture_format": _("There is no picture format “%(name)s”: use svg, png or pdf."),
    "no_typst": _("%(name)s pictures need the library typst, which is not installed. SVG pictures need nothing."),
    "needs_links": _("%(file)s has no links. Give the network file too: --map %(file)s --network FILE."),
}

MEASURES = {
    "Occurrences": _("Occurrences"),
    "Documents": _("Publications"),
    "Citations": _("Times cited"),
    "Links": _("Links"),
    "Total link strength": _("Total link strength"),
    "Avg. pub. year": _("Mean year"),
    "Pub. year": _("Year"),
    "Avg. citations": _("Mean times cited"),
    "Relevance": _("Relevance"),
}
"""Words for weights and scores by the names they have in VOSviewer's files."""

MODES = {"compatible": _("compatible mode"), "fast": _("fast mode")}

PROBLEMS = {
    "column_unknown": _("unknown column “%(text)s”: VOSviewer ignores it"),
    "column_twice": _("the column “%(text)s” stands twice"),
    "no_id_or_label": _("neither the column id nor label"),
    "x_without_y": _("x and y go together"),
    "sublabel_without_label": _("sublabel needs label"),
    "both_weights": _("weight and normalized weight exclude each other"),
    "colours": _("red, green and blue go together, and not with score"),
    "columns": _("wrong number of columns (%(text)s)"),
    "no_items": _("no items"),
    "id_empty": _("no id"),
    "id_twice": _("the id “%(text)s” stands twice"),
    "not_a_number": _("not a number: %(text)s"),
    "cluster": _("cluster “%(text)s” is no whole number from 1 to 1000"),
    "colour": _("no whole number from 0 to 255: %(text)s"),
    "negative_weight": _("a weight must be a number not below 0: %(text)s"),
    "weight_empty": _("empty weight: %(text)s"),
    "matrix_columns": _("wrong number of columns for a full matrix (%(text)s)"),
    "link_columns": _("not two ids and a strength: %(text)s"),
    "heading": _("a heading (“%(text)s”): network files have none"),
    "strength_not_positive": _("a strength must be above 0: %(text)s"),
    "json": _("not valid JSON: %(text)s"),
    "no_network": _("no items and no links under “network”"),
    "few_items": _("%(text)s items: VOSviewer Online needs at least three"),
    "one_point": _("all items at one point"),
    "cells": _("%(file)s cannot be parted into columns: %(text)s."),
    "json_shape": _("%(file)s: “%(name)s” is not a list of objects."),
    "item": _("not an item"),
    "link_item": _("a link to the unknown id “%(text)s”"),
    "link_strength": _("a link's strength must be a number not below 0: %(text)s"),
}


def sentence(error: Coded, say: Callable[[str], str]) -> str:
    """The sentence of an error; ``say`` translates. A code without a sentence is told as it is, with its data."""
    code = "empty_file" if error.code == "empty" and "file" in error.data else error.code
    code = "negative_line" if error.code == "negative_strength" and "line" in error.data else code
    code = "strength" if error.code == "strength_not_a_number" and "line" in error.data else code
    template = SENTENCES.get(code)
    if template is None:
        return f"{error.code}: {error.data}"
    return say(template) % error.data
