"""How fast are a thousand documents held against ten thousand, does the time grow with the texts, and are copies found?

    python -m benchmarks.similarity [--words 600] [--workers 2] [--pan DIR] [--output FOLDER] [--json]

*Speed.* The texts are made: words of an invented language drawn by rank, a third of them words of grammar. Each
questioned text holds one passage of 40 to 200 words from one source, by turns word for word, shuffled, and with two
words in five replaced, so that the run also says what was found and what was found wrongly. Three sizes in one run show
the growth; the time is of the whole work on texts in memory: counting words, index, candidates, alignment.

*Copies.* Passages planted word for word in every setting (``benchmarks._planted``).

*Against plain methods.* On a corpus made as those of PAN, when one lies in ``../shared/data/similarity`` or is named,
beside word 5-grams and difflib in the same run.

Writes similarity.md and similarity.json, and exits with 1 where a limit is passed: 60 s for the largest run, processor
time growing at most 1.5 times as fast as the texts, recall of copies 0.99 and precision 0.98, PlagDet 1.5 times the
better plain method's.
"""

import argparse
import json
import os
import platform
import resource
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks._planted import GRAMMAR, measure
from kembar.literature.documents import Document
from kembar.literature.reuse.pan import evaluate
from kembar.literature.reuse.similarity import Corpus, Source, compare

RESULTS = Path(__file__).resolve().parent / "results"
PAN = Path(__file__).resolve().parents[2] / "shared" / "data" / "similarity"

SIZES = ((250, 2_500), (500, 5_000), (1_000, 10_000))
TARGET = 60.0
GROWTH, RECALL, PRECISION, RATIO = 1.5, 0.99, 0.98, 1.5
KINDS = ("verbatim", "shuffled", "substituted")
Planted = tuple[int, int, int, str]  # source, first word, last word + 1, kind


def made(questioned: int, searched: int, words: int, seed: int = 1) -> tuple[list[str], list[str], list[Planted]]:
    """(questioned texts, searched texts, what was planted in each questioned one)."""
    draw = np.random.default_rng(seed)
    syllables = [a + b for a in "bcdfghjklmnprstwy" for b in "aiueo"]
    vocabulary = np.array(["".join(draw.choice(syllables, size=int(draw.integers(2, 5)))) for _ in range(60_000)])
    grammar = np.array(GRAMMAR)
    ranks = 1 / np.arange(1, 60_001)
    ranks /= ranks.sum()

    def text(count: int) -> Any:
        drawn = vocabulary[draw.choice(60_000, size=count, p=ranks)]
        of_grammar = draw.random(count) < 0.35
        drawn[of_grammar] = grammar[draw.integers(0, len(grammar), int(of_grammar.sum()))]
        return drawn

    sources = [text(int(words * draw.uniform(0.5, 1.5))) for _ in range(searched)]
    texts, planted = [], []
    for number in range(questioned):
        own = text(int(words * draw.uniform(0.5, 1.5)))
        source = int(draw.integers(searched))
        size = min(int(draw.integers(40, 200)), len(sources[source]))
        begin = int(draw.integers(0, len(sources[source]) - size + 1))
        passage = sources[source][begin : begin + size].copy()
        kind = KINDS[number % 3]
        if kind == "shuffled":
            passage = draw.permutation(passage)
        elif kind == "substituted":
            replaced = draw.random(size) < 0.4
            passage[replaced] = text(int(replaced.sum()))
        at = int(draw.integers(0, len(own)))
        texts.append(" ".join([*own[:at], *passage, *own[at:]]))
        planted.append((source, at, at + size, kind))
    return texts, [" ".join(source) for source in sources], planted


def cpu_seconds() -> float:
    """Time this process and those it started have computed: what the wall clock says only on an idle machine."""
    mine, theirs = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return mine.ru_utime + mine.ru_stime + theirs.ru_utime + theirs.ru_stime


def run(questioned: int, searched: int, words: int, workers: int) -> dict[str, Any]:
    texts, sources, planted = made(questioned, searched, words)
    documents = [Document(str(number), "text", (text,)) for number, text in enumerate(texts)]
    corpus = Corpus(tuple(Source(str(number), text) for number, text in enumerate(sources)))
    start, before = time.perf_counter(), cpu_seconds()
    found = compare(documents, corpus, workers=workers)
    seconds, cpu = time.perf_counter() - start, cpu_seconds() - before
    hits = dict.fromkeys(KINDS, 0)
    wrong = 0
    for one, (source, begin, end, kind) in zip(found, planted, strict=True):
        right = [p for p in one.passages if p.source == source and p.words[0] < end and begin < p.words[1]]
        hits[kind] += bool(right)
        wrong += len(one.passages) - len(right)
    counts = {kind: sum(1 for plant in planted if plant[3] == kind) for kind in KINDS}
    return {
        "questioned": questioned,
        "searched": searched,
        "megabytes": (sum(map(len, texts)) + sum(map(len, sources))) / 1e6,
        "seconds": seconds,
        "cpu_seconds": cpu,
        "found": {kind: hits[kind] / counts[kind] for kind in KINDS},
        "wrong_passages": wrong,
    }


