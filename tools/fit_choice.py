"""Learn the curves of partner choice from a file of twin towns and write them where the product ships them.

    python tools/fit_choice.py FILE [--seed 1]

Run by hand when the terms change. The file stays outside the project; only the curves are kept. Needs a home whose
places are loaded (KEMBAR_HOME).
"""

from __future__ import annotations

import argparse
import json
import os
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "kembar" / "matching" / "data" / "choice_model.json"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--year", type=int, default=2022, help="of the file; settles the clocks")
    arguments = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kembar.settings")
    import django

    django.setup()
    import numpy as np

    from kembar.analysis.choice_model import learn
    from kembar.analysis.partner_world import World
    from kembar.matching.frames import POOL_PEOPLE, gazetteer
    from kembar.matching.queries import match_cities
    from kembar.matching.world_files import read_world_file

    held = gazetteer(arguments.year)
    told = read_world_file(arguments.file)
    matches = match_cities(told.cities.values(), held)
    ends = [(matches[a].place, matches[b].place) for _line, a, b in told.links]
    placed = {(min(a, b), max(a, b)) for a, b in ends if a is not None and b is not None and a != b}
    links = held.numbers(np.array(sorted(placed)))
    world = World(held.cities, links, held.cities.population >= POOL_PEOPLE)
    model = learn(world, links, np.random.default_rng(arguments.seed))
    about = {
        "learned_from": f"{told.kind} of Wikidata P190 (CC0), {arguments.year}: {len(links)} links of placed cities",
        "seed": arguments.seed,
        "units": "log-odds of being chosen, 0 for an average candidate",
    }
    TARGET.write_text(json.dumps({**about, **model.as_data()}, indent=1) + "\n", encoding="utf-8")
    print(f"{len(links)} links, mean log-likelihood {model.log_likelihood:.4f}, written to {TARGET.name}")


if __name__ == "__main__":
    main()
