"""Which co-occurrence networks are the programs measured on? Documents with planted topics, the same for a seed.

Documents have one main topic and about eight keywords, a fifth of them from a pool that all topics share; within a pool
keywords follow Zipf's law. The n most frequent keywords are linked by the documents they share (full counting), and the
largest connected set is kept. The draws are in the order of the generator by which other programs' figures were
recorded, so that 1,000, 10,000 and 50,000 keywords with seed 1 give 78,719, 1,266,240 and 7,582,779 links as there.
"""

import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from scipy.sparse.csgraph import connected_components

LINKS = {1_000: 78_719, 10_000: 1_266_240, 50_000: 7_582_779}


def zipf_draw(rng: np.random.Generator, pool: npt.NDArray[np.int64], size: int) -> npt.NDArray[np.int64]:
    """Keywords of a pool with probability falling as (rank + 3)^-0.9."""
    cumulative = np.cumsum(1.0 / (np.arange(len(pool)) + 3.0) ** 0.9)
    return pool[np.searchsorted(cumulative, rng.random(size) * cumulative[-1])]


@dataclass(frozen=True)
class Mix:
    """How documents draw their keywords: their number per item, how many each, the share of them from the pool that all
    topics share, and the share of the others from a topic drawn anew for the document."""

    documents_per_item: float = 10
    keywords: float = 8.0
    shared: float = 0.2
    second: float = 0.0


EASY, HARD = Mix(), Mix(3, 8.0, 0.4, 0.35)
"""The hard mix hides its topics: fewer documents, two fifths of the keywords shared, a third of the others of another
topic."""


def keyword_graph(
    n: int, seed: int = 1, mix: Mix = EASY
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Links (from, to, strength) between items numbered from 0, each once, ordered."""
    rng = np.random.default_rng(seed)
    topics = max(6, round(n**0.5 / 3))
    vocabulary, documents = int(n * 1.6), int(n * mix.documents_per_item)
    shared = int(vocabulary * 0.10)
    topic_of = np.full(vocabulary, -1)
    topic_of[shared:] = rng.integers(0, topics, vocabulary - shared)
    share_of_topic = rng.dirichlet(np.full(topics, 3.0))
    main_topic = rng.choice(topics, documents, p=share_of_topic)
    rng.normal(8 + 12 * (main_topic / max(1, topics - 1)), 4, documents)  # years, which the network does not need
    per_document = np.clip(rng.poisson(mix.keywords, documents), 2, 40)
    document = np.repeat(np.arange(documents), per_document)
    from_shared = rng.random(len(document)) < mix.shared
    keyword = np.empty(len(document), np.int64)
    keyword[from_shared] = zipf_draw(rng, np.flatnonzero(topic_of == -1), int(from_shared.sum()))
    topic_here = main_topic[document]
    if mix.second:
        other = rng.random(len(document)) < mix.second
        topic_here = np.where(other, rng.integers(0, topics, documents)[document], topic_here)
    for topic in range(topics):
        mine = ~from_shared & (topic_here == topic)
        keyword[mine] = zipf_draw(rng, np.flatnonzero(topic_of == topic), int(mine.sum()))
    held = sp.csr_matrix((np.ones(len(document), np.float32), (document, keyword)), shape=(documents, vocabulary))
    held.data[:] = 1
    occurrences = np.asarray(held.sum(0)).ravel()
    held = held[:, np.sort(np.argsort(-occurrences, kind="stable")[:n])]
    together = (held.T @ held).tocsr()
    together.setdiag(0)
    together.eliminate_zeros()
    label = connected_components(together, directed=False)[1]
    largest = np.flatnonzero(label == np.bincount(label).argmax())
    links = sp.triu(together[largest][:, largest], 1).tocoo()
    order = np.lexsort((links.col, links.row))
    return links.row[order].astype(np.int64), links.col[order].astype(np.int64), links.data[order].astype(np.int64)


def write_graph(n: int, path: Path, seed: int = 1, mix: Mix = EASY) -> int:
    """Writes the links as ``from TAB to TAB strength``; returns how many. Fails where a recorded count is not met."""
    a, b, w = keyword_graph(n, seed, mix)
    if seed == 1 and mix == EASY and n in LINKS and len(w) != LINKS[n]:
        raise SystemExit(f"{n} items gave {len(w)} links and not the recorded {LINKS[n]}: figures are not comparable")
    np.savetxt(path, np.stack([a, b, w], axis=1), fmt="%d", delimiter="\t")
    return len(w)


if __name__ == "__main__":
    write_graph(int(sys.argv[1]), Path(sys.argv[2]), mix=HARD if "--hard" in sys.argv else EASY)