def faults(answer: dict[str, Any]) -> list[str]:
    """Which limits are passed, as sentences."""
    last, copies, pan = answer["runs"][-1], answer["copies"]["all"], answer["pan"]
    found = []
    if last["seconds"] > TARGET:
        found.append(f"{last['seconds']:.1f} s for the largest run, more than {TARGET:g}")
    if answer["growth"] > GROWTH:
        found.append(f"processor time grew {answer['growth']:.2f} times as fast as the texts, more than {GROWTH}")
    if copies["recall"] < RECALL:
        found.append(f"recall of copies {copies['recall']:.4f}, below {RECALL}")
    if copies["precision"] < PRECISION:
        found.append(f"precision of copies {copies['precision']:.4f}, below {PRECISION}")
    if pan and (pan["ratio_to_better_baseline"] or 0) < RATIO:
        found.append(f"PlagDet {pan['ratio_to_better_baseline']:.2f} times the better plain method's, below {RATIO}")
    return found


def growth(runs: list[dict[str, Any]]) -> float:
    """How processor time grows from the second size to the largest, over how the texts do; 1 is linear."""
    some, last = runs[-2], runs[-1]
    return float(last["cpu_seconds"] / some["cpu_seconds"] / (last["megabytes"] / some["megabytes"]))


def as_markdown(answer: dict[str, Any]) -> str:
    lines = ["# Similarity of texts", "", f"{answer['machine']}; load {answer['load']}. {answer['day']}.", ""]
    lines += ["## Speed", "", "| Texts | Against | MB | Seconds | Processor seconds | Found | Found wrongly |"]
    lines.append("|---|---|---|---|---|---|---|")
    for one in answer["runs"]:
        found = ", ".join(f"{kind} {share:.3f}" for kind, share in one["found"].items())
        lines.append(
            f"| {one['questioned']:,} | {one['searched']:,} | {one['megabytes']:.0f} | {one['seconds']:.1f} | "
            f"{one['cpu_seconds']:.1f} | {found} | {one['wrong_passages']} |"
        )
    lines += ["", f"Limit: {TARGET:g} s for the last. Processor time grows {answer['growth']:.2f} times as fast as the"]
    lines += [f"texts from the second size to the last (limit {GROWTH}).", "", "## Copies, planted word for word", ""]
    lines += ["| Setting | n | Recall | Precision | Passages per copy | Ends right to two characters |"]
    lines.append("|---|---|---|---|---|---|")
    lines += [
        f"| {kind} | {one['n']} | {one['recall']:.4f} | {one['precision']:.4f} | {one['granularity']:.2f} | "
        f"{one['exact_ends']:.2f} |"
        for kind, one in answer["copies"].items()
    ]
    lines += ["", f"Limits over all: recall {RECALL}, precision {PRECISION}, by characters of both sides.", ""]
    return "\n".join([*lines, *_pan_lines(answer["pan"]), *_verdict(answer["faults"]), ""])


def _pan_lines(pan: dict[str, Any] | None) -> list[str]:
    title = "## A corpus made as those of PAN, beside plain methods in the same run"
    if not pan:
        return [title, "", "Not measured: no such corpus lies beside the project (../shared/data/similarity).", ""]
    methods = pan["methods"]
    lines = [title, "", f"{pan['documents']} texts, {pan['sources']} sources, {pan['cases']} cases.", ""]
    lines += ["| Method | PlagDet | Recall | Precision | Granularity |", "|---|---|---|---|---|"]
    for name, one in methods.items():
        figures = " | ".join(f"{one[key]:.3f}" for key in ("plagdet", "recall", "precision", "granularity"))
        lines.append(f"| {name} | {figures} |")
    ratio = pan["ratio_to_better_baseline"]
    lines += [
        "",
        f"PlagDet to the better plain method's: {ratio:.2f} (limit {RATIO}).",
        "",
        "Recall by kind of case:",
        "",
    ]
    lines += [f"| Kind | n | {' | '.join(methods)} |", "|---" * (2 + len(methods)) + "|"]
    for kind, ours in methods["kembar"]["kinds"].items():
        recalls = [one["kinds"][kind]["recall"] for one in methods.values()]
        told = " | ".join("too few" if value is None else f"{value:.3f}" for value in recalls)
        lines.append(f"| {kind} | {ours['n']} | {told} |")
    return [*lines, ""]


def _verdict(found: list[str]) -> list[str]:
    return ["**Limits passed:** " + "; ".join(found) + "."] if found else ["Every limit is kept."]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--words", type=int, default=600, help="mean words of a text")
    parser.add_argument("--workers", type=int, default=min(2, os.cpu_count() or 1))
    parser.add_argument("--pan", type=Path, default=PAN)
    parser.add_argument("--output", type=Path, default=RESULTS)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    answer: dict[str, Any] = {
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
        "load": " ".join(f"{load:.1f}" for load in os.getloadavg()) if hasattr(os, "getloadavg") else "unknown",
        "day": datetime.now(UTC).date().isoformat(),
        "runs": [run(*size, args.words, args.workers) for size in SIZES],
        "copies": measure(),
        "pan": evaluate(args.pan) if args.pan.is_dir() else None,
    }
    if answer["pan"]:
        answer["pan"]["folder"] = args.pan.name
    answer["growth"] = growth(answer["runs"])
    answer["faults"] = faults(answer)
    args.output.mkdir(parents=True, exist_ok=True)
    (args.output / "similarity.json").write_text(json.dumps(answer, indent=1) + "\n", encoding="utf-8")
    (args.output / "similarity.md").write_text(as_markdown(answer), encoding="utf-8")
    sys.stdout.write(json.dumps(answer, indent=1) + "\n" if args.json else as_markdown(answer))
    return 1 if answer["faults"] else 0


if __name__ == "__main__":
    sys.exit(main())
