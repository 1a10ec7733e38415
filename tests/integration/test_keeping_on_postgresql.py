"""The same on PostgreSQL: backup and restore through its own programs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.factories.killing import Killer
from tests.integration import test_postgresql
from tests.integration.test_postgresql import cluster, kembar  # noqa: F401 - a fixture

pytestmark = test_postgresql.pytestmark


def test_a_backup_of_postgresql_restores_to_the_same_answers(cluster: str, tmp_path: Path):  # noqa: F811 - the fixture
    home = tmp_path / "home"
    home.mkdir()
    killer = Killer(home, url=cluster)
    killer.run("make")
    before = kembar(home, "partnerships", url=cluster)
    told = kembar(home, "backup", str(tmp_path / "b.zip"), url=cluster)
    assert told["manifest"]["engine"] == "postgresql"  # type: ignore[index]
    killer.run("remove")
    assert kembar(home, "partnerships", url=cluster) == []
    done = kembar(home, "restore", str(tmp_path / "b.zip"), url=cluster)
    assert kembar(home, "partnerships", url=cluster) == before
    assert (Path(done["aside"]) / "kembar.pgdump").stat().st_size > 0  # type: ignore[index]
    health = kembar(home, "health", "--full", url=cluster)
    assert health["is_well"], json.dumps(health)  # type: ignore[index]
    killer.close()
    with pytest.raises(AssertionError, match="holds a database of postgresql"):
        kembar(tmp_path / "sqlite", "restore", str(tmp_path / "b.zip"))
