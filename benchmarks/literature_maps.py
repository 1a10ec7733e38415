"""How fast are maps of the literature clustered and laid out, and how good are they, beside the program they follow?

    python -m benchmarks.literature_maps [--small] [--json] [--peer DIR] [--published DIR] [--output DIR]

Every time is of a whole process from a cold start: reading the file, work, and end. At 1,000 items networkanalysis-ts
(CWTS, MIT; from npm into a scratch folder, or found in DIR) runs the same method on the same file in the same run; with
the same seed both must reach the same objective. Above that the figures of the Java engine of the same authors stand
beside, recorded once on a machine of this kind (2 cores at 2.8 GHz) and marked so. ``--small`` leaves out the 50,000
items. Where the maps that VOSviewer publishes with its own files are at hand (``--published``), links, clusters and
positions are compared with them.

Writes literature_maps.md and literature_maps.json, and exits with 1 where a limit is passed. Limits of time hold for a
machine with nothing else to do: on one that is busy (load above its processors) they are told and not held against it.
"""

import argparse
import json
import os
import platform
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).resolve().parent / "results"
PUBLISHED = Path(__file__).resolve().parents[2] / "shared" / "data" / "literature" / "vosviewer"

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
SECONDS = {
    "leiden 10 starts, 10,000": 4.0,
    "leiden 1 start, 50,000": 6.0,
    "layout fast, 10,000": 8.0,
    "layout fast, 50,000": 40.0,
    "litmap, 1,000": 3.0,
    "litmap, 2,000": 3.0,
}
MEGABYTES = 2000
SAME_OBJECTIVE = 1e-6
"""With one seed, one method and one file the peer's objective and ours differ by less than this share."""
BELOW_RECORDED = 1e-6
"""The quality of clusters is not below the recorded one, which has six digits, by more than this."""
ABOVE_RECORDED = 0.005
"""The objective of a layout is not above the recorded one by more than this share."""
DISPARITY = 0.002
SEEDS = 10


def work(part: str, file: Path, starts: int, mode: str, repulsion: int, seed: int) -> dict[str, Any]:
    """One part in this process, from the file on."""
    from kembar.analysis import clustering, layout, networks
    from kembar.literature.maps.vosviewer import read_network

    net = networks.normalise(read_network(file).network())
    if part == "leiden":
        found = clustering.cluster(net, starts=starts, seed=seed)
        return {"quality": found.quality, "clusters": found.count}
    made = layout.lay_out(net, mode=mode, seed=seed, repulsion=repulsion)
    pairs = net.n * (net.n - 1) / 2
    answer = {"quality": made.quality, "steps": made.steps}
    # At its best size Q = -R / 2 with R the sum of distances, so that E = pairs^2 / (2 |Q|).
    return answer | {"E": pairs**2 / (2 * abs(made.quality))} if (mode, repulsion) == ("fast", 1) else answer


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


def ours(
    part: str, file: Path, starts: int = 1, mode: str = "fast", repulsion: int = 1, seed: int = 1
) -> dict[str, Any]:
    own = [sys.executable, "-m", "benchmarks.literature_maps", "--work", part, str(file), str(starts), mode]
    return measured([*own, str(repulsion), str(seed)])


# --- the peer ---------------------------------------------------------------------------------------------------------


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


# --- the maps that VOSviewer publishes --------------------------------------------------------------------------------


def published(folder: Path) -> list[dict[str, Any]]:
    """Our figures on published maps beside those in their files, and how near our positions come; empty without."""
    from kembar.analysis import clustering, layout, map_scores, networks
    from kembar.literature.maps import vosviewer

    rows = []
    for stem in ("Scientometrics_term_co-occurrence", "QSS_SM_2020-2021_co-authorship"):
        files = folder / f"{stem}_map.txt", folder / f"{stem}_network.txt"
        if not all(file.exists() for file in files):
            continue
        drawn = vosviewer.join(vosviewer.read_map(files[0]), vosviewer.read_network(files[1]))
        assert drawn.network is not None
        assert drawn.clusters is not None
        assert drawn.xy is not None
        net = networks.normalise(drawn.network)
        computed = drawn.all_weights
        differ = sum(int((abs(values - computed[name]) > 5e-5).sum()) for name, values in drawn.weights.items()
                     if name in ("Links", "Total link strength"))  # fmt: skip
        row: dict[str, Any] = {
            "map": stem,
            "items": drawn.n,
            "links": drawn.network.n_links,
            "total_link_strength": float(drawn.network.strengths.sum() / 2),
            "weights_that_differ": differ,
            "quality_published": clustering.quality(net, drawn.clusters),
            "quality_ours": clustering.cluster(net).quality,
        }
        if stem.startswith("Scientometrics"):  # its exponents are known
            near = {seed: map_scores.procrustes(
                layout.lay_out(net, attraction=1, repulsion=0, mode="compatible", seed=seed).xy, drawn.xy)
                for seed in range(SEEDS)}  # fmt: skip
            best = min(near, key=lambda seed: near[seed])
            row |= {"disparity": near[best], "best_seed": best, "seeds": f"0 to {SEEDS - 1}"}
        rows.append(row)
    return rows


