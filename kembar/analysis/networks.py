"""Which items of a literature are linked, how strongly, and how strongly for what their sizes would let expect.

A network is symmetric and weighted, kept in compressed rows. It is built from plain lists (items per document,
references per document, who cites whom) and normalised by the measures that science mapping uses.
"""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

try:
    from kembar.analysis.kernels import links as kernel  # type: ignore[attr-defined]  # compiled
except ImportError:  # no compiler where it was installed: the plain path below answers the same
    kernel = None

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]

COUNTING = ("full", "fractional")
LARGEST = 1e100
"""Strengths above this are refused: their products would be no numbers any more."""
SET_MEASURES = ("cosine", "jaccard", "inclusion", "equivalence")
NORMALISATIONS = ("association", "fractionalization", "cosine", "jaccard", "inclusion", "equivalence", "none")


class NetworkError(ValueError):
    """A network that cannot be mapped: ``code`` says why, ``data`` has the figures and names for the sentence."""

    def __init__(self, code: str, **data: Any) -> None:
        super().__init__(code)
        self.code = code
        self.data = data


@dataclass(frozen=True)
class Network:
    """A symmetric weighted network without self-links, as compressed rows with sorted neighbours.

    Neighbours of item i are ``neighbours[first[i]:first[i + 1]]`` with ``strengths`` at the same places; every link
    stands in both rows.
    """

    first: Longs
    neighbours: Ints
    strengths: Floats

    @property
    def n(self) -> int:
        return len(self.first) - 1

    @property
    def n_links(self) -> int:
        return len(self.neighbours) // 2

    @property
    def links_of(self) -> Longs:
        """Number of links of every item (VOSviewer's weight *Links*)."""
        return np.diff(self.first)

    @property
    def strength_of(self) -> Floats:
        """Total link strength of every item (VOSviewer's *Total link strength*)."""
        return row_sums(self.first, self.strengths)

    @cached_property
    def rows(self) -> Ints:
        """Row number of every stored entry, shape (2 * links,)."""
        return np.repeat(np.arange(self.n, dtype=np.int32), np.diff(self.first))

    def once(self) -> tuple[Ints, Ints, Floats]:
        """Every link once, from the smaller item to the larger, ordered."""
        rows = self.rows
        keep = rows < self.neighbours
        return rows[keep], self.neighbours[keep], self.strengths[keep]


@dataclass(frozen=True)
class ItemNetwork:
    """A network with the names of its items and in how many documents each occurs."""

    labels: tuple[Hashable, ...]
    occurrences: Floats
    network: Network
    documents: tuple[Longs, ...] = field(default=(), repr=False)
    """Documents that have each item: the way back from an item or a link to the studies behind it."""


def parse_links(content: bytes) -> tuple[Longs, Longs, Floats] | None:
    """Whole-number ids and strengths of a list of links, by the compiled reader; None where it cannot read them all."""
    if kernel is None:
        return None
    a, b, strengths, _ = kernel.parse_links(content)
    return None if a is None or not len(a) else (a, b, strengths)


def row_sums(first: Longs, values: Floats) -> Floats:
    """Sum of the values of every row, left to right; rows without entries give 0."""
    n = len(first) - 1
    if not len(values):
        return np.zeros(n)
    if kernel is not None:
        return np.asarray(kernel.row_sums(first, values))
    return np.bincount(np.repeat(np.arange(n), np.diff(first)), weights=values, minlength=n).astype(np.float64)


def sums_within(network: Network, clusters: Ints) -> Floats:
    """Per item, the strength of its links to items of its own cluster."""
    if kernel is not None and len(network.neighbours):
        labels = np.ascontiguousarray(clusters, dtype=np.int32)
        return np.asarray(kernel.sums_within(network.first, network.neighbours, network.strengths, labels))
    same = clusters[network.rows] == clusters[network.neighbours]
    return row_sums(network.first, np.where(same, network.strengths, 0.0))


