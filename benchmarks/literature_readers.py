"""How fast are publications read, in MB/s on one core, beside the readers of other projects on the same bytes?

    python -m benchmarks.literature_readers [--json] [--exports DIR] [--pybibx DIR]

Real exports (``--exports``, default ../shared/data/literature/exports) are repeated to about 12 MB, since a small
file measures the start alone. rispy and bibtexparser read the same bytes in the same run. pyBibX (GPL; in a scratch
environment, never beside this project) reads the Scopus BibTeX when ``--pybibx`` names a Python that has it. Ten
thousand records to a keyword network are timed end to end, reading included. Times are of the process (CPU), the
best of three.
"""

import argparse
import json
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
FILES = {
    "RIS": ("litstudy_example.ris", 20.0),
    "Web of Science": ("bibliometrix_wos_sample.txt", 20.0),
    "BibTeX of Scopus": ("scopus.bib", 10.0),
    "BibTeX of Web of Science": ("wos.bib", 10.0),
    "PubMed": ("pubmed.txt", None),
    "CSV of Scopus": ("litstudy_scopus.csv", None),
}
SIZE = 12_000_000


def timed(run: Callable[[], Any], times: int = 3) -> tuple[float, Any]:
    """(best CPU seconds, last answer)."""
    best, answer = float("inf"), None
    for _ in range(times):
        start = time.process_time()
        answer = run()
        best = min(best, time.process_time() - start)
    return best, answer


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
    """Wall seconds pyBibX needs to load the file, without its import; None when it cannot."""
    code = (
        "import sys, time, io, contextlib\n"
        "from pybibx.base.pbx import pbx_probe\n"
        "start = time.perf_counter()\n"
        "with contextlib.redirect_stdout(io.StringIO()):\n"
        "    pbx_probe(file_bib=sys.argv[1], db='scopus', del_duplicated=False)\n"
        "print(time.perf_counter() - start)\n"
    )
    done = subprocess.run([python, "-c", code, str(path)], capture_output=True, text=True, timeout=600, check=False)
    if done.returncode:
        sys.stderr.write(done.stderr[-400:] + "\n")
        return None
    return float(done.stdout.strip().splitlines()[-1])


def measure(exports: Path, pybibx: str | None) -> dict[str, Any]:
    rows = []
    for name, (file, target) in FILES.items():
        path = exports / file
        if not path.is_file():
            sys.stderr.write(f"{path} is absent; {name} is not measured\n")
            continue
        data = repeated(path)
        seconds, (_, report) = timed(lambda data=data, file=file: read_bytes(data, file))
        speed = len(data) / 1e6 / seconds
        rows.append(
            {
                "format": name,
                "megabytes": len(data) / 1e6,
                "records": report.records,
                "mb_per_s": speed,
                "target": target,
            }
        )
    answer: dict[str, Any] = {"reading": rows, "peers": peers(exports, pybibx)}
    data = ris_records(10_000)
    seconds, links = timed(lambda: to_network(data))
    answer["ten_thousand_records_to_network"] = {
        "seconds": seconds,
        "links": links,
        "megabytes": len(data) / 1e6,
        "target": 1.5,
    }
    return answer


def peers(exports: Path, pybibx: str | None) -> list[dict[str, Any]]:
    """Other readers and ours on the same file, once each, as wall seconds and a ratio."""
    found = []
    ris, bib = exports / "litstudy_example.ris", exports / "scopus.bib"
    if ris.is_file():
        import rispy

        data = repeated(ris)[:4_000_000]
        text = data.decode("utf-8", "ignore").replace("\r\n", "\n").replace("\r", "\n")
        ours, _ = timed(lambda: read_bytes(data, "ris"))
        theirs, _ = timed(lambda: rispy.loads(text), 1)
        found.append({"peer": "rispy", "file": ris.name, "ours_s": ours, "theirs_s": theirs, "ratio": theirs / ours})
    if bib.is_file():
        import bibtexparser

        ours, _ = timed(lambda: read_bytes(bib.read_bytes(), "bib"))
        theirs, _ = timed(lambda: bibtexparser.loads(bib.read_text(encoding="utf-8")), 1)
        found.append(
            {"peer": "bibtexparser", "file": bib.name, "ours_s": ours, "theirs_s": theirs, "ratio": theirs / ours}
        )
        if pybibx and (loaded := pybibx_seconds(pybibx, bib)) is not None:
            found.append(
                {"peer": "pyBibX", "file": bib.name, "ours_s": ours, "theirs_s": loaded, "ratio": loaded / ours}
            )
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--exports", type=Path, default=EXPORTS)
    parser.add_argument("--pybibx", metavar="PYTHON", help="a Python that has pyBibX")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    answer = measure(args.exports, args.pybibx)
    if args.json:
        json.dump(answer, sys.stdout, indent=2)
        return 0
    for row in answer["reading"]:
        target = f" (target {row['target']:g})" if row["target"] else ""
        print(
            f"{row['format']:26} {row['megabytes']:6.1f} MB {row['records']:7d} records "
            f"{row['mb_per_s']:7.1f} MB/s{target}"
        )
    for row in answer["peers"]:
        print(
            f"{row['peer']:14} {row['file']:22} ours {row['ours_s']:.3f} s, theirs {row['theirs_s']:.2f} "
            f"s: {row['ratio']:.0f} times"
        )
    network = answer["ten_thousand_records_to_network"]
    print(f"10,000 records to a keyword network: {network['seconds']:.2f} s (target 1.5), {network['links']} links")
    return 0


if __name__ == "__main__":
    sys.exit(main())
