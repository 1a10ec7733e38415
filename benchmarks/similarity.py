"""How fast are a thousand documents held against ten thousand, does the time grow with the texts, and are copies found?

    python -m benchmarks.similarity [--words 600] [--workers 2] [--json] [--pan DIR]

The texts are made: words of an invented language drawn by rank, a third of them words of grammar. Each questioned
text holds one passage of 40 to 200 words from one source, by turns word for word, shuffled, and with two words in
five replaced, so that the run also says what was found and what was found wrongly. Three sizes in one run show the
growth; the time is of the whole work on texts in memory: counting words, index, candidates, alignment. ``--pan``
scores the detector on a corpus made as those of PAN, beside word 5-grams and difflib in the same run.
"""

import argparse
import json
import os
import resource
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

from kembar.literature.documents import Document
from kembar.literature.similarity import Corpus, Source, compare

SIZES = ((250, 2_500), (500, 5_000), (1_000, 10_000))
TARGET = 60.0
KINDS = ("verbatim", "shuffled", "substituted")
GRAMMAR = "yang dan di ke dari untuk dengan pada dalam adalah ini itu sebagai oleh akan tidak juga atau bahwa telah"
Planted = tuple[int, int, int, str]  # source, first word, last word + 1, kind


def made(questioned: int, searched: int, words: int, seed: int = 1) -> tuple[list[str], list[str], list[Planted]]:
    """(questioned texts, searched texts, what was planted in each questioned one)."""
    draw = np.random.default_rng(seed)
    syllables = [a + b for a in "bcdfghjklmnprstwy" for b in "aiueo"]
    vocabulary = np.array(["".join(draw.choice(syllables, size=int(draw.integers(2, 5)))) for _ in range(60_000)])
    grammar = np.array(GRAMMAR.split())
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


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--words", type=int, default=600, help="mean words of a text")
    parser.add_argument("--workers", type=int, default=min(2, os.cpu_count() or 1))
    parser.add_argument("--pan", type=Path)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    answer: dict[str, Any] = {"runs": [run(*size, args.words, args.workers) for size in SIZES], "target": TARGET}
    if args.pan:
        from kembar.literature.similarity_pan import evaluate

        answer["pan"] = evaluate(args.pan)
    if args.json:
        json.dump(answer, sys.stdout, indent=2)
        return 0
    for one in answer["runs"]:
        found = ", ".join(f"{kind} {share:.3f}" for kind, share in one["found"].items())
        print(
            f"{one['questioned']:5d} against {one['searched']:6d} ({one['megabytes']:.0f} MB): "
            f"{one['seconds']:6.1f} s "
            f"(computing {one['cpu_seconds']:.1f} s); "
            f"found: {found}; wrong {one['wrong_passages']}"
        )
    print(f"target: {TARGET:g} s for the last")
    if args.pan:
        for name, method in answer["pan"]["methods"].items():
            print(
                f"{name:14} PlagDet {method['plagdet']:.3f} recall {method['recall']:.3f} precision "
                f"{method['precision']:.3f}"
            )
        print(f"PlagDet to the better baseline: {answer['pan']['ratio_to_better_baseline']:.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
