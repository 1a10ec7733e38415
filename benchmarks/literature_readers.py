"""How fast are publications read, in MB/s on one core, beside the readers of other projects on the same bytes?

    python -m benchmarks.literature_readers [--exports DIR] [--pybibx PYTHON] [--output DIR]

Real exports (``--exports``, default ../shared/data/literature/exports) are repeated to about 12 MB, since a small
file measures the start alone. rispy and bibtexparser read the same bytes in the same run, by turns with ours. pyBibX
(GPL; in a scratch environment, never beside this project) reads the Scopus BibTeX when ``--pybibx`` or
``KEMBAR_PYBIBX`` names a Python that has it; else its figure of an earlier run stands, marked so. Ten thousand
records to a keyword network are timed end to end, reading included. All times are of the processor, the best of
several. Writes literature_readers.md and .json; exit code 1 where a limit is passed.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kembar.analysis.networks import cooccurrence
from kembar.analysis.terms import propose_threshold, unify
from kembar.literature.readers import read_bytes

EXPORTS = Path(__file__).resolve().parents[2] / "shared" / "data" / "literature" / "exports"
RESULTS = Path(__file__).resolve().parent / "results"
FILES = {
    "RIS": ("litstudy_example.ris", 20.0),
    "Web of Science": ("bibliometrix_wos_sample.txt", 20.0),
    "BibTeX of Scopus": ("scopus.bib", 10.0),
    "BibTeX of Web of Science": ("wos.bib", 10.0),
    "PubMed": ("pubmed.txt", None),
    "CSV of Scopus": ("litstudy_scopus.csv", None),
}
SIZE = 12_000_000
ROUNDS = 5
PYBIBX_TIMES, NETWORK_SECONDS = 20.0, 1.5


def seconds(run: Callable[[], Any]) -> float:
    """Processor seconds of one run."""
    start = time.process_time()
    run()
    return time.process_time() - start


def by_turns(*runs: Callable[[], Any], rounds: int = ROUNDS) -> list[float]:
    """The best processor seconds of each, run by turns, so that the machine's other work hits all alike."""
    taken = [[seconds(run) for run in runs] for _ in range(rounds)]
    return [min(times) for times in zip(*taken, strict=True)]


