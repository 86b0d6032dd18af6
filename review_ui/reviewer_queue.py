"""The queue: how many wait and why, filters, search, and the way to the next case."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import streamlit as st

from pipelines.review import CaseState
from pipelines.review_queue import QueueFilter, QueueItem, QueuePage, Shelf, queue_page
from pipelines.review_rows import HIDDEN, keyed_blind, reason_title
from review_ui.bulk import bulk_panel, told
from review_ui.marks import age, chip, escape, risk, spot, table
from review_ui.moves import next_by, open_by
from review_ui.navigation import go
from review_ui.texts import number, say

if TYPE_CHECKING:
    from review_ui.session import Session


def show(session: Session) -> None:
    """Draw the page."""
    if st.session_state.pop("go_case", False):
        go("case")
    st.title(say("page_queue"))
    programme = session.programme
    if programme is None:
        st.info(say("no_programme"))
        return
    wanted, number = _wanted()
    page = queue_page(session.workspace, session.user, programme, wanted, number)
    _shelves(session, page)
    _filters(page)
    with spot():
        told()
    if not page.items:
        st.success(say("queue_empty" if not (wanted.code or wanted.text) else "queue_nothing_found"))
        return
    _rows(page, session.user.actor)
    _pager(page)
    if wanted.shelf is Shelf.OPEN and wanted.code and session.user.may_decide:
        bulk_panel(session, programme, wanted.code)


def _wanted() -> tuple[QueueFilter, int]:
    state = st.session_state
    shelf = Shelf(state.get("queue_shelf") or Shelf.OPEN)
    text = (state.get("queue_text") or "").strip() or None
    return QueueFilter(shelf, state.get("queue_code") or None, text), int(state.get("queue_number", 1))


def _shelves(session: Session, page: QueuePage) -> None:
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    left.segmented_control(
        say("shelf"),
        [shelf.value for shelf in Shelf],
        default=None if "queue_shelf" in st.session_state else Shelf.OPEN.value,
        format_func=lambda value: f"{say(f'shelf_{value}')} · {page.shelves[Shelf(value)]}",
        key="queue_shelf",
        required=True,
        on_change=_first_page,
    )
    if session.user.may_decide:
        right.button(
            say("next_case"),
            type="primary",
            shortcut="n",
            icon=":material/play_arrow:",
            width="stretch",
            on_click=next_by,
            args=(session, True),
            disabled=page.shelves[Shelf.OPEN] == 0,
        )
    with spot():
        if st.session_state.pop("nothing_left", False):
            st.info(say("nothing_left"))


def _filters(page: QueuePage) -> None:
    left, right = st.columns(2)
    counts = dict(page.reasons)
    left.selectbox(
        say("reason"),
        ["", *counts],
        format_func=lambda code: f"{reason_title(code)} ({counts.get(code, 0)})" if code else say("all_reasons"),
        key="queue_code",
        on_change=_first_page,
    )
    right.text_input(
        say("search"), key="queue_text", placeholder=say("search_hint"), icon=":material/search:", on_change=_first_page
    )


def _first_page() -> None:
    st.session_state["queue_number"] = 1


def _rows(page: QueuePage, actor: str) -> None:
    heads = ("claim", "participant", "invoice", "units", "why", "risk", "waits", "state")
    rows = [_row(item, actor) for item in page.items]
    table([say(f"head_{name}") for name in heads], rows, label=say("page_queue"), cards=True)


def _row(item: QueueItem, actor: str) -> list[str]:
    case = item.case
    now = datetime.now(UTC)
    holder = case.holder(now)
    state = ""
    if holder:
        state = chip(say("held_by_me") if holder == actor else say("held_by", user=holder), "hold")
    elif case.assigned_to:
        state = chip(say("handed_to", user=case.assigned_to), "hold")
    elif case.reopened and case.state is CaseState.OPEN:
        state = chip(say(f"reopened_{case.reopened}"), "warn")
    else:
        state = chip(say(f"case_{case.state.value}"), "calm")
    reasons = " ".join(chip(reason_title(code), "why") for code in item.codes)
    link = f'<a href="{open_by(case.id)}" target="_self">{escape(case.declaration_id)}</a>'
    invoices = ", ".join(_numbers(item.invoice_numbers))
    return [
        link,
        f"{escape(item.participant)}<br><small>{escape(item.participant_id)}</small>",
        f"{escape(invoices)}<br><small>{item.invoice_date.strftime('%d.%m.%Y')}</small>",
        HIDDEN if keyed_blind(item) else number(item.seed_units),
        reasons,
        risk(case.risk),
        age(now - case.opened_at),
        state,
    ]


def _numbers(stored: str) -> list[str]:
    import json

    return [str(number) for number in json.loads(stored)]


def _pager(page: QueuePage) -> None:
    if page.pages == 1:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            say("page_before"), disabled=page.number == 1, on_click=_turn, args=(page.number - 1,), shortcut="left"
        )
        st.caption(say("page_of", number=page.number, pages=page.pages, total=page.total))
        st.button(
            say("page_after"),
            disabled=page.number == page.pages,
            on_click=_turn,
            args=(page.number + 1,),
            shortcut="right",
        )


def _turn(number: int) -> None:
    st.session_state["queue_number"] = number