# --- the run ----------------------------------------------------------------------------------------------------------


def run(large: bool, given_peer: Path | None) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []

    def row(name: str, **figures: Any) -> None:
        rows.append({"what": name, "limit_seconds": SECONDS.get(name), "recorded": RECORDED.get(name), **figures})
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
            row(f"{part} {mode or '1 start'}, 1,000", ours=own, peer=other)
        row("layout fast, 1,000", ours=ours("layout", files[1_000]))
        for repulsion in (0, -1):
            exact = ours("layout", files[1_000], mode="compatible", repulsion=repulsion)
            quick = ours("layout", files[1_000], repulsion=repulsion)
            row(f"layout fast, repulsion {repulsion}, 1,000", ours=quick, compatible=exact)
        for n in (1_000, 2_000):
            command = [sys.executable, "-m", "kembar.cli", "litmap", "--network", str(files[n])]
            row(f"litmap, {n:,}", ours=measured([*command, "-o", str(folder / f"map{n}")]))
        row("leiden 10 starts, 10,000", ours=ours("leiden", files[10_000], 10))
        hard = folder / "hard.tsv"
        subprocess.run([sys.executable, "-m", "benchmarks.keyword_graphs", "10000", str(hard), "--hard"], check=True)
        other = peer_runs(peer, folder, hard, "leiden") if peer else None
        row("leiden 1 start, 10,000, hard mix", ours=ours("leiden", hard, 1), peer=other)
        row("leiden 10 starts, 10,000, hard mix", ours=ours("leiden", hard, 10))
        row("layout fast, 10,000", ours=ours("layout", files[10_000]))
        row("layout fast, repulsion 0, 10,000", ours=ours("layout", files[10_000], repulsion=0))
        if large:
            row("leiden 1 start, 50,000", ours=ours("leiden", files[50_000], 1))
            row("layout fast, 50,000", ours=ours("layout", files[50_000]))
    return rows


def faults(rows: list[dict[str, Any]], maps: list[dict[str, Any]]) -> tuple[list[str], list[str]]:
    """What a map passed of its limits: those of quality and memory, and those of time."""
    found, slow = [], []
    for one in rows:
        own, peer, past = one["ours"], one.get("peer"), one["recorded"] or {}
        if one["limit_seconds"] and own["seconds"] > one["limit_seconds"]:
            slow.append(f"{one['what']}: {own['seconds']} s, more than {one['limit_seconds']}")
        if own["mb"] > MEGABYTES:
            found.append(f"{one['what']}: {own['mb']} MB, more than {MEGABYTES}")
        if peer and abs(own["quality"] / peer["quality"] - 1) > SAME_OBJECTIVE:
            found.append(f"{one['what']}: objective {own['quality']}, the peer's {peer['quality']}")
        if "quality" in past and own["quality"] < past["quality"] - BELOW_RECORDED:
            found.append(f"{one['what']}: quality {own['quality']:.7f}, recorded {past['quality']}")
        if "E" in past and own["E"] > past["E"] * (1 + ABOVE_RECORDED):
            found.append(f"{one['what']}: E {own['E']:,.0f}, recorded {past['E']:,}")
        if exact := one.get("compatible"):
            worse = (own["quality"] - exact["quality"]) / abs(exact["quality"])
            if worse > ABOVE_RECORDED:
                found.append(f"{one['what']}: objective {worse:.2%} above compatible mode's")
    for one in maps:
        if one["weights_that_differ"]:
            found.append(f"{one['map']}: {one['weights_that_differ']} weights differ from the links")
        if one["quality_ours"] < one["quality_published"] - 1e-9:
            found.append(f"{one['map']}: quality {one['quality_ours']:.7f}, published {one['quality_published']:.7f}")
        if one.get("disparity", 0.0) > DISPARITY:
            found.append(f"{one['map']}: disparity {one['disparity']:.4f}, more than {DISPARITY}")
    return found, slow