def from_links(n: int, a: npt.ArrayLike, b: npt.ArrayLike, strengths: npt.ArrayLike | None = None) -> Network:
    """Network of n items from links a[i]-b[i].

    Links that stand more than once, in either direction, add up; self-links are left out (the map tools ignore them);
    links of strength 0 are none. Raises NetworkError: ``negative_strength``, ``strength_not_a_number``,
    ``strength_too_large``, ``outside``.
    """
    a = np.ascontiguousarray(a, dtype=np.int32)
    b = np.ascontiguousarray(b, dtype=np.int32)
    w = np.ones(len(a)) if strengths is None else np.ascontiguousarray(strengths, dtype=np.float64)
    if len(a) and (min(a.min(), b.min()) < 0 or max(a.max(), b.max()) >= n):
        raise NetworkError("outside", n=n)
    if not np.all(np.isfinite(w)):
        raise NetworkError("strength_not_a_number", position=int(np.flatnonzero(~np.isfinite(w))[0]))
    if np.any(w < 0):
        at = int(np.flatnonzero(w < 0)[0])
        raise NetworkError("negative_strength", position=at, a=int(a[at]), b=int(b[at]), strength=float(w[at]))
    if len(w) and float(w.max()) > LARGEST:
        at = int(np.argmax(w))
        raise NetworkError("strength_too_large", position=at, strength=float(w[at]))
    if np.any(w == 0):
        keep = w > 0
        a, b, w = a[keep], b[keep], w[keep]
    return Network(*(kernel.symmetric_rows(n, a, b, w) if kernel else plain_symmetric_rows(n, a, b, w)))


