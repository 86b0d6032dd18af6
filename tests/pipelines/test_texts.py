"""The catalogue of texts: one meaning a key, both languages whole, and every sentence of a check told in both."""

from __future__ import annotations

import ast
import string
from pathlib import Path

import pytest

from matchers import finding_texts, risk
from pipelines import texts
from pipelines.report_texts import CHECKS as CHECK_NAMES
from pipelines.text_case import CASE_TEXTS
from pipelines.text_catalogue import TEXTS
from pipelines.text_errors import ERROR_TEXTS, IN_POLISH
from pipelines.text_findings import finding_text, problem_text, value_text
from pipelines.text_integrity import INTEGRITY_TEXTS
from pipelines.text_participant import PARTICIPANT_TEXTS
from pipelines.text_review import REVIEW_TEXTS
from pipelines.text_traces import PROBLEMS
from programme.invoices import Problem

ROOT = Path(__file__).resolve().parents[2]
PARTS = (TEXTS, REVIEW_TEXTS, CASE_TEXTS, PARTICIPANT_TEXTS, INTEGRITY_TEXTS, ERROR_TEXTS)
POLISH = set("ąćęłńóśźżĄĆĘŁŃÓŚŹŻ")
# Calls whose text a reviewer reads: the argument's place where it is not named.
CHECKS = {"failed": 2, "unsure": 1, "passed": 1, "_ksef": 0, "Discrepancy": None}


def test_no_key_means_two_things() -> None:
    counts: dict[str, int] = {}
    for part in PARTS:
        for key in part:
            counts[key] = counts.get(key, 0) + 1
    assert [key for key, count in counts.items() if count > 1] == []


def test_both_languages_name_the_same_values() -> None:
    for part in PARTS:
        for key, (polish, english) in part.items():
            assert _values(polish) == _values(english), key
    for english, polish in IN_POLISH.items():
        assert _values(polish) == _values(english), english


