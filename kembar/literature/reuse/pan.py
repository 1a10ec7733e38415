"""How does our detector do on a corpus made as those of PAN, beside two plain methods in the same run?

The folder holds ``suspicious-documents`` with texts and answer keys in XML, and ``source-documents``. A kind of case
with fewer than five cases is listed with its number and without a figure: so few say nothing.
"""

import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError, fromstring

from kembar.analysis.pan_measures import PanScore, Reuse, recall, score
from kembar.analysis.reuse_baselines import Box, by_difflib, by_word_grams, grams
from kembar.analysis.text_reuse import find
from kembar.analysis.words import places_of

FEWEST = 5
SUSPICIOUS = ("suspicious-documents", "suspicious-document", "susp")
SEARCHED = ("source-documents", "source-document", "src")


class PanError(Exception):
    """A folder that is no such corpus: ``code`` and ``detail``."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(f"{code} {detail}")
        self.code = code
        self.detail = detail


@dataclass(frozen=True, slots=True)
class PanCorpus:
    """Texts by name, and the cases of the answer keys.

    ``without_key`` names texts that have no answer key: they are not asked about, since nobody knows what is in them.
    ``without_text`` names texts of answer keys that are not there: their cases are left out.
    """

    texts: Mapping[str, str]
    sources: Mapping[str, str]
    cases: tuple[Reuse, ...]
    without_key: tuple[str, ...] = ()
    without_text: tuple[str, ...] = ()


def load(folder: Path) -> PanCorpus:
    """The corpus in a folder. Names in answer keys and of files are one whatever parts their words and digits."""
    suspicious, searched = (_part(folder, names) for names in (SUSPICIOUS, SEARCHED))
    texts, origins = _texts(suspicious), _texts(searched)
    by_key, origin_by_key = ({_key(name): name for name in one} for one in (texts, origins))
    asked: dict[str, str] = {}
    cases: list[Reuse] = []
    absent: set[str] = set()
    for path in sorted(suspicious.rglob("*.xml")):
        reference, found = _cases(path)
        name = by_key.get(_key(reference)) or by_key.get(_key(path.stem))
        if name is None:
            absent.add(path.stem + ".txt")
            continue
        asked[name] = texts[name]
        for case in found:
            if source := origin_by_key.get(_key(case.source)):
                cases.append(replace(case, text=name, source=source))
            else:
                absent.add(case.source)
    if not cases:
        raise PanError("unknown_reference" if absent else "no_cases", ", ".join(sorted(absent)[:5]) or str(suspicious))
    return PanCorpus(asked, origins, tuple(cases), tuple(sorted(set(texts) - set(asked))), tuple(sorted(absent)))


def _part(folder: Path, names: Sequence[str]) -> Path:
    for name in names:
        if (folder / name).is_dir():
            return folder / name
    raise PanError("no_pan_folder", str(folder / names[0]))


def _key(name: str) -> str:
    """A name without its ending and without what parts its words.

    >>> _key("suspicious-document00014.txt"), _key("suspicious-document-00014.xml")
    ('suspiciousdocument00014', 'suspiciousdocument00014')
    """
    return re.sub(r"[\W_]", "", re.sub(r"\.(?:txt|xml)$", "", name.lower()))


def _texts(folder: Path) -> dict[str, str]:
    # offsets of the keys count characters as they stand: no newline may be changed
    return {path.name: path.read_bytes().decode("utf-8", errors="replace") for path in sorted(folder.rglob("*.txt"))}


def _cases(path: Path) -> tuple[str, list[Reuse]]:
    """(name of the text, cases) of an answer key; features have had several names, and what has a source is a case."""
    try:
        root = fromstring(path.read_bytes())  # noqa: S314 -- no entities in these keys, and Python expands none from outside
        return root.get("reference", ""), [_case(one) for one in root.iter("feature") if one.get("source_reference")]
    except (ParseError, ValueError) as error:
        raise PanError("key_broken", f"{path}: {error}") from None


def _case(feature: Element) -> Reuse:
    begin, length, source_begin, source_length = (
        int(feature.get(name, "")) for name in ("this_offset", "this_length", "source_offset", "source_length")
    )
    kind = feature.get("obfuscation") or feature.get("type") or feature.get("name") or ""
    source = feature.get("source_reference", "")
    return Reuse("", begin, begin + length, source, source_begin, source_begin + source_length, kind)


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


def by_kind(cases: Sequence[Reuse], found: list[Reuse]) -> dict[str, dict[str, float | int | None]]:
    """Recall per kind of case, with n beside it; None under five cases."""
    kinds = dict.fromkeys(case.kind for case in cases)
    out: dict[str, dict[str, float | int | None]] = {}
    for kind in kinds:
        mine = [case for case in cases if case.kind == kind]
        out[kind] = {"n": len(mine), "recall": recall(mine, found) if len(mine) >= FEWEST else None}
    return out


def evaluate(folder: Path, progress: Callable[[str], None] | None = None) -> dict[str, object]:
    """Our detector and both baselines on one folder: figures by PAN's definitions, n per kind, seconds."""
    corpus = load(folder)
    texts, sources, cases = corpus.texts, corpus.sources, corpus.cases
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
        "texts_without_answer_key": list(corpus.without_key),
        "texts_missing": list(corpus.without_text),
        "methods": answers,
        "ratio_to_better_baseline": scores["kembar"].plagdet / best if best else None,
    }
