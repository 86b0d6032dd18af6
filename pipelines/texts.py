"""Words for people, in Polish and English, in one catalogue. Which language is spoken is a context variable."""

from __future__ import annotations

from contextvars import ContextVar
from decimal import Decimal

from pipelines.text_case import CASE_TEXTS
from pipelines.text_catalogue import TEXTS
from pipelines.text_errors import ERROR_TEXTS
from pipelines.text_integrity import INTEGRITY_TEXTS
from pipelines.text_participant import PARTICIPANT_TEXTS
from pipelines.text_review import REVIEW_TEXTS
from programme.formats import plain

_LANGUAGE: ContextVar[str] = ContextVar("language", default="pl")
LANGUAGES = ("pl", "en")
_ALL = {**TEXTS, **REVIEW_TEXTS, **CASE_TEXTS, **PARTICIPANT_TEXTS, **INTEGRITY_TEXTS, **ERROR_TEXTS}


def speak(lang: str) -> None:
    """Speak `lang` ("pl" or "en") from here on in this context."""
    if lang not in LANGUAGES:
        raise ValueError(f"no such language: {lang}")
    _LANGUAGE.set(lang)


def language() -> str:
    """The language spoken now."""
    return _LANGUAGE.get()


def say(key: str, **values: object) -> str:
    """The text `key` in the language spoken, with `values` filled in. KeyError for an unknown key."""
    return _ALL[key][LANGUAGES.index(_LANGUAGE.get())].format(**values)


def has(key: str) -> bool:
    """Whether the catalogue has a text of that key."""
    return key in _ALL


def number(value: Decimal) -> str:
    """A decimal as people of the language spoken write it: "12,5" or "12.5"."""
    text = plain(value)
    return text.replace(".", ",") if _LANGUAGE.get() == "pl" else text


def percent(share: float, digits: int = 1) -> str:
    """A share of 0..1 as people of the language spoken write it: "12,5%" or "12.5%"."""
    text = f"{share:.{digits}%}"
    return text.replace(".", ",") if _LANGUAGE.get() == "pl" else text


def amount_text(value: Decimal) -> str:
    """An amount of money as people of the language spoken write it: "1\u00a0234,50" or "1,234.50"."""
    text = f"{value:,.2f}"
    return text.replace(",", "\u00a0").replace(".", ",") if _LANGUAGE.get() == "pl" else text