def repeated(path: Path) -> bytes:
    """The file again and again up to about 12 MB; a table keeps one header."""
    data = path.read_bytes()
    times = max(1, SIZE // len(data))
    if path.suffix == ".csv":
        head, _, body = data.partition(b"\n")
        return head + b"\n" + body * times
    return data * times


def ris_records(count: int) -> bytes:
    """Made records in RIS with keywords by rank, for the way from records to a network."""
    out = []
    for number in range(count):
        keywords = {f"keyword {(number * step + step) % (40 + step * step)}" for step in range(1, 7)}
        lines = ["TY  - JOUR", f"TI  - Cooperation of cities number {number}", f"AU  - Author{number % 997}, Name"]
        lines += [
            f"PY  - {1990 + number % 35}",
            f"T2  - Journal {number % 83}",
            "AB  - " + "Words of an abstract. " * 40,
        ]
        lines += [f"KW  - {keyword}" for keyword in sorted(keywords)] + ["ER  - ", ""]
        out.append("\n".join(lines))
    return "\n".join(out).encode()


def to_network(data: bytes) -> int:
    """Bytes of records to a keyword network; the number of its links."""
    records, _ = read_bytes(data, "made")
    documents = unify([record.keywords for record in records])
    counts: dict[str, int] = {}
    for items in documents:
        for item in items:
            counts[item] = counts.get(item, 0) + 1
    least = propose_threshold(counts.values(), len(records))
    return cooccurrence(documents, min_occurrences=least).network.n_links


def pybibx_seconds(python: str, path: Path) -> float | None:
    """Processor seconds pyBibX needs to load the file, without its import, the best of three; None when it cannot."""
    code = (
        "import sys, time, io, contextlib\n"
        "from pybibx.base.pbx import pbx_probe\n"
        "took = []\n"
        "for _ in range(3):\n"
        "    start = time.process_time()\n"
        "    with contextlib.redirect_stdout(io.StringIO()):\n"
        "        pbx_probe(file_bib=sys.argv[1], db='scopus', del_duplicated=False)\n"
        "    took.append(time.process_time() - start)\n"
        "print(min(took))\n"
    )
    done = subprocess.run([python, "-c", code, str(path)], capture_output=True, text=True, timeout=600, check=False)
    if done.returncode:
        sys.stderr.write(done.stderr[-400:] + "\n")
        return None
    return float(done.stdout.strip().splitlines()[-1])


def measure(exports: Path, pybibx: str | None, earlier: dict[str, Any]) -> dict[str, Any]:
    rows = []
    for name, (file, limit) in FILES.items():
        path = exports / file
        if not path.is_file():
            sys.stderr.write(f"{path} is absent; {name} is not measured\n")
            continue
        data = repeated(path)
        (took,) = by_turns(lambda data=data, file=file: read_bytes(data, file))
        _, report = read_bytes(data, file)
        rows.append({"format": name, "file": file, "megabytes": round(len(data) / 1e6, 1), "records": report.records,
                     "mb_per_s": round(len(data) / 1e6 / took, 1), "limit": limit})  # fmt: skip
    data = ris_records(10_000)
    (took,) = by_turns(lambda: to_network(data))
    return {
        "reading": rows,
        "peers": peers(exports, pybibx, earlier),
        "ten_thousand_records_to_network": {
            "seconds": round(took, 2), "links": to_network(data), "megabytes": round(len(data) / 1e6, 1),
            "limit": NETWORK_SECONDS,
        },
    }  # fmt: skip


def peers(exports: Path, pybibx: str | None, earlier: dict[str, Any]) -> list[dict[str, Any]]:
    """Other readers and ours on the same bytes, decoding included: processor seconds and a ratio."""
    found = []
    ris, bib = exports / "litstudy_example.ris", exports / "scopus.bib"

    def told(peer: str, path: Path, ours: float, theirs: float) -> dict[str, Any]:
        return {"peer": peer, "file": path.name, "ours_s": round(ours, 3), "theirs_s": round(theirs, 3),
                "ratio": round(theirs / ours, 2)}  # fmt: skip

    if ris.is_file():
        import rispy

        data = repeated(ris)
        # its own reading of a file loses the records that end in "\\n\\r"; plain ends of lines keep all of them
        ours, theirs = by_turns(
            lambda: read_bytes(data, "ris"),
            lambda: rispy.loads(data.decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")),
        )
        found.append(told("rispy", ris, ours, theirs))
    if bib.is_file():
        import bibtexparser

        data = bib.read_bytes()
        (ours,) = by_turns(lambda: read_bytes(data, "bib"), rounds=15)
        found.append(told("bibtexparser", bib, ours, seconds(lambda: bibtexparser.loads(data.decode("utf-8")))))
        if pybibx and (loaded := pybibx_seconds(pybibx, bib)) is not None:
            found.append(told("pyBibX", bib, ours, loaded))
        else:
            found += [one | {"recorded": True} for one in earlier.get("peers", ()) if one["peer"] == "pyBibX"]
    return found


def faults(found: dict[str, Any]) -> list[str]:
    """Every limit that was passed, in words."""
    told = [f"{row['format']}: {row['mb_per_s']} MB/s, less than {row['limit']:g}" for row in found["reading"]
            if row["limit"] and row["mb_per_s"] < row["limit"]]  # fmt: skip
    told += [f"only {row['ratio']} times {row['peer']}" for row in found["peers"]
             if row["peer"] == "pyBibX" and row["ratio"] < PYBIBX_TIMES]  # fmt: skip
    network = found["ten_thousand_records_to_network"]
    if network["seconds"] > network["limit"]:
        told.append(f"records to network: {network['seconds']} s, more than {network['limit']}")
    return told


def page(found: dict[str, Any]) -> str:
    """The results as a page of Markdown."""
    lines = [
        "# Reading publications", "",
        f"Processor time on one core, best of {ROUNDS}; {found['machine']}; load of the machine {found['load']}. "
        "Real exports, repeated to about 12 MB.", "",
        "| format | MB | records | MB/s | at least | to it |", "|---|--:|--:|--:|--:|--:|",
    ]  # fmt: skip
    for row in found["reading"]:
        limit, share = (f"{row['limit']:g}", f"{row['mb_per_s'] / row['limit']:.1f}") if row["limit"] else ("–", "–")
        lines.append(
            f"| {row['format']} | {row['megabytes']} | {row['records']:,} | {row['mb_per_s']} | {limit} | {share} |"
        )
    lines += ["", "| same bytes as | file | ours, s | theirs, s | times as fast |", "|---|---|--:|--:|--:|"]
    for row in found["peers"]:
        mark = " (an earlier run)" if row.get("recorded") else ""
        lines.append(
            f"| {row['peer']}{mark} | {row['file']} | {row['ours_s']} | {row['theirs_s']} | {_rounded(row['ratio'])} |"
        )
    network = found["ten_thousand_records_to_network"]
    lines += [
        "", "rispy parts lines into tags and stops there; ours makes records of them: names, year, DOI, pages, kind.",
        "", f"10,000 made records ({network['megabytes']} MB) to a keyword network of {network['links']:,} links: "
        f"{network['seconds']} s, limit {network['limit']} s.", "",
    ]  # fmt: skip
    return "\n".join(lines)


def _rounded(ratio: float) -> str:
    return f"{ratio:.0f}" if ratio >= 10 else f"{ratio:.1f}"


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--exports", type=Path, default=EXPORTS)
    parser.add_argument("--pybibx", metavar="PYTHON", default=os.environ.get("KEMBAR_PYBIBX"),
                        help="a Python that has pyBibX")  # fmt: skip
    parser.add_argument("--output", type=Path, default=RESULTS)
    args = parser.parse_args()
    kept = args.output / "literature_readers.json"
    earlier = json.loads(kept.read_text(encoding="utf-8")) if kept.is_file() else {}
    before = os.getloadavg()[0]
    found = measure(args.exports, args.pybibx, earlier) | {
        "machine": f"{os.cpu_count()} processors, {platform.machine()}, Python {platform.python_version()}",
        "load": f"{before:.1f} before, {os.getloadavg()[0]:.1f} after",
    }
    passed = faults(found)
    print(page(found))
    for fault in passed:
        print(f"LIMIT PASSED: {fault}")
    if not found["reading"]:
        sys.stderr.write("No export was found; the results of the last run are left as they are.\n")
        return 0
    args.output.mkdir(parents=True, exist_ok=True)
    kept.write_text(json.dumps(found | {"faults": passed}, indent=1) + "\n", encoding="utf-8")
    (args.output / "literature_readers.md").write_text(page(found), encoding="utf-8")
    return 1 if passed else 0


if __name__ == "__main__":
    sys.exit(main())
