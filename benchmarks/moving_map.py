"""How smoothly does one move about in a map of 10,000 items and 50,000 links, and how soon is it there?

A made-up map file is brought into a scratch home, served by this process, and opened in Debian's Chromium without a
graphics processor, so that every pixel is drawn by the main one. Measured are the time from asking for the page to the
first complete drawing, and the time between frames while the map is dragged, zoomed by the wheel and pointed at, with
1,000 and with all 50,000 links drawn. A screen shows at most one frame in 16.7 ms. ::

    python -m benchmarks.moving_map [--items 10000] [--links 50000]

Writes moving_map.md and moving_map.json; exits with 1 where half of the frames take longer than 50 ms, or the first
drawing longer than 5 s.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

RESULTS = Path(__file__).resolve().parent / "results"
CHROMIUM = os.environ.get("KEMBAR_CHROMIUM", "/usr/bin/chromium")
FRAME_MS, FIRST_MS = 50, 5000
MOVES = """async () => {
  const canvas = document.querySelector(".litmap-stage > canvas"), area = canvas.getBoundingClientRect(), out = {};
  canvas.setPointerCapture = () => {};
  const point = (kind, x, y) => canvas.dispatchEvent(new PointerEvent(kind,
    {pointerId: 1, clientX: area.left + x, clientY: area.top + y, bubbles: true, button: 0}));
  const wheel = (by) => canvas.dispatchEvent(new WheelEvent("wheel",
    {deltaY: by, clientX: area.left + 400, clientY: area.top + 300, cancelable: true}));
  const run = async (name, steps, act) => {
    const took = [];
    let last = await new Promise(requestAnimationFrame);
    for (let i = 0; i < steps; i++) {
      act(i);
      const now = await new Promise(requestAnimationFrame);
      took.push(now - last);
      last = now;
    }
    out[name] = took;
  };
  point("pointerdown", 400, 300);
  await run("drag", 180, (i) => point("pointermove", 400 + 60 * Math.sin(i / 10), 300 + 50 * Math.cos(i / 9)));
  point("pointerup", 400, 300);
  canvas.focus();
  await run("zoom", 120, (i) => wheel(i < 60 ? -30 : 30));
  await run("draw sharp after", 120, () => 0);
  await run("point", 120, (i) => point("pointermove", 150 + 4 * i, 150 + 3 * i));
  return out;
}"""


def write_map(folder: Path, items: int, links: int) -> list[Path]:
    """A map of thirty clouds, weights after Zipf, links between items by weight; the same every time."""
    rng = np.random.default_rng(1)
    cluster = rng.integers(0, 30, items)
    xy = (rng.normal(size=(30, 2)) * 1.2)[cluster] + rng.normal(size=(items, 2)) * 0.35
    weight = np.maximum(1, (1000 / (1 + np.arange(items)) ** 0.7)).round()
    rows = ["id\tlabel\tx\ty\tcluster\tweight<Occurrences>\tscore<Avg. pub. year>"]
    rows += [
        f"{i + 1}\tistilah nomor {i + 1}\t{xy[i, 0]:.4f}\t{xy[i, 1]:.4f}\t{cluster[i] + 1}\t{weight[i]:.0f}\t"
        f"{2000 + 25 * rng.random():.2f}"
        for i in range(items)
    ]
    share = weight**0.6 / (weight**0.6).sum()
    pairs: dict[tuple[int, int], int] = {}
    while len(pairs) < links:
        a, b = rng.choice(items, 20_000, p=share), rng.choice(items, 20_000, p=share)
        for i, j in zip(a.tolist(), b.tolist(), strict=True):
            if i != j and len(pairs) < links:
                pairs.setdefault((min(i, j), max(i, j)), int(rng.integers(1, 20)))
    paths = [folder / "map.txt", folder / "network.txt"]
    paths[0].write_text("\n".join(rows) + "\n", encoding="utf-8")
    paths[1].write_text("".join(f"{a + 1}\t{b + 1}\t{s}\n" for (a, b), s in pairs.items()), encoding="utf-8")
    return paths


def bring(paths: list[Path]) -> str:
    """The address of the map, made and kept."""
    from django.urls import reverse

    from kembar.access.actors import Actor
    from kembar.literature import shelf
    from kembar.literature.actions.corpora import Kept, bring_in, publish
    from kembar.literature.actions.reading import finish_map
    from kembar.literature.maps.asked import Asked
    from kembar.literature.models import Corpus
    from kembar.literature.views import map_working

    by, at = Actor.product("benchmark"), datetime.now(UTC)
    kept = [Kept(path.name, *shelf.keep([path.read_bytes()], 1 << 30)) for path in paths]
    corpus = bring_in(title="Bench", kind=Corpus.MAP, files=kept, by=by, at=at)
    corpus = finish_map(corpus=corpus, by=by, at=at)
    publish(corpus=corpus, is_published=True, by=by, at=at)
    map_working.QUICK_BYTES = 1 << 30
    map_working.obtain(corpus, Asked(kind="network"))
    return reverse("corpus-map", args=[corpus.slug])


def measure(address: str, counts: list[int]) -> dict[str, Any]:
    """First drawing, bytes sent and times between frames, in a real browser."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.goto(address)
        while not page.evaluate("document.getElementById('litmap').dataset.drawn"):
            page.wait_for_timeout(50)
        first = page.evaluate("performance.getEntriesByName('litmap-drawn')[0].startTime")
        sent = page.evaluate(
            "Object.fromEntries(performance.getEntriesByType('resource').map((r) => "
            "[new URL(r.name).pathname.split('/').pop(), [r.encodedBodySize, r.decodedBodySize]]))"
        )
        frames = {}
        for count in counts:
            page.select_option(".litmap-tools select", str(count))
            page.wait_for_timeout(4000)
            frames[str(count)] = {name: _summary(took) for name, took in page.evaluate(MOVES).items()}
        version = browser.version
        browser.close()
    return {"first_drawing_ms": round(first), "frames": frames, "chromium": version,
            "sent": {name: size for name, size in sent.items() if name.startswith(("data", "map"))}}  # fmt: skip


