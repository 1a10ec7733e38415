"""How fast are maps of the literature clustered and laid out, and how good are they, beside the program they follow?

Run by hand or by ``make bench``::

    python -m benchmarks.literature_maps [--large] [--json] [--peer DIR]

Every figure is of a whole process from a cold start: reading the file, work, and end. At 1,000 items networkanalysis-ts
(CWTS, MIT; from npm into a scratch folder, or found in DIR) runs the same method on the same file in the same run; with
the same seed both must reach the same objective. Above that the figures of the Java engine of the same authors stand
beside, recorded once on a machine of this kind (2 cores at 2.8 GHz) and marked so. ``--large`` adds 50,000 items.
"""

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

PEER = """
import fs from 'fs';
const [file, what, base] = process.argv.slice(2);
const load = async name => (await import(base + '/node_modules/networkanalysis-ts/' + name + '.js')).default;
const Network = await load('network'), Leiden = await load('leidenAlgorithm'), Clustering = await load('clustering');
const Layout = await load('layout'), Descent = await load('gradientDescentVOSLayoutAlgorithm');
const Random = (await import(base + '/node_modules/java-random/lib/index.js')).default;
const edges = [[], []], edgeWeights = []; let nNodes = 0;
for (const line of fs.readFileSync(file, 'utf8').split('\\n')) {
  if (!line) continue;
  const [a, b, w] = line.split('\\t').map(Number);
  edges[0].push(a); edges[1].push(b); edgeWeights.push(w); nNodes = Math.max(nNodes, a + 1, b + 1);
}
let net = new Network({nNodes, setNodeWeightsToTotalEdgeWeights: true, edges, edgeWeights, sortedEdges: false,
  checkIntegrity: false}).createNormalizedNetworkUsingAssociationStrength();
const random = new Random(1);
if (what === 'leiden') {
  const method = new Leiden(), found = new Clustering({nNodes});
  method.initializeBasedOnResolutionAndNIterationsAndRandomnessAndRandom(1, 10, 0.01, random);
  method.improveClustering(net, found);
  console.log(JSON.stringify({quality: method.calcQuality(net, found)}));
} else {
  const method = new Descent();
  method.initializeBasedOnAttractionAndRepulsionAndEdgeWeightIncrementAndMaxNIterationsAndInitialStepSizeAndMin\
StepSizeAndStepSizeReductionAndRequiredNQualityValueImprovementsAndRandom(2, 1, 0, 1000, 1, 0.001, 0.75, 5, random);
  const found = new Layout({nNodes, random});
  method.improveLayout(net, found);
  console.log(JSON.stringify({quality: method.calcQuality(net, found)}));
}
"""

# Figures of the Java engine (networkanalysis 1.3.0), recorded, whole process; E is the objective at mean distance 1.
RECORDED: dict[str, dict[str, Any]] = {
    "leiden 10 starts, 10,000": {"seconds": 15.4, "quality": 0.720538},
    "leiden 1 start, 50,000": {"seconds": "20 to 31", "quality": 0.741827},
    "layout fast, 10,000": {"seconds": "1,041 (CPU)", "E": 9_110_051},
    "layout fast, 50,000": {"seconds": "25.7 per sweep, not finished"},
}
LIMITS = {
    "leiden 10 starts, 10,000": 4.0,
    "leiden 1 start, 50,000": 6.0,
    "layout fast, 10,000": 8.0,
    "layout fast, 50,000": 40.0,
    "litmap, 1,000": 3.0,
    "litmap, 2,000": 3.0,
}


def work(part: str, file: Path, starts: int, mode: str) -> dict[str, Any]:
    """One part in this process, from the file on."""
    from kembar.analysis import clustering, layout, networks
    from kembar.literature.vosviewer import read_network

    net = networks.normalise(read_network(file).network())
    if part == "leiden":
        found = clustering.cluster(net, starts=starts, seed=1)
        return {"quality": found.quality, "clusters": found.count}
    made = layout.lay_out(net, mode=mode, seed=1)
    pairs = net.n * (net.n - 1) / 2
    answer = {"quality": made.quality, "steps": made.steps}
    # At its best size Q = -R / 2 with R the sum of distances, so that E = pairs^2 / (2 |Q|).
    return answer | {"E": pairs**2 / (2 * abs(made.quality))} if mode == "fast" else answer


