"""The command line, as a process of its own: exit codes, what goes where, no database where none is needed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.pipelines.build import invoice_xml, two_years

ROOT = Path(__file__).parents[1]
COMMANDS = ("extract", "verify", "run", "serve", "status", "points", "demo", "ui", "replay", "redeem", "audit", "user")


def _klos(
    tmp_path: Path, *arguments: object, stdout: int = subprocess.PIPE, **environment: str
) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("KLOS_", "PREFECT_"))}
    given = {"PYTHONPATH": str(ROOT), "KLOS_HOME": str(tmp_path / "home"), "HOME": str(tmp_path), "COLUMNS": "200"}
    command = [sys.executable, str(ROOT / "cli.py"), *map(str, arguments)]
    everything = {**clean, **given, **environment}
    return subprocess.run(
        command, cwd=tmp_path, env=everything, stdout=stdout, stderr=subprocess.PIPE, text=True, check=False
    )


def test_every_command_has_help(tmp_path: Path) -> None:
    assert all(name in _klos(tmp_path, "--help").stdout for name in COMMANDS)
    for name in COMMANDS[:3]:
        assert _klos(tmp_path, name, "--help").returncode == 0


def test_help_loads_nothing_heavy(tmp_path: Path) -> None:
    script = (
        "import sys, cli; print([m for m in ('cv2','spacy','prefect','sqlalchemy','pydantic') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True, env={**os.environ}
    )
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("arguments", [(), ("nonsense",), ("verify",), ("extract",), ("extract", "--nonsense", "a")])
def test_bad_usage_ends_with_2(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    done = _klos(tmp_path, *arguments)
    assert done.returncode == 2
    assert done.stdout == "" or not arguments


@pytest.mark.parametrize(
    ("arguments", "environment", "told"),
    [
        (("verify",), {}, "Błąd: Brakuje argumentu 'intake'."),
        (("verify", "a"), {}, "Błąd: Brakuje opcji '--out' / '-o'."),
        (("verfy",), {}, "Błąd: Nie ma polecenia 'verfy'. Może 'verify'?"),
        (("points", "--nonsense"), {}, "Błąd: Nie ma opcji --nonsense."),
        (("points", "a", "b"), {}, "Błąd: Zbędne argumenty: b."),
        (("ui", "--port"), {}, "Błąd: Opcja '--port' wymaga wartości."),
        (("ui", "--port", "x"), {}, "Błąd: Zła wartość '--port': to ma być liczba całkowita"),
        (("ui", "--port", "0"), {}, "Błąd: Zła wartość '--port': najmniej 1"),
        (("points", "--lang", "de"), {}, "Błąd: Zła wartość --lang: pl | en"),
        (
            ("user", "add", "a", "--role", "boss"),
            {},
            "Błąd: Zła wartość '--role': 'boss' to nie jedno z: ",
        ),
        (("--lang", "en", "verify"), {}, "Error: Missing argument 'intake'."),
        (("ui", "--port", "x", "--lang=en"), {}, "Error: Invalid value for '--port': Input should be a valid integer"),
        (("verify",), {"KLOS_LANG": "en"}, "Error: Missing argument 'intake'."),
    ],
)
def test_bad_usage_is_told_in_the_language_asked_for(
    tmp_path: Path, arguments: tuple[str, ...], environment: dict[str, str], told: str
) -> None:
    done = _klos(tmp_path, *arguments, stdout=subprocess.PIPE, **environment)
    lines = done.stderr.splitlines()
    assert (done.returncode, done.stdout) == (2, "")
    assert lines[-2].startswith(told)
    polish = told.startswith("Błąd")
    # Where an option is left without its value Typer does not tell the command.
    assert lines[0].startswith(("Użycie: ", "Błąd: Opcja") if polish else "Usage: ")
    assert lines[-1].startswith("Pomoc: " if polish else "Help: ")
    assert "[OPTIONS]" not in done.stderr or not polish


def test_extract_answers_for_every_file_in_order_without_a_database(tmp_path: Path) -> None:
    folder = two_years(tmp_path / "intake").write() / "documents"
    (tmp_path / "pusty.pdf").write_bytes(b"")
    paths = [folder / "D3.xml", tmp_path / "pusty.pdf", tmp_path / "nie ma.pdf", tmp_path, folder / "D1.xml"]
    done = _klos(tmp_path, "extract", *paths, "--json", "--workers", 2)
    assert (done.returncode, done.stderr) == (0, f"{paths[2]}: nie ma takiego pliku\n")
    objects = [json.loads(line) for line in done.stdout.splitlines()]
    assert [item["file"] for item in objects] == [path.name for path in paths]
    assert [item["document_type"] for item in objects] == ["invoice", *["unreadable"] * 3, "invoice"]
    assert all(item["problems"] for item in objects[1:4])
    assert objects[0]["lines"][0]["sku"] == "TAYO-1"  # of the intake the file lies in
    assert not (tmp_path / "home").exists()


def test_extract_elsewhere_uses_the_built_in_catalogue_or_the_one_given(tmp_path: Path) -> None:
    folder = two_years(tmp_path / "intake").write()
    (tmp_path / "a.xml").write_bytes(invoice_xml("FV 1/2025"))
    built_in = json.loads(_klos(tmp_path, "extract", "a.xml", "--json").stdout)
    given = json.loads(_klos(tmp_path, "extract", "a.xml", "--json", "--intake", folder).stdout)
    assert built_in["seed_units"]["value"] == given["seed_units"]["value"] == "20"
    assert built_in["lines"][0]["sku"] != given["lines"][0]["sku"] == "TAYO-1"


def test_verify_status_and_points(tmp_path: Path) -> None:
    folder = two_years(tmp_path / "intake").write()
    done = _klos(tmp_path, "verify", folder, "--out", tmp_path / "out", "--workers", 1)
    assert (done.returncode, done.stdout) == (0, "")
    assert "potwierdzone" in done.stderr
    assert "\x1b" not in done.stderr
    assert len((tmp_path / "out" / "decisions.jsonl").read_text(encoding="utf-8").splitlines()) == 3
    status = _klos(tmp_path, "status", "D3")
    assert "sprawdza pracownik" in status.stdout
    assert "a person is checking" in _klos(tmp_path, "--lang", "en", "status", "D3").stdout
    assert "a person is checking" in _klos(tmp_path, "status", "D3", KLOS_LANG="en").stdout
    assert _klos(tmp_path, "status", "D99").returncode == 1
    ledger = _klos(tmp_path, "points", "P1").stdout
    assert "P1\t2025\t40\t15\t1" in ledger
    assert _klos(tmp_path, "points", "P9").returncode == 1


def test_a_malformed_intake_ends_with_1_and_names_the_rows(tmp_path: Path) -> None:
    folder = two_years(tmp_path / "intake")
    folder.declarations[0]["seed_units"] = "x"
    folder.declarations[2]["year"] = "x"
    done = _klos(tmp_path, "verify", folder.write(), "--out", tmp_path / "out")
    assert done.returncode == 1
    assert "declarations.csv, wiersz 2, kolumna seed_units" in done.stderr
    assert "declarations.csv, wiersz 4, kolumna year" in done.stderr
    assert not (tmp_path / "out").exists()
    (tmp_path / "intake" / "programme.toml").unlink()
    done = _klos(tmp_path, "verify", tmp_path / "intake", "--out", tmp_path / "out")
    assert "programme.toml: nie ma takiego pliku\n" in done.stderr


def test_a_misspelt_setting_ends_with_2_and_is_named(tmp_path: Path) -> None:
    done = _klos(tmp_path, "points", KLOS_WORKRES="2")
    assert (done.returncode, "KLOS_WORKRES" in done.stderr) == (2, True)
    (tmp_path / "klos.toml").write_text("worker = 2\n", encoding="utf-8")
    done = _klos(tmp_path, "points")
    assert (done.returncode, "worker" in done.stderr) == (2, True)
    (tmp_path / "klos.toml").write_text('workers = "many"\n', encoding="utf-8")
    assert _klos(tmp_path, "points").returncode == 2
    (tmp_path / "klos.toml").write_text('lang = "en"\n', encoding="utf-8")
    done = _klos(tmp_path, "points")
    assert (done.returncode, "No programme" in done.stderr) == (1, True)
    assert "Nie wczytano" in _klos(tmp_path, "points", KLOS_LANG="pl").stderr


@pytest.mark.parametrize(
    ("arguments", "environment", "named"),
    [
        (("serve", "--cron", "nonsense"), {}, "nonsense"),
        (("points",), {"KLOS_SCHEDULE_TIMEZONE": "Mars"}, "schedule_timezone: nie ma strefy czasowej Mars"),
        (("points",), {"KLOS_DATABASE_URL": "mysql://x"}, "tylko sqlite i postgresql. Zobacz README"),
        (("points", "--lang", "en"), {"KLOS_DATABASE_URL": "mysql://x"}, "only sqlite and postgresql. See README"),
    ],
)
def test_a_setting_that_cannot_be_used_ends_with_2_and_no_traceback(
    tmp_path: Path, arguments: tuple[str, ...], environment: dict[str, str], named: str
) -> None:
    done = _klos(tmp_path, *arguments, stdout=subprocess.PIPE, **environment)
    assert (done.returncode, named in done.stderr, "Traceback" in done.stderr) == (2, True, False)


def test_what_is_said_of_a_database_that_is_away_reads_as_sentences(tmp_path: Path) -> None:
    done = _klos(tmp_path, "points", KLOS_DATABASE_URL="postgresql://u:p@127.0.0.1:1/klos")
    assert done.returncode == 1
    assert done.stderr.startswith("Błąd: Baza danych nie odpowiada: ")
    assert done.stderr.endswith(" Sprawdź KLOS_DATABASE_URL i czy serwer działa.\n")
    assert "?." not in done.stderr


def test_an_account_is_made_by_a_word_for_its_role(tmp_path: Path) -> None:
    done = _klos(tmp_path, "user", "add", "Ala", "--role", "reviewer", "--external")
    assert (done.returncode, done.stderr) == (0, "Założono konto ala (weryfikator).\n")


def test_results_that_cannot_be_written_are_told_before_anything_is_read(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file", encoding="utf-8")
    done = _klos(tmp_path, "verify", two_years(tmp_path / "intake").write(), "--out", tmp_path / "out")
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    assert "P1\t2025\t0\t" in _klos(tmp_path, "points", "P1").stdout, "nothing was read and booked"


def test_who_reads_only_the_beginning_is_told_of_no_error(tmp_path: Path) -> None:
    _klos(tmp_path, "verify", two_years(tmp_path / "intake").write(), "--out", tmp_path / "out")
    reading, writing = os.pipe()
    os.close(reading)
    done = _klos(tmp_path, "points", stdout=writing)
    os.close(writing)
    assert (done.returncode, done.stderr) == (1, "")


@pytest.mark.slow
def test_run_and_serve_go_through_prefect_within_the_workspace(tmp_path: Path) -> None:
    """`klos run` is one flow run; the schedule of `klos serve` fires; nothing is written outside the workspace."""
    folder = two_years(tmp_path / "intake").write()
    assert _klos(tmp_path, "verify", folder, "--out", tmp_path / "out").returncode == 0
    done = _klos(tmp_path, "run")
    assert done.returncode == 0, done.stderr
    assert _flow_runs(tmp_path) == 1
    _serve_until_a_run_happened(tmp_path)
    assert not (tmp_path / ".prefect").exists()
    assert (tmp_path / "home" / "prefect" / "prefect.db").is_file()


def _flow_runs(tmp_path: Path) -> int:
    import sqlite3

    with sqlite3.connect(tmp_path / "home" / "klos.db") as connection:
        query = "SELECT count(*) FROM run WHERE kind = 'flow' AND state = 'finished'"
        return int(connection.execute(query).fetchone()[0])


def _serve_until_a_run_happened(tmp_path: Path) -> None:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("KLOS_", "PREFECT_"))}
    given = {"PYTHONPATH": str(ROOT), "KLOS_HOME": str(tmp_path / "home"), "HOME": str(tmp_path)}
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "cli.py"), "serve", "--cron", "* * * * *"],
        cwd=tmp_path,
        env={**clean, **given, "KLOS_PREFECT_PORT": port},
        stderr=subprocess.DEVNULL,
    )
    try:
        end = time.monotonic() + 240
        while _flow_runs(tmp_path) < 2 and time.monotonic() < end:
            time.sleep(0.5)
    finally:
        process.terminate()
        process.wait(150)  # Prefect gives a run that is ending 30 s, and its server some more
    assert _flow_runs(tmp_path) >= 2
