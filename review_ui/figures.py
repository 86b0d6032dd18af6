"""The figures: how much goes straight through, why the rest does not, how long everything takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from pipelines.report_texts import SOURCES
from pipelines.review_figures import AGES, Figures, figures
from pipelines.review_rows import reason_title
from review_ui.marks import escape, table
from review_ui.texts import language, say

if TYPE_CHECKING:
    from review_ui.session import Session


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
    with st.container(horizontal=True, gap="large"):
        st.metric(say("straight_through"), _percent(found.share), width="content", help=say("straight_through_help"))
        st.metric(say("claims"), found.claims, width="content")
        st.metric(say("turnaround_machine"), _span(found.turnaround_machine), width="content")
        st.metric(say("turnaround_person"), _span(found.turnaround_person), width="content")
        st.metric(say("review_time"), _span(found.review_seconds), width="content")
        st.metric(say("complaints"), found.complaints, width="content")


def _channels(found: Figures) -> None:
    st.subheader(say("by_channel"))
    names = SOURCES[language()]
    data = {
        say("channel"): [names[channel.name] for channel in found.channels],
        say("straight_through_percent"): [round(100 * channel.share, 1) for channel in found.channels],
    }
    st.bar_chart(data, x=say("channel"), y=say("straight_through_percent"), horizontal=True, height=220)
    rows = [
        [escape(names[channel.name]), str(channel.claims), str(channel.confirmed), _percent(channel.share)]
        for channel in found.channels
    ]
    heads = [say("channel"), say("claims"), say("confirmed_alone"), say("share")]
    table(heads, rows, label=say("by_channel"))


def _reasons(found: Figures) -> None:
    st.subheader(say("why_flagged"))
    data = {
        say("reason"): [reason_title(code) for code, _ in found.reasons],
        say("claims"): [count for _, count in found.reasons],
    }
    height = 80 + 28 * max(1, len(found.reasons))
    st.bar_chart(data, x=say("reason"), y=say("claims"), horizontal=True, height=height, sort=False)


def _ages(found: Figures) -> None:
    st.subheader(say("ages"))
    edges = [0, *AGES]
    names = [f"{edges[i]}–{edges[i + 1]}" for i in range(len(AGES))] + [f"> {AGES[-1]}"]
    data = {say("age_days"): names, say("cases"): list(found.ages)}
    st.bar_chart(data, x=say("age_days"), y=say("cases"), height=240, sort=False)


def _review_times(found: Figures) -> None:
    st.subheader(say("review_by_day"))
    if not found.reviewed_by_day:
        st.caption(say("nothing_reviewed"))
        return
    rows = [[day, str(count), _span(seconds)] for day, count, seconds in reversed(found.reviewed_by_day[-14:])]
    table([say("day"), say("decisions_made"), say("review_time")], rows, label=say("review_by_day"))


def _percent(share: float) -> str:
    text = f"{100 * share:.1f}%"
    return text.replace(".", ",") if language() == "pl" else text


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
