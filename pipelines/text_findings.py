"""What the checks, traces and problems of a document say, in the language spoken, whichever language made them."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from pipelines.text_review import REVIEW_TEXTS
from pipelines.text_sentences import SENTENCES
from pipelines.text_traces import DETAILS, PROBLEMS, TEXT_LAYER, UNKNOWN_PROBLEM
from pipelines.texts import LANGUAGES, language
from programme.formats import plain
from programme.invoices import Problem
from programme.registry import Declaration, Participant

_ENTRIES = (*SENTENCES, *DETAILS)
_VALUE = re.compile(r"\{(\w+)\}")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_DAYS = re.compile(rf"(?:\d{{4}}; )?{_DAY.pattern}(?:(?:, | / | – ){_DAY.pattern})*")  # "2025; 2025-07-01 – 2026-12-31"
# Values that could not be told from their surroundings otherwise.
_SHAPES = {"whose_": "(?: [a-z]+){0,4}", "claim": r"\S+(?:, \S+)*?"}
# A sentence that lists the codes of the reader's problems.
_UNREADABLE = re.compile(r"Dokumentu nie da się odczytać \((?P<codes>[a-z_; ]+)\)\.")


def finding_text(text: str | None, lang: str | None = None) -> str:
    """`text` of a check, a discrepancy or a trace in `lang`, else the language spoken; an unknown one as it is."""
    return _in(text, lang or language()) if text else ""


def declared_by_check(declaration: Declaration | None, participant: Participant | None) -> dict[str, str]:
    """What the participant said, by the name of the check that looks at it."""
    said: dict[str, str] = {}
    if declaration is not None:
        said = {
            "number": "; ".join(declaration.invoice_numbers),
            "date": declaration.invoice_date.isoformat(),
            "period": str(declaration.year),
            "quantity": plain(declaration.seed_units),
            "seller": declaration.seller_nip,
            "partner": declaration.seller_nip,
        }
    if participant is not None:
        said["buyer"] = participant.nip or participant.name
    return said


def value_text(value: str | None, lang: str | None = None) -> str:
    """A declared or found value as people write it: dates, and what a trace shows."""
    if not value:
        return ""
    lang = lang or language()
    if _DAYS.fullmatch(value):
        return _DAY.sub(lambda found: _day(found[0], lang) or found[0], value)
    return _in(value, lang)


def _day(text: str, lang: str) -> str:
    try:
        return date.fromisoformat(text).strftime("%d.%m.%Y" if lang == "pl" else "%Y-%m-%d")
    except ValueError:
        return ""


def problem_text(problem: Problem) -> str:
    """What hindered the reading, in the language spoken."""
    return _problem(problem.code, language())


@cache
def _in(text: str, lang: str) -> str:
    listed = _UNREADABLE.fullmatch(text)
    if listed is not None:
        said = _in("Dokumentu nie da się odczytać.", lang)
        return " ".join((said, *dict.fromkeys(_problem(code.strip(), lang) for code in listed["codes"].split(";"))))
    exact, templates = _tables()
    place = LANGUAGES.index(lang)
    if text in exact:
        return exact[text][place]
    for pattern, entry in templates:
        found = pattern.fullmatch(text)
        if found is not None:
            values = {name: _value(name, value or "", lang) for name, value in found.groupdict().items()}
            return entry[place].format(**values)
    return text


def _value(name: str, value: str, lang: str) -> str:
    if name == "day":
        return _day(value, lang) or value
    if name == "crop":
        return REVIEW_TEXTS[f"crop_{value}"][LANGUAGES.index(lang)] if f"crop_{value}" in REVIEW_TEXTS else value
    return _in(value, lang) if name.endswith("_") and value else value


def _problem(code: str, lang: str) -> str:
    known = TEXT_LAYER if code.startswith("text_layer_") else PROBLEMS.get(code, UNKNOWN_PROBLEM)
    return known[LANGUAGES.index(lang)]


@cache
def _tables() -> tuple[dict[str, tuple[str, str]], list[tuple[re.Pattern[str], tuple[str, str]]]]:
    """The entries without values by either text; patterns of the others, the longest first."""
    exact: dict[str, tuple[str, str]] = {}
    templates = []
    for entry in _ENTRIES:
        for text in entry:
            if not _VALUE.search(text):
                exact.setdefault(text, entry)
            else:
                templates.append((text, entry))
    templates.sort(key=lambda item: -len(_VALUE.sub("", item[0])))
    return exact, [(_pattern(text), entry) for text, entry in templates]


def _shape(name: str) -> str:
    return ".*?" if name.endswith("_") else ".+?"


def _pattern(template: str) -> re.Pattern[str]:
    """Matches what the template makes; a value that is itself a sentence may be empty."""
    parts = _VALUE.split(template)
    pieces = []
    for place, part in enumerate(parts):
        pieces.append(re.escape(part) if place % 2 == 0 else f"(?P<{part}>{_SHAPES.get(part, _shape(part))})")
    return re.compile("".join(pieces), re.DOTALL)