def _values(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def _said(room: str) -> list[tuple[str, str]]:
    """(file, text) of every sentence a check of that room may say, its values filled with "X1"."""
    found = []
    for path in sorted((ROOT / room).rglob("*.py")):
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(function, ast.FunctionDef):
                found += [(path.name, text) for text in _sentences(function)]
    return found


def _sentences(function: ast.FunctionDef) -> list[str]:
    named = {
        target.id: node.value
        for node in ast.walk(function)
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    texts_found = []
    for call in ast.walk(function):
        name = getattr(call.func, "id", "") if isinstance(call, ast.Call) else ""
        if not isinstance(call, ast.Call) or name not in CHECKS:
            continue
        place = CHECKS[name]
        given = [item.value for item in call.keywords if item.arg in ("message", "reason")]
        if place is not None and len(call.args) > place:
            given.append(call.args[place])
        for node in given:
            node = named.get(node.id, node) if isinstance(node, ast.Name) else node
            for branch in (node.body, node.orelse) if isinstance(node, ast.IfExp) else (node,):
                text = _text(branch)
                if text:
                    texts_found.append(text)
    return texts_found


def _text(node: ast.AST) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(_text(part) if isinstance(part, ast.Constant) else "X1" for part in node.values)
    return ""


# Whose words depend on a value; tried with real values below.
BY_VALUE = ("Tę fakturę X1", "Ta faktura jest już w zgłoszeniu X1X1")


def test_every_sentence_of_a_check_is_told_in_both_languages() -> None:
    said = [(name, text) for name, text in _said("matchers") if not text.startswith(BY_VALUE)]
    assert len(said) > 60
    untold = [(name, text) for name, text in said if finding_text(text, "en") == text and not _neutral(text)]
    assert untold == []
    assert [text for _, text in said if finding_text(text, "pl") != text and "(" not in text] == []


def test_what_traces_show_and_risks_are_told_in_english() -> None:
    facts = [template.replace("{", "<").replace("}", ">") for template in finding_texts.FACTS.values()]
    said = [*finding_texts.TEXTS.values(), *facts, *risk.NAMES.values(), *risk.UNPROVEN]
    assert [text for text in said if finding_text(text, "en") == text and text != "program: <program>"] == []


def test_every_doubt_about_a_line_is_told_in_polish() -> None:
    doubts = _doubts(ast.parse((ROOT / "programme" / "catalogue.py").read_text(encoding="utf-8")))
    assert len(doubts) > 20
    assert [text for text in doubts if finding_text(text, "pl") == text] == []


def _doubts(tree: ast.Module) -> set[str]:
    """What the catalogue says of a line in doubt: as `doubt`, or as a reason that becomes one."""
    given: list[ast.AST] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg == "doubt":
            given.append(node.value)
        elif isinstance(node, ast.Dict):
            pairs = zip(node.keys, node.values, strict=True)
            given += [value for key, value in pairs if isinstance(key, ast.Constant) and key.value == "doubt"]
        elif isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") in ("doubt", "bare", "why"):
            given.append(node.value)
        elif isinstance(node, ast.FunctionDef) and node.name == "_not_its_sale":
            given += [found.value for found in ast.walk(node) if isinstance(found, ast.Return) and found.value]
    branches = [
        part for node in given for part in ((node.body, node.orelse) if isinstance(node, ast.IfExp) else (node,))
    ]
    return {text for node in branches if (text := _text(node))}


def test_every_check_has_a_name_in_both_languages() -> None:
    names = set()
    for path in (ROOT / "matchers").glob("*.py"):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(call, ast.Call)
                and getattr(call.func, "id", "") in ("failed", "unsure", "passed")
                and call.args
            ):
                names.add(_text(call.args[0]))
    names.discard("")  # evidence.unsure hands its own on
    assert names == set(CHECK_NAMES["pl"]) == set(CHECK_NAMES["en"])


def _neutral(text: str) -> bool:
    return not POLISH & set(text) and " " not in text


def test_every_problem_of_a_reading_has_words() -> None:
    codes = set()
    for path in (ROOT / "extractors").rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = getattr(call.func, "id", "") if isinstance(call, ast.Call) else ""
            if isinstance(call, ast.Call) and name == "UnreadableDocument" and call.args:
                codes.add(_text(call.args[0]))
            if isinstance(call, ast.Call) and name == "Problem":
                codes |= {_text(item.value) for item in call.keywords if item.arg == "code"}
    known = {code for code in codes if code and "X1" not in code}
    assert len(known) > 20
    assert known <= set(PROBLEMS)


@pytest.mark.parametrize(
    ("said", "polish", "english"),
    [
        (
            "Nabywca na fakturze to nie uczestnik. Zgadza się: nazwisko (Kot), adres. Może to małżonek lub krewny.",
            "Nabywca na fakturze to nie uczestnik. Zgadza się: nazwisko (Kot), adres. Może to małżonek lub krewny.",
            "The buyer on the invoice is not the participant. What agrees: the surname (Kot), the address. "
            "It may be the spouse or a relative.",
        ),
        (
            "Ta faktura jest już w zgłoszeniu Z1, Z2 innego uczestnika; z jej ilości zostaje 0 j.s.",
            "Ta faktura jest już w zgłoszeniu Z1, Z2 innego uczestnika; z jej ilości zostaje 0 j.s.",
            "This invoice is already in claim Z1, Z2 of another participant; 0 seed units of it are left.",
        ),
        (
            "Dokumentu nie da się odczytać (encrypted).",
            "Dokumentu nie da się odczytać. PDF jest zabezpieczony hasłem.",
            "The document cannot be read. The PDF asks for a password.",
        ),
        (
            "zakryto „24000”, napisano „8400”",
            "zakryto „24000”, napisano „8400”",
            "“24000” is covered, “8400” written on it",
        ),
        (
            "a rye variety on a line that names triticale",
            "odmiana żyta w pozycji, która wymienia inny gatunek: pszenżyto",
            "a rye variety on a line that names triticale",
        ),
        (
            "Sprzedawca nie był partnerem programu w dniu 2025-09-12.",
            "Sprzedawca nie był partnerem programu w dniu 12.09.2025.",
            "The seller was no partner of the programme on 2025-09-12.",
        ),
        (
            "Nie wiadomo, ile jednostek siewnych to pozycja „Tayo” (unit kg unknown).",
            "Nie wiadomo, ile jednostek siewnych to pozycja „Tayo” (nieznana jednostka: kg).",
            "It is not known how many seed units the line “Tayo” is (unit kg unknown).",
        ),
        (
            "Tę fakturę może zmieniać faktura korygująca (w zgłoszeniu Z1, kor.pdf).",
            "Tę fakturę może zmieniać faktura korygująca (w zgłoszeniu Z1, kor.pdf).",
            "A correction invoice may change this invoice (in claim Z1, kor.pdf).",
        ),
        ("czego nie ma w katalogu", "czego nie ma w katalogu", "czego nie ma w katalogu"),
    ],
)
def test_a_sentence_in_either_language(said: str, polish: str, english: str) -> None:
    assert (finding_text(said, "pl"), finding_text(said, "en")) == (polish, english)


def test_values_and_problems_in_words() -> None:
    assert value_text("2025-09-12", "pl") == "12.09.2025"
    assert value_text("FV 1/2025", "pl") == "FV 1/2025"
    assert value_text("2025; 2025-07-01 – 2026-12-31", "pl") == "2025; 01.07.2025 – 31.12.2026"
    assert value_text("2025-07-01-7", "pl") == "2025-07-01-7"
    texts.speak("en")
    try:
        assert problem_text(Problem(code="blank_page", message="")) == "A page is blank."
    finally:
        texts.speak("pl")
    assert problem_text(Problem(code="text_layer_garbage", message="")) == "Nie można użyć warstwy tekstu strony."
