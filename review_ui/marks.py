"""Small pieces of markup the pages share. Whatever comes from a document or a person is escaped here."""

from __future__ import annotations

import html
from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

import streamlit as st

from review_ui.texts import language, say

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator


def escape(text: object) -> str:
    """`text` as it may stand in markup."""
    return html.escape(str(text))


def spot() -> DeltaGenerator:
    """A place for what is only sometimes there, which takes no room while it is empty.

    Streamlit tells what stands on a page by its place: without one, a message that comes or goes moves all below it,
    whose buttons then go and come anew, and a key or a press between the two is lost.
    """
    return st.container()


def chip(text: str, kind: str) -> str:
    """A short label in a coloured box; `kind` is why, warn, hold, calm, pass, fail or unsure."""
    return f'<span class="chip {kind}">{escape(text)}</span>'


def table(heads: Sequence[str], rows: Sequence[Sequence[str]], label: str, cards: bool = False) -> None:
    """A table of ready (escaped) markup, its first cell the row's heading. On a phone it scrolls sideways, or with
    `cards`, for many columns, each row stands as a card of lines."""
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in heads)
    body = "".join(f'<tr><th scope="row">{row[0]}</th>{_cells(heads[1:], row[1:])}</tr>' for row in rows)
    kind = "scroll cards" if cards else "scroll"
    st.html(
        f'<div class="{kind}" role="region" aria-label="{escape(label)}" tabindex="0">'
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _cells(heads: Sequence[str], cells: Sequence[str]) -> str:
    named = zip(heads, cells, strict=True)
    return "".join(
        f'<td data-head="{escape(head)}"><div>{cell}</div></td>' if cell else "<td></td>" for head, cell in named
    )


def figures_row(figures: Sequence[tuple[str, str]]) -> None:
    """Figures in a row, each under its name; plain markup, which a browser draws at once."""
    items = "".join(f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>" for name, value in figures)
    st.html(f'<dl class="figures">{items}</dl>')


def risk(value: float) -> str:
    """A risk (0..1) in tenths, as the queue orders by."""
    text = f"{int(10 * value) / 10:.1f}"
    return text.replace(".", ",") if language() == "pl" else text


def age(waited: timedelta) -> str:
    """How long, in the largest unit that says something."""
    minutes = max(0, int(waited.total_seconds() // 60))
    if minutes < 60:
        return say("minutes", count=minutes)
    hours = minutes // 60
    return say("hours", count=hours) if hours < 48 else say("days", count=hours // 24)