def measured(command: list[str]) -> dict[str, Any]:
    """A command's answer with seconds on the wall and of the processors, and its largest memory."""
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=os.environ | {"KEMBAR_LANGUAGE": "en"})
    assert process.stdout is not None
    text = process.stdout.read()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - begun
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    if process.returncode:
        raise SystemExit(f"{command[:3]} failed with {process.returncode}")
    answer = json.loads(text) if text.strip().startswith("{") else {}
    return {"seconds": round(wall, 2), "cpu": round(cpu, 2), "mb": used.ru_maxrss // 1024} | answer


def ours(part: str, file: Path, starts: int = 1, mode: str = "fast") -> dict[str, Any]:
    own = [sys.executable, "-m", "benchmarks.literature_maps", "--work", part, str(file), str(starts), mode]
    return measured(own)


def find_peer(folder: Path, given: Path | None) -> Path | None:
    """The folder that has networkanalysis-ts: the given one, or a scratch folder that npm fills; else None."""
    if given is not None:
        return given
    if not shutil.which("npm") or not shutil.which("node"):
        return None
    made = folder / "peer"
    made.mkdir()
    done = subprocess.run(
        ["npm", "install", "--no-audit", "--no-fund", "--prefix", str(made), "networkanalysis-ts@1.0.0"],
        capture_output=True, check=False, timeout=300,
    )  # fmt: skip
    return made if done.returncode == 0 else None


def peer_runs(base: Path, folder: Path, file: Path, part: str) -> dict[str, Any]:
    package = base / "node_modules" / "networkanalysis-ts" / "package.json"
    described = json.loads(package.read_text())
    if described.get("type") != "module":  # its files are modules, its description does not say so
        package.write_text(json.dumps(described | {"type": "module"}))
    script = folder / "peer.mjs"
    script.write_text(PEER)
    return measured(["node", str(script), str(file), part, str(base)])


def run(large: bool, given_peer: Path | None) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []

    def row(name: str, **figures: Any) -> None:
        rows.append({"what": name, "limit_seconds": LIMITS.get(name), "recorded": RECORDED.get(name), **figures})
        sys.stderr.write(f"{name}: {figures}\n")

    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        sizes = [1_000, 2_000, 10_000] + ([50_000] if large else [])
        files = {n: folder / f"{n}.tsv" for n in sizes}
        for n, file in files.items():  # in a process of its own: what it needs must not count as ours
            subprocess.run([sys.executable, "-m", "benchmarks.keyword_graphs", str(n), str(file)], check=True)
        peer = find_peer(folder, given_peer)
        for part, mode in (("leiden", ""), ("layout", "compatible")):
            own = ours(part, files[1_000], 1, mode or "fast")
            other = peer_runs(peer, folder, files[1_000], part) if peer else None
            row(f"{part} {mode or '1 start'}, 1,000".replace("  ", " "), ours=own, peer=other)
        row("layout fast, 1,000", ours=ours("layout", files[1_000]))
        for n in (1_000, 2_000):
            command = [sys.executable, "-m", "kembar.cli", "litmap", "--network", str(files[n])]
            row(f"litmap, {n:,}", ours=measured([*command, "-o", str(folder / f"map{n}")]))
        row("leiden 10 starts, 10,000", ours=ours("leiden", files[10_000], 10))
        row("layout fast, 10,000", ours=ours("layout", files[10_000]))
        if large:
            row("leiden 1 start, 50,000", ours=ours("leiden", files[50_000], 1))
            row("layout fast, 50,000", ours=ours("layout", files[50_000]))
    return rows


def table(rows: list[dict[str, Any]]) -> str:
    out = ["| what | ours: s, CPU s, MB | quality | limit s | same run: networkanalysis-ts | recorded: Java engine |"]
    out.append("|---|---|---|---|---|---|")
    for one in rows:
        own, peer, past = one["ours"], one.get("peer"), one["recorded"]
        value = f"{own['quality']:.6g}" if "quality" in own else ""
        value += f", E {own['E']:,.0f}" if "E" in own else ""
        beside = (
            f"{peer['seconds']} s, {peer['quality']:.6g} ({peer['seconds'] / own['seconds']:.1f} x)" if peer else ""
        )
        then = ", ".join(f"{key} {amount}" for key, amount in past.items()) if past else ""
        limit = one["limit_seconds"] or ""
        out.append(
            f"| {one['what']} | {own['seconds']}, {own['cpu']}, {own['mb']} | {value} | {limit} | {beside} | {then} |"
        )
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    out.append(
        f"\nProcessors: {os.cpu_count()}; load of the last 1, 5, 15 minutes: {load} (a load above the processors"
    )
    out.append("makes seconds on the wall longer than they are on a free machine; CPU seconds tell the work).")
    return "\n".join(out)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--large", action="store_true", help="also 50,000 items")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--peer", type=Path, help="folder whose node_modules has networkanalysis-ts")
    parser.add_argument("--work", nargs=4, metavar=("PART", "FILE", "STARTS", "MODE"), help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.work:
        part, file, starts, mode = args.work
        print(json.dumps(work(part, Path(file), int(starts), mode)))
        return
    rows = run(args.large, args.peer)
    print(json.dumps(rows, indent=2) if args.json else table(rows))


if __name__ == "__main__":
    main()
