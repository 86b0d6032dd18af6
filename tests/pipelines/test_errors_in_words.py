"""What goes wrong with settings, workspace and machine is told in Polish, and in English where that is spoken."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines import texts
from pipelines.errors_in_words import told
from pipelines.settings import load_settings
from pipelines.text_errors import IN_POLISH
from pipelines.workspace import open_workspace
from programme.errors import BadSettings, KlosError, Unavailable
from storage.engine import open_engine
from storage.objects import DamagedObject, verified

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def _spoken() -> Iterator[None]:
    before = texts.language()
    yield
    texts.speak(before)


@pytest.mark.parametrize(
    ("given", "polish", "english"),
    [
        ({"workers": -1}, "workers: musi wynosić co najmniej 0: -1", "workers: must be at least 0: -1"),
        ({"prefect_port": "x"}, "prefect_port: to nie jest liczba całkowita: x", "prefect_port: not a whole number: x"),
        ({"session_hours": 0}, "session_hours: musi być większe niż 0.0: 0", "session_hours: must be more than 0.0: 0"),
        ({"log_level": "x"}, "log_level: x: ma być jedno z: debug, info", "log_level: x: must be one of: debug, info"),
        ({"smtp_user": "x"}, "ustawienia: smtp_user wymaga także", "settings: smtp_user needs also: smtp_password"),
    ],
)
def test_a_setting_that_cannot_be_used(given: dict[str, object], polish: str, english: str) -> None:
    for language, said, remedy in (("pl", polish, "Zobacz README"), ("en", english, "See README")):
        texts.speak(language)
        with pytest.raises(BadSettings) as caught:
            load_settings(**given)
        assert told(caught.value).startswith(said)
        assert remedy in told(caught.value)


def test_what_a_command_is_told_goes_before_the_environment_and_that_before_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "klos.toml").write_text("workers = 3\nupload_megabytes = 5\n", encoding="utf-8")
    monkeypatch.setenv("KLOS_WORKERS", "2")
    assert (load_settings().workers, load_settings().upload_megabytes) == (2, 5)
    assert load_settings(workers=1, lang=None).workers == 1


def test_what_storage_cannot_do_and_what_to_do_about_it() -> None:
    with pytest.raises(BadSettings) as unknown:
        open_engine("mysql://x")
    with pytest.raises(DamagedObject) as damaged:
        verified("a" * 64, b"other")
    texts.speak("pl")
    assert told(unknown.value) == (
        "database_url: mysql nie jest obsługiwane, tylko sqlite i postgresql. Zobacz README, część Settings."
    )
    assert told(damaged.value).startswith(f"Plik {'a' * 64} jest uszkodzony. Odtwórz go z kopii")
    texts.speak("en")
    assert told(damaged.value) == str(damaged.value)


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(Unavailable) as caught:
        open_workspace(load_settings(home=tmp_path / "file" / "home"))
    assert told(caught.value).startswith(f"Nie można założyć folderu {tmp_path / 'file' / 'home'}: to nie jest folder.")
    missing = tmp_path / "none.pdf"
    with pytest.raises(FileNotFoundError) as absent:
        missing.read_bytes()
    assert told(absent.value) == f"{missing}: nie ma takiego pliku ani folderu"


def test_everything_storage_raises_has_its_words_in_polish() -> None:
    kinds: list[type[KlosError]] = [KlosError, *_kinds(KlosError)]
    known = {cls.__name__ for cls in kinds}
    said = []
    for path in sorted((ROOT / "storage").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            call = node.exc if isinstance(node, ast.Raise) else None
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in known:
                assert isinstance(call.args[0], ast.Constant), f"{path.name}: no message that can be looked up"
                said.append(str(call.args[0].value))
            if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "remedy":
                said.append(str(ast.literal_eval(node.value)))
    assert len(said) > 8
    assert [text for text in said if text not in IN_POLISH] == []


def _kinds(base: type[KlosError]) -> list[type[KlosError]]:
    return [kind for cls in base.__subclasses__() for kind in (cls, *_kinds(cls))]
