"""How do record files become a network for ``kembar litmap``: read, merged, counted, linked, with what was left out?"""

import argparse
import csv
import io
import sys
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from kembar.analysis import networks, term_extraction, terms
from kembar.analysis.reference_matching import Match, MatchedReferences, Work, cited_works, match_references
from kembar.console import Progress, Refused, gettext
from kembar.literature.affiliations import countries_of, organisations_of
from kembar.literature.author_names import one_name_each
from kembar.literature.cited import (
    apart,
    short_name,
    short_reference,
    texts_of_records,
    texts_of_references,
    without_references,
)
from kembar.literature.maps.mapping import FinishedMap, MapParameters, make_map
from kembar.literature.maps.methods import MOST_ITEMS, OF_WORKS, Origin
from kembar.literature.maps.model import MapFileError
from kembar.literature.records import Record, family_name
from kembar.literature.sentences import file_sentence

MANY = 25
"""Authors of a publication above which VOSviewer proposes to leave it out of a map of co-authorship."""
MOST_WORKS = 1000
"""Publications that a map of them holds at most, unless the reader says how often they are to be cited."""
OF_REFERENCES = ("citations", "coupling", "cocitation")

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Built:
    """A network made from records, with the columns of its items and the story of how it was made."""

    items: networks.ItemNetwork
    labels: tuple[str, ...]
    weights: dict[str, Floats]
    scores: dict[str, Floats]
    origin: Origin
    notes: dict[str, Any]
    records: tuple[Record, ...] = field(repr=False, default=())
    matches: tuple[Match, ...] = ()
    threads: int | None = None
    texts: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def finish(self, parameters: MapParameters, tell: Callable[[str], None] | None = None) -> FinishedMap:
        return make_map(
            self.items.network, self.labels, weights=self.weights, scores=self.scores, texts=self.texts,
            parameters=parameters, occurrences=self.items.occurrences, threads=self.threads, tell=tell,
        )  # fmt: skip

    def matches_csv(self) -> str:
        """The references taken for one work: the form kept, the other form, and why."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(["kept", "matched", "by"])
        writer.writerows([match.kept, match.variant, match.by] for match in self.matches)
        return out.getvalue()


def build(args: argparse.Namespace) -> Built:
    """Reads the files of the call and builds the network of its kind. Raises Refused and MapFileError ``no_items``."""
    records, notes = read_records(args.inputs)
    thesaurus = read_thesaurus(args.thesaurus)
    built = network_of(
        records, args.kind, counting=args.counting, least=args.min_occurrences, thesaurus=thesaurus,
        most=args.max_authors,
        sources=tuple(path.name or str(path) for path in args.inputs), threads=args.threads,
    )  # fmt: skip
    built.notes.update(notes)
    origin = replace(
        built.origin, merged=notes["merged_duplicates"], broken=notes["broken_records"],
        thesaurus=args.thesaurus.name if args.thesaurus else "",
    )  # fmt: skip
    return replace(built, origin=origin)


def read_records(inputs: Sequence[Path]) -> tuple[list[Record], dict[str, Any]]:
    """The publications of files and folders, duplicates merged, and what the reading left out."""
    from kembar.literature.duplicates import deduplicate
    from kembar.literature.readers import read_files

    paths = [one for given in inputs for one in (sorted(given.iterdir()) if given.is_dir() else [given])]
    progress = Progress(gettext("reading"), quiet=not sys.stderr.isatty())
    records, reports, errors = read_files(paths, lambda name, share: progress(round(100 * share), 100, name))
    for error in errors:
        sys.stderr.write(file_sentence(error.source, error.code, error.detail) + "\n")
    if not reports:
        raise Refused(gettext("None of the files holds records that could be read."))
    kept, merges = deduplicate(records)
    broken = sum(len(report.broken) for report in reports)
    return kept, {"records": len(kept), "merged_duplicates": len(merges), "broken_records": broken}


def read_thesaurus(path: Path | None) -> terms.Thesaurus | None:
    """The thesaurus of the call. Raises Refused with the line or the circle that cannot be followed."""
    if path is None:
        return None
    from kembar.literature.maps.vosviewer import decode, read_bytes

    try:
        return terms.Thesaurus.parse(decode(read_bytes(path), str(path)))
    except terms.ThesaurusError as error:
        words = {
            "cyclic": gettext("%(file)s: the replacements run in a circle: %(labels)s."),
            "no_header": gettext("%(file)s: a thesaurus begins with the columns “label” and “replace by”."),
            "two_ways": gettext("%(file)s, line %(line)s: a label has two different replacements: %(labels)s."),
            "empty_label": gettext("%(file)s, line %(line)s has no label."),
        }[error.code]
        data = {"file": path, "labels": " → ".join(error.labels), "line": error.line}
        raise Refused(words % data) from error


def network_of(
    records: Sequence[Record],
    kind: str,
    *,
    counting: str = "",
    least: int | None = None,
    thesaurus: terms.Thesaurus | None = None,
    sources: tuple[str, ...] = (),
    threads: int | None = None,
    most: int | None = None,
) -> Built:
    """The network of one kind from records.

    ``counting`` "" is as usual: binary for terms, full for all else. ``least`` None proposes a threshold from the size
    of the set, so that twenty records still give a picture; of citations and coupling it is the least number of times
    cited. Publications with more than ``most`` authors (organisations, countries) make no links, but count. Raises
    MapFileError ``no_items`` where no record has what the kind links, ``no_references`` where none names what it
    cites, ``nothing_that_often`` where ``least`` leaves no two items, ``most_of_authors`` and ``thesaurus_of_works``
    where those do not apply, and NetworkError ``counting_of_terms`` for binary counting of anything but terms.
    """
    counting = counting or ("binary" if kind == "terms" else "full")
    if counting == "binary" and kind != "terms":
        raise networks.NetworkError("counting_of_terms", kind=kind)
    if most is not None and not kind.startswith("coauthors"):
        raise MapFileError("most_of_authors", kind=kind)
    origin = Origin(
        kind, counting, documents=len(records), sources=sources,
        replacements=len(thesaurus.replace) if thesaurus else 0,
    )  # fmt: skip
    if kind in OF_REFERENCES and not any(record.references for record in records):
        files = ", ".join(dict.fromkeys(Path(record.source).name for record in records if record.source))
        raise MapFileError("no_references", records=len(records), files=files or "-")
    if kind in OF_WORKS:
        if thesaurus is not None:
            raise MapFileError("thesaurus_of_works")
        return _of_documents(records, kind, counting, least, origin, threads)
    matches: tuple[Match, ...] = ()
    relevance: dict[str, float] = {}
    proposed, irrelevant, before = least is None, 0, 0
    occurrences: Mapping[str, int] = {}
    texts: list[str] = []
    lists: Sequence[tuple[Hashable, ...]]
    whole: Mapping[Hashable, str] = {}
    if kind == "keywords":
        lists = terms.unify([[*record.keywords, *record.index_keywords] for record in records], thesaurus)
    elif kind == "terms":
        texts = [f"{r.title}. {r.abstract}" for r in records]
        found = term_extraction.extract(
            texts, counting="full" if counting == "full" else "binary",
            least=least, thesaurus=thesaurus,
        )  # fmt: skip
        lists, relevance, least = list(found.documents), dict(found.relevance), found.least
        irrelevant, before = found.dropped, found.found
        occurrences = found.occurrences
    elif kind == "coauthors_organisations":
        lists = organisations_of(records, thesaurus)
    elif kind == "coauthors_countries":
        lists = countries_of(records, thesaurus)
    elif kind == "coauthors":
        lists = one_name_each([(record.authors, record.author_ids) for record in records], thesaurus)
    else:
        matched = match_references([record.references for record in records])
        lists, whole = _cited(matched, thesaurus)
        matches = matched.matches
    counts = Counter(item for items in lists for item in dict.fromkeys(items))
    if not counts and kind == "terms" and not proposed:
        counts = Counter(term_extraction.extract(texts, thesaurus=thesaurus).occurrences)
    if not counts:
        raise MapFileError("no_items", kind=kind, records=len(records))
    threshold = terms.propose_threshold(counts.values(), len(records)) if least is None else least
    if not proposed:
        _refuse_too_high(counts, threshold, len(records))
    items = networks.cooccurrence(
        lists, counting="fractional" if counting == "fractional" else "full",
        min_occurrences=1 if kind == "terms" else threshold, max_items=MOST_ITEMS, max_per_document=most,
    )  # fmt: skip
    if kind == "cocitation":
        labels = tuple(
            apart([short_reference(whole[one]) if isinstance(one, int) else str(one) for one in items.labels])
        )
    else:
        labels = tuple(str(label) for label in items.labels)
    scores = _scores(items.documents, records)
    if relevance:
        scores["Relevance"] = np.array([relevance.get(label, np.nan) for label in labels])
    name = "Documents" if kind.startswith("coauthors") else "Citations" if kind == "cocitation" else "Occurrences"
    before = before or len(counts)
    origin = replace(
        origin, min_occurrences=threshold, proposed=proposed, found=before, kept=len(labels), irrelevant=irrelevant,
        references=sum(len(one.references) for one in records) if kind == "cocitation" else 0, matched=len(matches),
    )  # fmt: skip
    notes: dict[str, Any] = {"least": threshold, "items_before_threshold": before, "references_matched": len(matches)}
    if kind.startswith("coauthors"):
        notes["more_than_25"] = sum(len(one) > MANY for one in lists)
        notes |= (
            {"most_per_publication": most, "left_out_of_links": sum(len(one) > most for one in lists)} if most else {}
        )
        origin = replace(origin, most=most or 0, crowded=notes.get("left_out_of_links", 0))
    if kind == "cocitation" and (lacking := without_references(records)):
        notes["without_references"] = lacking
    columns = texts_of_references([whole[one] for one in items.labels]) if whole else {}
    counted = np.array([occurrences[label] for label in labels], np.float64) if occurrences else items.occurrences
    return Built(items, labels, {name: counted}, scores, origin, notes, tuple(records), matches, threads, columns)


def _refuse_too_high(counts: Mapping[Any, int], least: int, records: int) -> None:
    """Refuses a threshold given by hand that leaves no two items, and says which would do."""
    reached = sum(count >= least for count in counts.values())
    if reached < 2 <= len(counts):
        would = min(least - 1, terms.propose_threshold(counts.values(), records)) or 1
        kept = sum(count >= would for count in counts.values())
        raise MapFileError(
            "nothing_that_often", n=reached, least=least, items=len(counts), most=max(counts.values()), would=would,
            kept=kept,
        )  # fmt: skip


def _cited(
    matched: MatchedReferences, thesaurus: terms.Thesaurus | None
) -> tuple[list[tuple[Hashable, ...]], dict[Hashable, str]]:
    """Cited works per document, by number or by the label that the thesaurus gives; and the reference behind each."""
    own: list[Hashable] = list(range(len(matched.labels)))
    for i, reference in enumerate(matched.labels if thesaurus is not None else ()):
        for name in (reference, short_reference(reference)):
            label = thesaurus.label(name) if thesaurus is not None else name
            if label != name:
                own[i] = label
                break
    lists = [tuple(dict.fromkeys(own[i] for i in one if own[i] != "")) for one in matched.documents]
    return lists, dict(zip(reversed(own), reversed(matched.labels), strict=True))


def _scores(documents: Iterable[npt.NDArray[np.int64]], records: Sequence[Record]) -> dict[str, Floats]:
    """Mean year and mean citations of the documents behind every item; missing where none is known."""
    year = np.array([np.nan if r.year is None else r.year for r in records], dtype=np.float64)
    cited = np.array([np.nan if r.cited_by is None else r.cited_by for r in records], dtype=np.float64)
    behind = list(documents)

    def means(values: Floats) -> Floats:
        known = [values[d][np.isfinite(values[d])] for d in behind]
        return np.array([one.mean() if len(one) else np.nan for one in known])

    scores = {}
    if np.isfinite(year).any():
        scores["Avg. pub. year"] = means(year)
    if np.isfinite(cited).any():
        scores["Avg. citations"] = means(cited)
    return scores


def _of_documents(
    records: Sequence[Record], kind: str, counting: str, least: int | None, origin: Origin, threads: int | None
) -> Built:
    """Publications linked by citing each other, or by the references they share.

    ``least`` leaves out those cited less often, by the counts of the files, else by the citations within the set.
    Without it the ``MOST_WORKS`` with the greatest total link strength are kept, as VOSviewer proposes.
    """
    references = [record.references for record in records]
    lacking = without_references(records)
    if kind == "citations":
        works = [
            Work(r.title, family_name(r.authors[0]) if r.authors else "", str(r.year or ""), r.first_page, r.doi,
                 tuple(one for one in (r.identifier, r.url) if one), r.volume)
            for r in records
        ]  # fmt: skip
        found = cited_works(references, works)
        items, matches = networks.citation(found.cites), found.matches
    else:
        matched = match_references(references)
        items, matches = networks.coupling(matched.documents, counting=counting), matched.matches
    cited = np.array([np.nan if r.cited_by is None else r.cited_by for r in records], dtype=np.float64)
    has_counts = bool(np.isfinite(cited).any())
    kept = np.arange(len(records))
    if least is not None and least > 0:
        counts = np.nan_to_num(cited) if has_counts else items.occurrences if kind == "citations" else None
        if counts is None:
            raise MapFileError("no_citation_counts", least=least)
        kept = np.flatnonzero(counts >= least)
        if len(kept) < 2:
            raise MapFileError("not_cited_that_often", n=len(kept), least=least, most=int(counts.max(initial=0)))
    linked = int((items.network.links_of > 0).sum())
    if least is None and linked > MOST_WORKS:
        strongest = np.argsort(-items.network.strength_of, kind="stable")[:MOST_WORKS]
        kept = np.sort(strongest)
    if len(kept) < len(records):
        network, _kept = networks.restrict(items.network, kept)
        items = networks.ItemNetwork(tuple(kept.tolist()), items.occurrences[kept], network)
    year = np.array([np.nan if r.year is None else r.year for r in records], dtype=np.float64)
    scores = {"Pub. year": year[kept]} if np.isfinite(year).any() else {}
    weights = {"Documents": np.ones(len(kept))} | ({"Citations": np.nan_to_num(cited)[kept]} if has_counts else {})
    notes: dict[str, Any] = {"references": sum(map(len, references)), "references_matched": len(matches)}
    notes |= {"without_references": lacking} if lacking else {}
    notes |= {"least_cited": least, "publications_kept": len(kept)} if least else {}
    notes |= {"linked": linked, "strongest_kept": MOST_WORKS} if least is None and linked > MOST_WORKS else {}
    origin = replace(
        origin, references=notes["references"], matched=len(matches), least_cited=least or 0, kept=len(kept),
        linked=notes.get("linked", 0),
    )  # fmt: skip
    labels = tuple(apart([short_name(records[i]) for i in kept.tolist()]))
    texts = {name: tuple(cells[i] for i in kept.tolist()) for name, cells in texts_of_records(records).items()}
    return Built(items, labels, weights, scores, origin, notes, tuple(records), matches, threads, texts)