def report(rows: list[dict[str, Any]], maps: list[dict[str, Any]], load: float) -> str:
    """All figures as Markdown."""
    busy = load > (os.cpu_count() or 1)
    out = ["# Maps of the literature: time, memory, quality", ""]
    machine = f"Python {platform.python_version()}, {os.cpu_count()} processors, load {load:.1f} before the run"
    told = " (a busy machine: seconds on the wall are too long, CPU seconds tell the work)" if busy else ""
    out.append(f"{datetime.now(UTC):%Y-%m-%d}, {machine}{told}.")
    out += ["Whole processes from a cold start, reading the file included; seed 1. Recorded: the Java engine "
            "(networkanalysis 1.3.0), once, on a machine of this kind.", ""]  # fmt: skip
    out.append("| what | s | CPU s | MB | limit s | quality or objective | beside |")
    out.append("|---|---|---|---|---|---|---|")
    for one in rows:
        own = one["ours"]
        value = f"{own['quality']:.7g}" if "quality" in own else ""
        value += f", E {own['E']:,.0f}" if "E" in own else ""
        out.append(
            f"| {one['what']} | {own['seconds']} | {own['cpu']} | {own['mb']} | {one['limit_seconds'] or ''} | {value} "
            f"| {_beside(one)} |"
        )
    for one in maps:
        out += ["", _of_published(one)]
    return "\n".join([*out, ""])


def _of_published(one: dict[str, Any]) -> str:
    said = (
        f"{one['map']}: {one['items']:,} items, {one['links']:,} links, total link strength "
        f"{one['total_link_strength']:,.10g}, {one['weights_that_differ']} weights of its file differ; quality of its "
        f"clusters {one['quality_published']:.7f}, of ours {one['quality_ours']:.7f}"
    )
    if "disparity" not in one:
        return said + "."
    near = f"disparity {one['disparity']:.5f} for seed {one['best_seed']}, the best of {one['seeds']}"
    return f"{said}; positions (attraction 1, repulsion 0, compatible mode): {near}."


def _beside(one: dict[str, Any]) -> str:
    own, peer, past, exact = one["ours"], one.get("peer"), one["recorded"], one.get("compatible")
    said = []
    if peer:
        times = f"{peer['seconds'] / own['seconds']:.1f} times ours, {peer['cpu'] / own['cpu']:.1f} times our CPU s"
        said.append(f"networkanalysis-ts, same run: {peer['seconds']} s ({times}), {peer['quality']:.7g}")
    if exact:
        gain = (exact["quality"] - own["quality"]) / abs(exact["quality"])
        said.append(
            f"compatible mode, same run: {exact['cpu']} CPU s, {exact['quality']:.7g} (ours {gain:+.2%} better)"
        )
    if past:
        said.append("recorded: " + ", ".join(f"{name} {_shown(amount)}" for name, amount in past.items()))
        if "E" in past:
            said.append(f"E {own['E'] / past['E'] - 1:+.2%}")
        if "quality" in past:
            said.append(f"quality {own['quality'] - past['quality']:+.1e}")
    return "; ".join(said)


def _shown(amount: float | str) -> str:
    return amount if isinstance(amount, str) else f"{amount:,}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--small", action="store_true", help="without the 50,000 items")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--peer", type=Path, help="folder whose node_modules has networkanalysis-ts")
    parser.add_argument("--published", type=Path, default=PUBLISHED, help="folder with VOSviewer's published maps")
    parser.add_argument("--output", type=Path, default=RESULTS)
    parser.add_argument(
        "--work", nargs=6, metavar=("PART", "FILE", "STARTS", "MODE", "R", "SEED"), help=argparse.SUPPRESS
    )
    args = parser.parse_args()
    if args.work:
        part, file, starts, mode, repulsion, seed = args.work
        print(json.dumps(work(part, Path(file), int(starts), mode, int(repulsion), int(seed))))
        return 0
    load = os.getloadavg()[0]
    rows, maps = run(not args.small, args.peer), published(args.published)
    bad, slow = faults(rows, maps)
    busy = load > (os.cpu_count() or 1)
    answer = {"at": datetime.now(UTC).isoformat(timespec="seconds"), "load": round(load, 1), "rows": rows,
              "published": maps, "faults": bad, "too_slow": slow}  # fmt: skip
    args.output.mkdir(parents=True, exist_ok=True)
    (args.output / "literature_maps.json").write_text(json.dumps(answer, indent=1) + "\n", encoding="utf-8")
    text = report(rows, maps, load)
    (args.output / "literature_maps.md").write_text(text, encoding="utf-8")
    print(json.dumps(answer, indent=1) if args.json else text)
    for fault in [*bad, *slow]:
        sys.stderr.write(f"Limit passed: {fault}\n")
    if slow and busy:
        sys.stderr.write(f"The load was {load:.1f} before the run: limits of time are not held against it.\n")
    return 1 if bad or (slow and not busy) else 0


if __name__ == "__main__":
    sys.exit(main())
