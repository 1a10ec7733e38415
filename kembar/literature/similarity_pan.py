"""How does our detector do on a corpus made as those of PAN, beside two plain methods in the same run?

The folder holds ``suspicious-documents`` with texts and answer keys in XML, and ``source-documents``. A kind of case
with fewer than five cases is listed with its number and without a figure: so few say nothing.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from xml.etree.ElementTree import ParseError, fromstring

from kembar.analysis.pan_measures import PanScore, Reuse, recall, score
from kembar.analysis.reuse_baselines import Box, by_difflib, by_word_grams, grams
from kembar.analysis.text_reuse import find
from kembar.analysis.words import places_of

FEWEST = 5


class PanError(Exception):
    """A folder that is no such corpus: ``code`` and ``detail``."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(f"{code} {detail}")
        self.code = code
        self.detail = detail


def load(folder: Path) -> tuple[dict[str, str], dict[str, str], list[Reuse]]:
    """(suspicious texts, source texts, cases) of a folder."""
    suspicious, sources = folder / "suspicious-documents", folder / "source-documents"
    for part in (suspicious, sources):
        if not part.is_dir():
            raise PanError("no_pan_folder", str(part))
    texts, origins = _texts(suspicious), _texts(sources)
    cases = [case for path in sorted(suspicious.glob("*.xml")) for case in _cases(path)]
    unknown = sorted({case.source for case in cases} - set(origins) | {case.text for case in cases} - set(texts))
    if unknown:
        raise PanError("unknown_reference", ", ".join(unknown[:5]))
    if not cases:
        raise PanError("no_cases", str(suspicious))
    return texts, origins, cases


def _texts(folder: Path) -> dict[str, str]:
    # offsets of the keys count characters as they stand: no newline may be changed
    return {path.name: path.read_bytes().decode("utf-8", errors="replace") for path in sorted(folder.glob("*.txt"))}


def _cases(path: Path) -> list[Reuse]:
    try:
        root = fromstring(path.read_text(encoding="utf-8"))  # noqa: S314 -- no entities in these keys, and Python expands none from outside
    except ParseError as error:
        raise PanError("key_broken", f"{path}: {error}") from None
    text = root.get("reference") or path.with_suffix(".txt").name
    found = []
    for feature in root.iter("feature"):
        if feature.get("name") != "plagiarism" or not feature.get("source_reference"):
            continue
        begin, length = int(feature.get("this_offset", 0)), int(feature.get("this_length", 0))
        source_begin, source_length = int(feature.get("source_offset", 0)), int(feature.get("source_length", 0))
        kind = feature.get("obfuscation") or feature.get("type") or ""
        source = feature.get("source_reference", "")
        found.append(Reuse(text, begin, begin + length, source, source_begin, source_begin + source_length, kind))
    return found


def detections(texts: Mapping[str, str], sources: Mapping[str, str]) -> list[Reuse]:
    """What our detector finds."""
    names, origins = list(texts), list(sources)
    return [
        Reuse(names[one.text], one.begin, one.end, origins[one.source], one.source_begin, one.source_end, one.kind)
        for one in find(list(texts.values()), list(sources.values()))
    ]


def baseline_detections(texts: Mapping[str, str], sources: Mapping[str, str], method: str) -> list[Reuse]:
    """What word 5-grams ("word 5-grams") or difflib ("difflib") find."""
    placed = {name: _placed(text) for name, text in sources.items()}
    runs = {name: grams(words) for name, (_, _, words) in placed.items()}
    found = []
    for name, text in texts.items():
        begins, ends, words = _placed(text)
        mine = grams(words)
        for source, (source_begins, source_ends, source_words) in placed.items():
            if mine.keys().isdisjoint(runs[source].keys()):
                continue
            boxes = by_word_grams(words, runs[source]) if method == "word 5-grams" else by_difflib(words, source_words)
            for box in boxes:
                found.append(_reuse(name, begins, ends, source, source_begins, source_ends, box))
    return found


def _placed(text: str) -> tuple[list[int], list[int], list[str]]:
    begins, ends, words = places_of(text)
    return begins.tolist(), ends.tolist(), [word.lower() for word in words]


def _reuse(
    name: str,
    begins: list[int],
    ends: list[int],
    source: str,
    source_begins: list[int],
    source_ends: list[int],
    box: Box,
) -> Reuse:
    a, b, c, d = box
    return Reuse(name, begins[a], ends[b - 1], source, source_begins[c], source_ends[d - 1])


def by_kind(cases: list[Reuse], found: list[Reuse]) -> dict[str, dict[str, float | int | None]]:
    """Recall per kind of case, with n beside it; None under five cases."""
    kinds = dict.fromkeys(case.kind for case in cases)
    out: dict[str, dict[str, float | int | None]] = {}
    for kind in kinds:
        mine = [case for case in cases if case.kind == kind]
        out[kind] = {"n": len(mine), "recall": recall(mine, found) if len(mine) >= FEWEST else None}
    return out


def evaluate(folder: Path, progress: Callable[[str], None] | None = None) -> dict[str, object]:
    """Our detector and both baselines on one folder: figures by PAN's definitions, n per kind, seconds."""
    texts, sources, cases = load(folder)
    methods: dict[str, Callable[[], list[Reuse]]] = {
        "kembar": lambda: detections(texts, sources),
        "word 5-grams": lambda: baseline_detections(texts, sources, "word 5-grams"),
        "difflib": lambda: baseline_detections(texts, sources, "difflib"),
    }
    answers: dict[str, object] = {}
    scores: dict[str, PanScore] = {}
    for name, run in methods.items():
        if progress:
            progress(name)
        start = time.perf_counter()
        found = run()
        seconds = time.perf_counter() - start
        scores[name] = score(cases, found)
        answers[name] = {**asdict(scores[name]), "kinds": by_kind(cases, found), "seconds": round(seconds, 2)}
    best = max(scores["word 5-grams"].plagdet, scores["difflib"].plagdet)
    return {
        "folder": str(folder),
        "documents": len(texts),
        "sources": len(sources),
        "cases": len(cases),
        "methods": answers,
        "ratio_to_better_baseline": scores["kembar"].plagdet / best if best else None,
    }