def plain_symmetric_rows(n: int, a: Ints, b: Ints, w: Floats) -> tuple[Longs, Ints, Floats]:
    """The compressed rows of ``from_links`` in NumPy alone: same neighbours, same strengths."""
    keep = a != b
    a, b, w = a[keep], b[keep], w[keep]
    rows, columns, both = np.concatenate([a, b]), np.concatenate([b, a]), np.concatenate([w, w])
    key = rows.astype(np.int64) * n + columns
    order = np.argsort(key, kind="stable")
    unique, where = np.unique(key[order], return_inverse=True)
    strengths = np.zeros(len(unique))
    np.add.at(strengths, where, both[order])
    first = np.zeros(n + 1, dtype=np.int64)
    np.cumsum(np.bincount(unique // n, minlength=n) if len(unique) else np.zeros(n, dtype=np.int64), out=first[1:])
    return first, (unique % n).astype(np.int32) if n else np.zeros(0, dtype=np.int32), strengths


def components(network: Network) -> Ints:
    """Connected component of every item, numbered by the smallest item in it."""
    if kernel:
        return np.asarray(kernel.components(network.first, network.neighbours))
    label = np.arange(network.n)
    rows, columns, _ = network.once()
    while True:  # hook every link's larger label to the smaller, then shorten the paths, until nothing moves
        low = np.minimum(label[rows], label[columns])
        new = label.copy()
        np.minimum.at(new, label[rows], low)
        np.minimum.at(new, label[columns], low)
        new = new[new]
        if np.array_equal(new, label):
            break
        label = new
    return np.unique(label, return_inverse=True)[1].astype(np.int32)


def restrict(network: Network, keep: npt.ArrayLike) -> tuple[Network, Longs]:
    """The network of some items (truth values or item numbers), and the item numbers that were kept."""
    chosen = np.asarray(keep)
    kept = np.flatnonzero(chosen) if chosen.dtype == bool else np.sort(chosen.astype(np.int64))
    fresh = np.full(network.n, -1, dtype=np.int32)
    fresh[kept] = np.arange(len(kept), dtype=np.int32)
    a, b, w = network.once()
    inside = (fresh[a] >= 0) & (fresh[b] >= 0)
    return from_links(len(kept), fresh[a[inside]], fresh[b[inside]], w[inside]), kept


def normalise(network: Network, method: str = "association", occurrences: Floats | None = None) -> Network:
    """The strengths relative to what the items' sizes would let expect.

    With a_ij the link strength, k_i the total link strength of i, 2m their sum, n the number of items and c_i the
    number of documents with i:

    - ``association``: a_ij 2m / (k_i k_j), the association strength of van Eck & Waltman (2009), in the form that the
      VOS layout and clustering use (Waltman, van Eck & Noyons 2010);
    - ``fractionalization``: a_ij (n/k_i + n/k_j) / 2;
    - ``cosine`` (Salton): a_ij / sqrt(c_i c_j); ``jaccard``: a_ij / (c_i + c_j - a_ij);
      ``inclusion``: a_ij / min(c_i, c_j); ``equivalence``: a_ij^2 / (c_i c_j);
    - ``none``: a_ij.

    Note that k_i is the strength inside the map and not c_i: dividing by occurrences gives another map.
    Raises NetworkError ``unknown_normalisation``, ``needs_occurrences`` where c_i is needed and absent, and
    ``no_occurrences_of_some`` where it is 0 for a linked item.
    """
    if method not in NORMALISATIONS:
        raise NetworkError("unknown_normalisation", method=method)
    if method == "none":
        return network
    if method == "association" and kernel is not None:
        k = network.strength_of
        values = kernel.associate(network.first, network.neighbours, network.strengths, k, float(k.sum()))
        return Network(network.first, network.neighbours, np.asarray(values))
    a, rows, columns = network.strengths, network.rows, network.neighbours
    if method in ("association", "fractionalization"):
        k = network.strength_of
        if method == "association":
            values = a / ((k[rows] * k[columns]) / k.sum())
        else:
            values = a / (2 / (network.n / k[rows] + network.n / k[columns]))
        return Network(network.first, columns, values)
    if occurrences is None:
        raise NetworkError("needs_occurrences", method=method)
    c = np.asarray(occurrences, dtype=np.float64)
    if np.any(c[rows] == 0):
        raise NetworkError("no_occurrences_of_some", method=method)
    one, other = c[rows], c[columns]
    values = {
        "cosine": lambda: a / np.sqrt(one * other),
        "jaccard": lambda: a / (one + other - a),
        "inclusion": lambda: a / np.minimum(one, other),
        "equivalence": lambda: a * a / (one * other),
    }[method]()
    return Network(network.first, columns, values)


def of_mean_one(network: Network) -> Network:
    """The same strengths times one number, so that their mean over all pairs of items, linked or not, is 1.

    That is what the association strength has where links fall as chance would have them. Measures between 0 and 1 are
    brought to it, since the quality of clusters compares every strength with the resolution: at resolution 1 no two
    items would ever belong together.
    """
    total = float(network.strengths.sum())
    if not total:
        return network
    return Network(network.first, network.neighbours, network.strengths * (network.n * (network.n - 1) / total))


def _incidence(lists: Iterable[Iterable[Hashable]]) -> tuple[Longs, Longs, tuple[Hashable, ...]]:
    """Document and item number of every mention, an item once per document, items in order of first mention."""
    numbers: dict[Hashable, int] = {}
    rows: list[int] = []
    columns: list[int] = []
    for document, items in enumerate(lists):
        for item in dict.fromkeys(items):
            rows.append(document)
            columns.append(numbers.setdefault(item, len(numbers)))
    return np.array(rows, dtype=np.int64), np.array(columns, dtype=np.int64), tuple(numbers)


def cooccurrence(
    documents: Sequence[Iterable[Hashable]],
    *,
    counting: str = "full",
    min_occurrences: int = 1,
    max_items: int | None = None,
    max_per_document: int | None = None,
) -> ItemNetwork:
    """Items (keywords, terms, authors, countries) linked by the documents they share.

    Full counting: a link's strength is the number of shared documents; fractional: a document with N items gives
    1/(N-1) to each of its pairs (Perianes-Rodriguez, Waltman & van Eck 2016), N counted before the threshold. Items
    in fewer than ``min_occurrences`` documents are left out, then all but the ``max_items`` most frequent (ties: first
    mentioned); documents with more than ``max_per_document`` items make no links. Items come out by first mention.
    """
    rows, columns, labels = _incidence(documents)
    if counting not in COUNTING:
        raise NetworkError("unknown_counting", counting=counting)
    occurrences = np.bincount(columns, minlength=len(labels)).astype(np.float64)
    keep = occurrences >= min_occurrences
    if max_items is not None and keep.sum() > max_items:
        ranked = np.argsort(-np.where(keep, occurrences, -1), kind="stable")[:max_items]
        keep = np.zeros(len(labels), dtype=bool)
        keep[ranked] = True
    fresh = np.cumsum(keep) - 1
    size = np.bincount(rows, minlength=len(documents))
    kept = keep[columns]
    linked = kept & (size[rows] <= max_per_document) if max_per_document is not None else kept
    network = _shared(rows[linked], fresh[columns[linked]], int(keep.sum()), size, counting)
    order = np.argsort(columns[kept], kind="stable")
    cuts = np.cumsum(np.bincount(fresh[columns[kept]], minlength=int(keep.sum())))[:-1]
    behind = tuple(np.split(rows[kept][order], cuts)) if keep.any() else ()
    return ItemNetwork(
        tuple(label for label, k in zip(labels, keep, strict=True) if k), occurrences[keep], network, behind
    )


def _shared(rows: Longs, columns: Longs, n: int, size: Longs, counting: str) -> Network:
    """Links between columns by the rows they share, each row counted 1 or 1/(size - 1)."""
    from scipy import sparse  # late: only the building of networks needs it, not their mapping

    share = np.ones(len(size)) if counting == "full" else 1.0 / np.maximum(size - 1, 1)
    shape = (len(size), n)
    incidence = sparse.csr_matrix((np.ones(len(rows)), (rows, columns)), shape=shape)
    weighted = incidence if counting == "full" else sparse.csr_matrix((share[rows], (rows, columns)), shape=shape)
    product = sparse.triu(incidence.T @ weighted, 1).tocoo()
    return from_links(n, product.row, product.col, product.data)


def coauthorship(documents: Sequence[Iterable[Hashable]], **options: Any) -> ItemNetwork:
    """Authors, organisations or countries linked by the documents they wrote together; options of ``cooccurrence``."""
    return cooccurrence(documents, **options)


def cocitation(references: Sequence[Iterable[Hashable]], **options: Any) -> ItemNetwork:
    """Cited references linked by the documents that cite both; options of ``cooccurrence``.

    Fractional counting: 1/(number of references of the citing document - 1).
    """
    return cooccurrence(references, **options)


def coupling(references: Sequence[Iterable[Hashable]], *, counting: str = "full") -> ItemNetwork:
    """Documents linked by the references they share (bibliographic coupling).

    Full: the number of shared references; fractional: each shared reference gives 1/(number of its citers - 1). The
    occurrences of a document are its references. Labels are the documents' positions.
    """
    rows, columns, labels = _incidence(references)
    if counting not in COUNTING:
        raise NetworkError("unknown_counting", counting=counting)
    citers = np.bincount(columns, minlength=len(labels))
    network = _shared(columns, rows, len(references), citers, counting)
    size = np.bincount(rows, minlength=len(references)).astype(np.float64)
    return ItemNetwork(tuple(range(len(references))), size, network)


def citation(cites: Sequence[Iterable[int]]) -> ItemNetwork:
    """Documents linked where one cites the other (direction is not kept; mutual citations count 2).

    ``cites[i]`` has the positions of the documents that document i cites; the occurrences of a document are the
    citations it receives inside the set. Positions outside the set are ignored, self-citation too.
    """
    n = len(cites)
    a = [i for i, cited in enumerate(cites) for j in dict.fromkeys(cited) if 0 <= j < n]
    b = [j for cited in cites for j in dict.fromkeys(cited) if 0 <= j < n]
    received = np.bincount([j for i, j in zip(a, b, strict=True) if i != j], minlength=n).astype(np.float64)
    return ItemNetwork(tuple(range(n)), received, from_links(n, a, b))


def group_documents(network: Network, groups: Sequence[Iterable[Hashable]]) -> ItemNetwork:
    """A network of documents carried over to what they belong to (sources, authors, organisations, countries).

    A link between two documents is added to every pair of their groups; links inside one group are dropped. The
    occurrences of a group are its documents.
    """
    from scipy import sparse

    rows, columns, labels = _incidence(groups)
    belongs = sparse.csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(network.n, len(labels)))
    matrix = sparse.csr_matrix((network.strengths, network.neighbours, network.first), shape=(network.n, network.n))
    product = sparse.triu(belongs.T @ matrix @ belongs, 1).tocoo()
    occurrences = np.bincount(columns, minlength=len(labels)).astype(np.float64)
    return ItemNetwork(labels, occurrences, from_links(len(labels), product.row, product.col, product.data))
