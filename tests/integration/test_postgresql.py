"""Does PostgreSQL do what SQLite does? Runs on a cluster of its own, made from the system's own binaries."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.factories.killing import Killer

BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin")) if Path("/usr/lib/postgresql").is_dir() else []
pytestmark = [
    pytest.mark.postgres,
    pytest.mark.xdist_group("postgres"),
    pytest.mark.skipif(not BINARIES, reason="PostgreSQL's server is not installed: apt-get install postgresql"),
    pytest.mark.skipif(os.name != "posix", reason="the cluster is made the POSIX way"),
]


def as_postgres(*words: str) -> list[str]:
    """The server refuses to run as root, so root lends the command to the user that Debian made for it."""
    return ["runuser", "-u", "postgres", "--", *words] if os.geteuid() == 0 else list(words)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = Path("/tmp") / f"kembar-postgres-{os.getpid()}"
    folder.mkdir()
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    binary, data = BINARIES[-1], folder / "data"
    quiet = {"check": True, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": folder}
    try:
        subprocess.run(as_postgres(str(binary / "initdb"), "-D", str(data), "-A", "trust", "-U", "kembar"), **quiet)
        options = f"-p {port} -c listen_addresses=127.0.0.1 -k {folder} -c fsync=off"
        start = [str(binary / "pg_ctl"), "-D", str(data), "-w", "-l", str(folder / "log"), "-o", options, "start"]
        subprocess.run(as_postgres(*start), **quiet)
        made = ["createdb", "-h", "127.0.0.1", "-p", str(port), "-U", "kembar", "kembar"]
        subprocess.run([str(binary / made[0]), *made[1:]], **quiet)
        yield f"postgres://kembar@127.0.0.1:{port}/kembar"
    finally:
        subprocess.run(
            as_postgres(str(binary / "pg_ctl"), "-D", str(data), "-m", "immediate", "stop"), **{**quiet, "check": False}
        )
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def register(cluster: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a register with some places and the casebook."""
    killer = Killer(tmp_path_factory.mktemp("postgresql"), url=cluster)
    killer.run("make")
    killer.close()
    return cluster


def kembar(home: Path, *words: str, url: str = "") -> object:
    """What the command answers as JSON, in a process of its own."""
    environment = {**os.environ, "KEMBAR_HOME": str(home), "KEMBAR_LANGUAGE": "en"}
    environment.pop("DATABASE_URL", None)
    if url:
        environment["DATABASE_URL"] = url
    command = [sys.executable, "-m", "kembar.cli", *words, "--json"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


ON_BOTH: dict[str, tuple[str, ...]] = {
    "test_files.py": (
        "test_a_file_is_withdrawn_with_a_reason_and_stands_again",
        "test_the_content_goes_for_good_and_the_fact_stays",
        "test_missing_damaged_and_left_over_files_are_found",
    ),
    "test_packages.py": (
        "test_a_record_taken_into_an_empty_register_exports_to_the_same_bytes",
        "test_a_package_is_looked_at_then_brought_in_then_taken_back",
    ),
    "test_sheets_come_in.py": (
        "test_what_is_confirmed_is_written_with_its_paper_and_the_city_that_was_new",
        "test_the_history_can_undo_the_batch_as_well",
    ),
    "test_sheets_go_out.py": ("test_governments_come_into_another_register_with_what_they_are_part_of",),
    "test_corpora.py": (
        "test_only_one_takes_a_reading_upon_himself",
        "test_works_are_found_by_word_year_and_gap_and_sorted",
    ),
    "test_studies.py": (
        "TestTheStudiesOfDocument004::test_they_are_grouped_by_topic_and_by_cause_with_the_year",
        "TestCoding::test_a_withdrawn_coding_counts_no_more_and_needs_a_reason",
        "TestAgreement::test_the_page_shows_it_and_what_they_differ_on",
        "TestPages::test_statements_are_marked_and_counted",
    ),
    "test_why_this_partner.py": (
        "TestThePage::test_it_shows_the_reasons_the_lists_and_what_is_missing",
        "TestWhatIsEntered",
    ),
    "test_which_partner.py": ("TestPages::test_the_list_tells_reasons_in_sentences_and_claims_no_best",),
    "test_office_search.py": (
        "TestTheBoard",
        "TestTheShortlist::test_pages_take_few_queries",
        "TestDecisions::test_it_is_kept_for_good",
    ),
    "test_world_links.py": ("TestImporting::test_a_second_import_sees_links_again_and_doubles_none",),
    "test_figures_read_in.py": ("TestReadingIn", "TestWhatTheySay"),
    "test_towns_pages.py": ("TestACountry",),
}
"""Tests of subjects that run on PostgreSQL as well: those of a query or a constraint of their own."""


def test_every_subject_reads_and_writes_on_postgresql_as_on_sqlite(register):
    """The very tests that run on SQLite, in a process of their own on a database of the cluster."""
    here = Path(__file__).parent
    wanted = [f"{here / file}::{name}" for file, names in ON_BOTH.items() for name in names]
    command = [sys.executable, "-m", "pytest", "-p", "no:xdist", "--tb=short", *wanted]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    environment |= {"DATABASE_URL": register, "KEMBAR_TEST_TEMPLATE": register.rpartition("/")[2]}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=400, check=False)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]


def test_lists_records_disputes_and_checks_are_the_same_on_both_databases(register, command, tmp_path):
    commands = (
        ["partnerships", "--as-at", "2018"],
        ["partnership", "bogor-kisarazu"],
        ["disputes"],
        ["checks"],
    )
    for words in commands:
        assert kembar(tmp_path, *words, url=register) == command(*words, "--json").json, words


def test_a_backup_restores_to_the_same_answers(register, tmp_path):
    before = kembar(tmp_path, "partnerships", url=register)
    told = kembar(tmp_path, "backup", str(tmp_path / "b.zip"), url=register)
    assert told["manifest"]["engine"] == "postgresql"
    kembar(tmp_path, "casebook", "remove", url=register)
    assert kembar(tmp_path, "partnerships", url=register) == []
    done = kembar(tmp_path, "restore", str(tmp_path / "b.zip"), url=register)
    assert kembar(tmp_path, "partnerships", url=register) == before
    assert (Path(done["aside"]) / "kembar.pgdump").stat().st_size > 0
    health = kembar(tmp_path, "health", "--full", url=register)
    assert health["is_well"], json.dumps(health)
    with pytest.raises(AssertionError, match="holds a database of postgresql"):
        kembar(tmp_path / "sqlite", "restore", str(tmp_path / "b.zip"))