def _summary(took: list[float]) -> dict[str, float]:
    ordered = sorted(took)
    return {
        "median_ms": round(statistics.median(ordered), 1),
        "p95_ms": round(ordered[int(0.95 * len(ordered))], 1),
        "longest_ms": round(ordered[-1], 1),
    }


def report(found: dict[str, Any]) -> str:
    lines = [
        "# Moving about in a map", "",
        f"{found['items']:,} items, {found['links']:,} links; Chromium {found['chromium']} without graphics processor; "
        f"{os.cpu_count()} processors, load {found['load'][0]} before and {found['load'][1]} after.", "",
        f"First complete drawing {found['first_drawing_ms']:,} ms after the page was asked for.", "",
        "| links drawn | while | median, ms | 95th percentile, ms | longest, ms |", "|---|---|---|---|---|",
    ]  # fmt: skip
    for links, moves in found["frames"].items():
        for name, one in moves.items():
            lines.append(f"| {int(links):,} | {name} | {one['median_ms']} | {one['p95_ms']} | {one['longest_ms']} |")
    sizes = ", ".join(f"{name} {one[0]:,} bytes packed, {one[1]:,} plain" for name, one in found["sent"].items())
    return "\n".join([*lines, "", f"Sent: {sizes}.", ""])


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--items", type=int, default=10_000)
    parser.add_argument("--links", type=int, default=50_000)
    wanted = parser.parse_args()
    if not Path(CHROMIUM).exists():
        sys.stderr.write(f"{CHROMIUM} is absent: apt install chromium, or set KEMBAR_CHROMIUM\n")
        return 1
    with tempfile.TemporaryDirectory(prefix="kembar-bench-") as folder:
        os.environ |= {"KEMBAR_HOME": folder, "DJANGO_SETTINGS_MODULE": "kembar.settings"}
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright keeps an event loop in this thread
        import django

        django.setup()
        from django.conf import settings
        from django.core.management import call_command
        from django.db import connections
        from pytest_django.live_server_helper import LiveServer

        settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
        call_command("migrate", verbosity=0)
        address = bring(write_map(Path(folder), wanted.items, wanted.links))
        before = os.getloadavg()[0]
        server = LiveServer("127.0.0.1")
        found = measure(server.url + address, sorted({min(1000, wanted.links), wanted.links}))
        server.stop()
        connections.close_all()
        load = [round(before, 1), round(os.getloadavg()[0], 1)]
    found |= {"items": wanted.items, "links": wanted.links, "load": load}
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "moving_map.json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    (RESULTS / "moving_map.md").write_text(report(found), encoding="utf-8")
    print(report(found))
    medians = [one["median_ms"] for moves in found["frames"].values() for one in moves.values()]
    return 1 if max(medians) > FRAME_MS or found["first_drawing_ms"] > FIRST_MS else 0


if __name__ == "__main__":
    sys.exit(main())
