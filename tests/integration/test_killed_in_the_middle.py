"""Whatever is killed, at whatever moment: the register is as before or as after, never between.

Ten moments each; a hundred with HYPOTHESIS_PROFILE=long (``make long``).
"""

from __future__ import annotations

import csv
import lzma
import os
import random
import shutil
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest

from kembar.keeping import archive
from kembar.places.actions import DATA
from tests.factories.killing import Killer, later_migrations, put_home, snapshot

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork; Windows has none"),
    pytest.mark.xdist_group("killed"),  # one home for all of them
]
KILLS = 100 if os.environ.get("HYPOTHESIS_PROFILE") == "long" else 10


class Workshop:
    """A home in which things are killed, the states it can be put into, and how to tell them apart."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.home = folder / "home"
        self.home.mkdir()
        self.killer = Killer(self.home)
        self.killer.run("make")
        self.full = self.keep("full")
        self.killer.run("remove")
        self.empty = self.keep("empty")

    def keep(self, name: str) -> Path:
        return Path(shutil.copytree(self.home, self.folder / name))

    def kill(
        self, what: str, *arguments: str, start: Path, share: float = 1.1, then: tuple[str, ...] = ()
    ) -> Counter[str]:
        """This will kill ``what`` at random moments, each time from ``start``, and count how it came out; ``then`` is
        done before anybody looks.

        The moments lie within ``share`` of the time that the work takes undisturbed: a little beyond its end.
        """
        put_home(start, self.home)
        before = snapshot(self.home)
        lasted = []
        after: list[dict[str, str]] = []
        for _again in range(2):
            put_home(start, self.home)
            lasted.append(self.killer.run(what, *arguments)["seconds"])
            after.append(snapshot(self.home))
        assert after[0] == after[1], "what the work leaves must not depend on chance, else nothing can be compared"
        assert after[0] != before
        came_out: Counter[str] = Counter()
        for _kill in range(KILLS):
            moment = random.uniform(0, share * min(lasted))
            put_home(start, self.home)
            told = self.killer.run(what, *arguments, kill_after=moment)
            if not told["killed"]:
                lasted.append(told["seconds"])  # a machine that others left works faster than it did undisturbed
            for each in then:
                self.killer.run(each)
            now = snapshot(self.home)
            differs = {name for name in before if now.get(name) != before[name] and now.get(name) != after[0].get(name)}
            assert now in (before, after[0]), f"{what} killed after {moment:.4f} s left something between: {differs}"
            came_out[("killed, " if told["killed"] else "done, ") + ("before" if now == before else "after")] += 1
        print(f"{what}: {dict(came_out)}, {1000 * min(lasted):.0f} ms")
        assert sum(number for how, number in came_out.items() if how.startswith("killed")) >= KILLS // 5
        return came_out


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    made = Workshop(tmp_path_factory.mktemp("killed"))
    yield made
    made.killer.close()


def test_loading_the_places_of_the_world(workshop: Workshop):
    folder = workshop.folder / "places"
    folder.mkdir()
    shutil.copy(DATA / "countries.csv", folder)
    with (
        lzma.open(DATA / "places.csv.xz", "rt", encoding="utf-8", newline="") as every,
        lzma.open(folder / "places.csv.xz", "wt", encoding="utf-8", newline="", preset=0) as some,
    ):
        csv.writer(some).writerows(islice(csv.reader(every), 8001))
    workshop.kill("places", str(folder), start=workshop.full)


def test_loading_the_casebook(workshop: Workshop):
    workshop.kill("load", start=workshop.empty)


def test_removing_the_casebook(workshop: Workshop):
    workshop.kill("remove", start=workshop.full)


def test_taking_in_a_package(workshop: Workshop):
    """A file that was put to its place before the kill lies there unused; `kembar files --tidy` removes it."""
    target = workshop.folder / "office.zip"
    put_home(workshop.full, workshop.home)
    workshop.killer.run("package", str(target))
    workshop.kill("bring", str(target), start=workshop.full, then=("tidy",))


def test_migrating_is_one_step_however_many_migrations_there_are(workshop: Workshop):
    later_migrations(workshop.folder)
    workshop.kill("migrate", str(workshop.folder), start=workshop.full)


def test_restoring(workshop: Workshop):
    target = workshop.folder / "empty.zip"
    put_home(workshop.empty, workshop.home)
    (workshop.home / "files" / "ab" / "other.pdf").write_bytes(b"%PDF another")
    workshop.killer.run("backup", str(target))
    workshop.kill("restore", str(target), start=workshop.full)


def test_exchanging_the_files_at_the_end_of_a_restore(workshop: Workshop):
    target = workshop.folder / "exchanged.zip"
    put_home(workshop.empty, workshop.home)
    (workshop.home / "files" / "ab" / "other.pdf").write_bytes(b"%PDF another")
    workshop.killer.run("backup", str(target))
    # Most of what follows the exchange is clearing up.
    workshop.kill("exchange", str(target), start=workshop.full, share=0.4)


def test_backing_up_leaves_a_whole_file_or_the_one_that_was_there(workshop: Workshop):
    target = workshop.folder / "kept" / "backup.zip"
    target.parent.mkdir()
    put_home(workshop.empty, workshop.home)
    workshop.killer.run("backup", str(target))
    old = target.read_bytes()
    put_home(workshop.full, workshop.home)
    before = snapshot(workshop.home)
    lasted = workshop.killer.run("backup", str(target))["seconds"]
    new_members = {one.name for one in archive.read_manifest(target).members}
    came_out: Counter[str] = Counter()
    for _kill in range(KILLS):
        target.write_bytes(old)
        moment = random.uniform(0, 1.3 * lasted)
        told = workshop.killer.run("backup", str(target), kill_after=moment)
        is_old = target.read_bytes() == old
        if not is_old:
            manifest = archive.read_manifest(target)
            archive.unpack(target, manifest, None, progress=lambda *_said: None)
            assert {one.name for one in manifest.members} == new_members
        now = snapshot(workshop.home)
        assert now == before, f"a backup killed after {moment:.4f} s changed the register"
        came_out[("killed, " if told["killed"] else "done, ") + ("before" if is_old else "after")] += 1
    print(f"backup: {dict(came_out)}, {1000 * lasted:.0f} ms")
    assert sum(number for how, number in came_out.items() if how.startswith("killed")) >= KILLS // 5
    workshop.killer.run("backup", str(target))
    assert not list(target.parent.glob(".*")), "the next backup clears what the killed ones left"


def test_writing_a_sheet(workshop: Workshop):
    put_home(workshop.full, workshop.home)
    workshop.killer.run("sheet_make", "300")
    workshop.kill("sheet_write", start=workshop.keep("sheet"))
