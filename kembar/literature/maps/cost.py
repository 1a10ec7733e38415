"""Is the map that somebody asks for one that a page may make? Anybody may ask for any, and one machine serves all.

Bounds of ours, measured on two cores with 20,000 publications: within them a map takes a minute or two and 2 GB. What
lies beyond is refused with what to ask for instead; ``kembar litmap`` on the command line makes it without bounds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np

from kembar.analysis.networks import Network
from kembar.analysis.terms import propose_threshold
from kembar.literature.maps.asked import Asked
from kembar.literature.maps.model import MapFileError
from kembar.literature.records import Record

WORKS_A_TERM = 2000
"""For every so many publications a term must stand in one more: terms of one text alone are nearly all there are."""
MOST_PAIRS = 30_000_000
"""Pairs of items that are counted, one publication after another; twice as many take 4 GB."""
MOST_LINKS = 5_000_000
MOST_STARTED = 50_000_000
"""Links times random starts of the clustering, which takes 0.3 microseconds for each."""
MOST_COMPATIBLE = 3000
"""Items up to which the original's own steps are offered: every pair a thousand times takes minutes beyond."""


def check_before(records: Sequence[Record], asked: Asked) -> None:
    """Raises MapFileError before anything is counted: ``too_rare`` (least, works), ``too_many_pairs`` (pairs, most)."""
    if asked.kind == "terms":
        floor = len(records) // WORKS_A_TERM
        if asked.least is not None and asked.least < floor:
            raise MapFileError("too_rare", least=floor, works=len(records))
        return
    pairs, is_coupling = pairs_of(records, asked.kind, asked.least), asked.kind == "coupling"
    most = (
        2 * MOST_LINKS if is_coupling else MOST_PAIRS
    )  # two publications seldom share many references: pairs are links
    if pairs > most:
        raise MapFileError("too_many_shared" if is_coupling else "too_many_pairs", pairs=pairs, most=most)


def check_after(network: Network, asked: Asked) -> None:
    """Raises MapFileError before anything is laid out: too many links, starts, or items for the compatible layout."""
    if asked.mode == "compatible" and network.n > MOST_COMPATIBLE:
        raise MapFileError("too_many_for_compatible", items=int(network.n), most=MOST_COMPATIBLE)
    if network.n_links > MOST_LINKS:
        raise MapFileError("too_many_links", links=int(network.n_links), most=MOST_LINKS)
    if network.n_links * asked.parameters().cluster_starts > MOST_STARTED:
        raise MapFileError("too_many_starts", links=int(network.n_links), most=MOST_STARTED // int(network.n_links))


def pairs_of(records: Sequence[Record], kind: str, least: int | None) -> int:
    """About how many pairs a network of this kind counts: n (n - 1) / 2 for n items of one publication.

    Spellings are taken as they stand, so that it costs no more than reading them; for coupling, n publications of one
    reference. 0 for kinds whose number of pairs cannot grow beyond that of the references.
    """
    if kind == "citations":
        return 0
    lists = [_items(record, kind) for record in records]
    counts = Counter(item for items in lists for item in items)
    if kind == "coupling":
        return _pairs(counts.values())
    threshold = propose_threshold(counts.values(), len(records)) if least is None else least
    return _pairs(sum(1 for item in items if counts[item] >= threshold) for items in lists)


def _items(record: Record, kind: str) -> tuple[str, ...]:
    if kind == "keywords":
        return (*record.keywords, *record.index_keywords)
    if kind == "coauthors":
        return record.authors
    return record.references if kind in ("cocitation", "coupling") else record.affiliations


def _pairs(sizes: Iterable[int]) -> int:
    n = np.fromiter(sizes, np.int64)
    return int((n * (n - 1) // 2).sum())
