"""The figures: how much goes straight through, why the rest does not, how long everything takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from pipelines.report_texts import SOURCES
from pipelines.review_figures import AGES, AuditFigures, Figures, figures
from pipelines.review_rows import reason_title
from pipelines.text_findings import value_text
from review_ui.marks import escape, figures_row, table
from review_ui.texts import language, percent, say

if TYPE_CHECKING:
    from review_ui.session import Session

_INK = "#33453a"  # the charts' words, dark enough to read


def show(session: Session) -> None:
    """Draw the page."""
    st.title(say("page_figures"))
    programme = session.programme
    if programme is None:
        st.info(say("no_programme"))
        return
    found = figures(session.workspace, session.user, programme)
    if not found.claims:
        st.info(say("no_claims_yet"))
        return
    _heads(found)
    left, right = st.columns(2, gap="large")
    with left:
        _channels(found)
        _ages(found)
    with right:
        _reasons(found)
        _review_times(found)


def _heads(found: Figures) -> None:
    figures_row(
        [
            (say("straight_through"), percent(found.share)),
            (say("claims"), str(found.claims)),
            (say("turnaround_machine"), _span(found.turnaround_machine)),
            (say("turnaround_person"), _span(found.turnaround_person)),
            (say("review_time"), _span(found.review_seconds)),
            (say("objections"), str(found.objections)),
            (say("false_rate"), "—" if found.audit.rate is None else percent(found.audit.rate)),
        ]
    )
    st.caption(_audit_words(found.audit))


def _audit_words(audit: AuditFigures) -> str:
    if audit.rate is None:
        return say("audit_none", drawn=audit.drawn)
    return say("audit_words", wrong=audit.wrong, audited=audit.audited, high=percent(audit.high))


def _channels(found: Figures) -> None:
    st.subheader(say("by_channel"))
    names = SOURCES[language()]
    kinds = [names[channel.name] for channel in found.channels]
    _bars(
        say("straight_through_percent"), kinds, [round(100 * channel.share, 1) for channel in found.channels], 34, 100
    )
    rows = [
        [escape(names[channel.name]), str(channel.claims), str(channel.confirmed), percent(channel.share)]
        for channel in found.channels
    ]
    heads = [say("channel"), say("claims"), say("confirmed_alone"), say("share")]
    table(heads, rows, label=say("by_channel"))


def _reasons(found: Figures) -> None:
    st.subheader(say("why_flagged"))
    titles = [reason_title(code) for code, _ in found.reasons]
    _bars(say("claims"), titles, [count for _, count in found.reasons], 28)


def _bars(label: str, names: list[str], values: list[float], step: int, whole: float | None = None) -> None:
    """Lying bars with whole labels, in the order given; `label` names the figures, `step` is pixels a bar.

    `whole` is the end of the scale; without it, what the largest bar wants.
    """
    ends = {"scale": {"domain": [0, whole]}} if whole is not None else {}
    rows = [{"name": name, "value": value} for name, value in zip(names, values, strict=True)]
    spec = {
        "data": {"values": rows},
        "mark": {"type": "bar", "color": "#2f6b3a"},
        "height": {"step": step},
        "config": {"axis": {"labelColor": _INK, "titleColor": _INK, "labelFontSize": 13, "titleFontSize": 13}},
        "encoding": {
            "x": {"field": "value", "type": "quantitative", "axis": {"tickMinStep": 1, "title": label}, **ends},
            "y": {"field": "name", "type": "nominal", "sort": None, "axis": {"labelLimit": 320, "title": None}},
            "tooltip": [{"field": "name", "title": "·"}, {"field": "value", "title": label}],
        },
    }
    st.vega_lite_chart(spec, width="stretch")


def _ages(found: Figures) -> None:
    st.subheader(say("ages"))
    edges = [0, *AGES]
    names = [f"{edges[i]}–{edges[i + 1]}" for i in range(len(AGES))] + [f"> {AGES[-1]}"]
    _bars(say("cases"), [say("age_days", days=name) for name in names], list(found.ages), 28)


def _review_times(found: Figures) -> None:
    st.subheader(say("review_by_day"))
    if not found.reviewed_by_day:
        st.caption(say("nothing_reviewed"))
        return
    newest = reversed(found.reviewed_by_day[-14:])
    rows = [[value_text(day), str(count), _span(seconds)] for day, count, seconds in newest]
    table([say("day"), say("decisions_made"), say("review_time")], rows, label=say("review_by_day"))


def _span(seconds: float | None) -> str:
    if seconds is None:
        return "—"
    if seconds < 90:
        return f"{seconds:.0f} s"
    minutes = seconds / 60
    if minutes < 90:
        return say("minutes", count=round(minutes))
    hours = minutes / 60
    return say("hours", count=round(hours)) if hours < 48 else say("days", count=round(hours / 24))
