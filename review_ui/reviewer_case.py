"""The case: the page with its evidence on the left; what is wrong, what to do and what was checked on the right.

On a phone: what is wrong and what to do, the page, what was checked.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import streamlit as st

from pipelines.clock import local
from pipelines.review import CaseState, CaseView, case_view
from pipelines.review_history import history_rows
from pipelines.review_queue import LEASE
from pipelines.review_rows import CheckRow, ReasonRow, checks, reasons
from pipelines.text_findings import finding_text
from review_ui.case_decisions import decisions
from review_ui.case_evidence import evidence
from review_ui.case_forms import keying_form
from review_ui.case_others import others
from review_ui.marks import chip, escape, risk, spot, table
from review_ui.moves import hold, next_by, shown_case
from review_ui.texts import number, say

if TYPE_CHECKING:
    from review_ui.session import Session


def show(session: Session) -> None:
    """Draw the page."""
    programme = session.programme
    if programme is None:
        st.title(say("page_case"))
        st.info(say("no_programme"))
        return
    with spot():
        _told()
    case_id = shown_case()
    view = None if case_id is None else case_view(session.workspace, session.user, programme, case_id)
    if view is None:
        _none(session)
        return
    st.session_state["case"] = view.case.id
    if st.query_params.get("case") != str(view.case.id):
        st.query_params["case"] = str(view.case.id)
    mine = _hold(session, view)
    _heading(session, view)
    found = reasons(view)
    left, right = st.columns([2, 1] if view.others else [3, 2], gap="medium")
    # The keys of the three parts are for the style, which puts what to do before the page on a phone.
    with right, st.container(key="case_to_do"):
        _reasons(found)
        with spot():
            if view.to_key and mine and not view.mended:
                keying_form(session, view)
        decisions(session, view, mine)
    with right, st.container(key="case_checked"):
        _checks(checks(view))
        _lines(view)
        _history(view)
    with left, st.container(key="case_pages"):
        if view.others:
            others(session, view)
        evidence(session, view, found)


def _told() -> None:
    """What came of the last act, said once."""
    message = st.session_state.pop("told", None)
    if message is not None:
        kind, key, values = message
        {"success": st.success, "warning": st.warning, "error": st.error}[kind](say(key, **values))


def _none(session: Session) -> None:
    st.title(say("page_case"))
    left = st.session_state.pop("nothing_left", False)
    st.info(say("nothing_left" if left else "no_case_chosen"))
    if session.user.may_decide:
        with st.container(horizontal=True):
            st.button(say("next_case"), type="primary", shortcut="n", on_click=next_by, args=(session,))
            _undo_button(session)


def _hold(session: Session, view: CaseView) -> bool:
    """Whether this person may act on the case now: it is open, and his."""
    if not session.user.may_decide or view.case.state.value not in ("open", "waiting"):
        return False
    return hold(session, view.case.id)


def _heading(session: Session, view: CaseView) -> None:
    left, right = st.columns([2, 1], vertical_alignment="top")
    who = view.participant.name if view.participant else view.declaration.participant_id
    left.title(f"{view.declaration.declaration_id} · {who}")
    notes = [chip(say(f"case_{view.case.state.value}"), "calm")]
    notes.append(chip(f"{say('head_risk')} {risk(view.case.risk)}", "why"))
    if view.case.reopened and view.case.state is CaseState.OPEN:
        notes.append(chip(say(f"reopened_{view.case.reopened}"), "warn"))
    if view.holder:
        notes.append(chip(say("held_by", user=view.holder), "hold"))
    elif session.user.may_decide and view.case.state.value in ("open", "waiting"):
        until = local(datetime.now(UTC) + LEASE).strftime("%H:%M")
        notes.append(chip(say("yours_until", time=until), "hold"))
    if view.booked is not None:
        notes.append(chip(say("booked_units", units=number(view.booked)), "pass"))
    left.html(" ".join(notes))
    if view.verdict.risk_reasons and not view.to_key:
        left.caption(say("risk_because", reasons=", ".join(map(finding_text, view.verdict.risk_reasons))))
    for entry in view.history:
        if entry.what == "history_objection" and entry.text:
            left.info(f"{say(entry.what)}: {entry.text}", icon=":material/gavel:")
    if session.user.may_decide:
        with right.container(horizontal=True, horizontal_alignment="right"):
            _undo_button(session)
            st.button(
                say("next_case"),
                shortcut="n",
                icon=":material/skip_next:",
                on_click=next_by,
                args=(session,),
                key="next",
            )


def _undo_button(session: Session) -> None:
    from review_ui.case_decisions import undo

    st.button(say("undo"), shortcut="u", icon=":material/undo:", on_click=undo, args=(session,), key="undo")


def _reasons(found: tuple[ReasonRow, ...]) -> None:
    st.subheader(say("why_flagged"))
    items = []
    for row in found:
        told = [
            f"{escape(say(name))}: <b>{escape(value)}</b>"
            for name, value in (("declared", row.declared), ("found", row.found))
            if value
        ]
        values = f"<br><small>{' · '.join(told)}</small>" if told else ""
        number = f'<span class="number">{row.number}</span>'
        items.append(f"<li>{number}<div><b>{escape(row.title)}</b><br>{escape(row.message)}{values}</div></li>")
    st.html(f'<ol class="reasons">{"".join(items)}</ol>')


def _checks(rows: tuple[CheckRow, ...]) -> None:
    st.subheader(say("declared_and_found"))
    items = [
        f"<li>{chip(row.outcome_text, row.outcome)}<div><b>{escape(row.title)}</b> {_values(row)}"
        f"<br><small>{escape(row.reason)}</small></div></li>"
        for row in rows
    ]
    st.html(f'<ul class="checks" aria-label="{escape(say("declared_and_found"))}">{"".join(items)}</ul>')


def _values(row: CheckRow) -> str:
    """Declared and found; once where they are the same."""
    found = f"<b>{escape(row.found)}</b>" if row.found else ""
    if row.corrected:
        found += f" <small>({escape(say('corrected_by_hand'))})</small>"
    if row.declared and row.declared == row.found:
        return f'<span class="values">· {found}</span>'
    told = []
    if row.declared:
        told.append(f"{escape(say('declared'))}: <b>{escape(row.declared)}</b>")
    if found:
        told.append(f"{escape(say('found'))}: {found}")
    return f'<br><span class="values">{" · ".join(told)}</span>' if told else ""


def _lines(view: CaseView) -> None:
    if not view.lines:
        return
    st.subheader(say("lines_that_count"))
    body = []
    for line in view.lines:
        waiting = line.blind and line.keyed is None
        shown = line.keyed if line.keyed is not None else line.quantity
        quantity = "•••" if waiting else f"{number(shown)} {line.unit}".strip() if shown is not None else "?"
        note = say("line_added") if line.added else say("line_keyed") if line.keyed is not None else ""
        units = "•••" if waiting else number(line.units) if line.units is not None else "?"
        description = escape(line.description) + (f"<br><small>{escape(note)}</small>" if note else "")
        body.append([description, escape(quantity), escape(units)])
    table([say("product"), say("quantity"), say("head_units")], body, label=say("lines_that_count"))


def _history(view: CaseView) -> None:
    with st.expander(say("history")):
        rows = [
            [local(row.at).strftime("%d.%m.%Y %H:%M"), *map(escape, (row.who, row.what, row.details))]
            for row in history_rows(view.history)
        ]
        table([say("when"), say("who"), say("what"), say("details")], rows, label=say("history"), cards=True)
