"""The blind audit: drawn confirmations, the documents without a mark on them, and a form for what one sees."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from pipelines.audit_desk import (
    AuditCase,
    AuditList,
    AuditOutcome,
    Seen,
    audit_case,
    audit_list,
    keep_audit,
    source_text,
)
from pipelines.clock import local
from review_ui.case_evidence import WINDOW, choose_page, page_of, zoom_of
from review_ui.keyboard import focus_field
from review_ui.marks import chip, escape, figures_row, spot, table
from review_ui.texts import percent, say

if TYPE_CHECKING:
    from pipelines.review_door import Programme
    from review_ui.session import Session

_CHOSEN, _LOOKED, _TOLD = "audit_chosen", "audit_looked", "audit_told"


def show(session: Session) -> None:
    """Draw the page."""
    st.title(say("page_audit"))
    programme = session.programme
    if programme is None:
        st.info(say("no_programme"))
        return
    found = audit_list(session.workspace, session.user, programme)
    st.caption(say("audit_explained"))
    _figures(found)
    with spot():
        kind, text = st.session_state.pop(_TOLD, ("", ""))
        if kind:
            {"success": st.success, "warning": st.warning, "error": st.error}[kind](text)
    if not found.open:
        st.info(say("audit_all_done" if found.done else "audit_nothing_drawn"))
    else:
        _task(session, programme, found)
    _results(found)


def _figures(found: AuditList) -> None:
    measured = found.figures
    figures_row(
        [
            (say("audit_open_count"), str(len(found.open))),
            (say("audit_done_count"), str(measured.audited)),
            (say("audit_wrong_count"), str(measured.wrong)),
            (say("false_rate"), "—" if measured.rate is None else percent(measured.rate)),
            (say("audit_high"), "—" if measured.rate is None else percent(measured.high)),
        ]
    )


def _task(session: Session, programme: Programme, found: AuditList) -> None:
    if st.session_state.get(_CHOSEN) not in found.open:
        st.session_state[_CHOSEN] = found.open[0]
    left, right = st.columns([3, 2], gap="medium")
    with right:
        chosen = st.selectbox(say("audit_claim"), found.open, key=_CHOSEN)
    case = audit_case(session.workspace, session.user, programme, chosen)
    if case is None:
        st.warning(say("audit_taken", id=chosen))
        return
    with left:
        _documents(session, case)
    with right:
        _form(session, programme, case)


def _documents(session: Session, case: AuditCase) -> None:
    st.subheader(say("audit_documents", id=case.declaration_id))
    chosen = choose_page(case.documents, f"audit_page_{case.sample_id}")
    if chosen is None:
        st.info(say("no_document"))
        return
    document, page = chosen
    if not document.pictures:
        st.code(source_text(session.workspace, document) or say("document_unreadable"), language=None, wrap_lines=True)
        return
    zoom = zoom_of(f"audit_zoom_{case.sample_id}", "audit_window")
    with st.container(height=WINDOW if zoom > 100 else "content", key="audit_window"):
        alt = say("page_alt", document=document.name, page=page)
        st.image(page_of(session.workspace, document, page), width="stretch", alt=alt)


def _form(session: Session, programme: Programme, case: AuditCase) -> None:
    slot = f"{case.sample_id}"
    who = case.participant
    name = ", ".join(part for part in (who.name, who.address, who.city) if part) if who else "?"
    with st.container(key="audit_form"), st.form(f"audit_{slot}", enter_to_submit=True):
        st.markdown(f"**{say('audit_see')}**")
        for field in ("invoice_number", "invoice_date", "seller_nip"):
            st.text_input(say(f"item_{field}"), key=f"audit_{field}_{slot}", autocomplete="off", max_chars=100)
        st.text_input(
            say("audit_units"),
            key=f"audit_units_{slot}",
            help=say("audit_units_help"),
            autocomplete="off",
            max_chars=20,
        )
        words = {True: say("audit_buyer_is", name=name), False: say("audit_buyer_not")}
        st.radio(
            say("audit_buyer"), [True, False], index=None, format_func=words.__getitem__, key=f"audit_buyer_{slot}"
        )
        st.checkbox(say("audit_doubts"), key=f"audit_doubt_{slot}", help=say("audit_doubts_help"))
        st.text_input(say("note_optional"), key=f"audit_note_{slot}", max_chars=500)
        st.form_submit_button(
            say("audit_keep"), type="primary", width="stretch", on_click=_keep, args=(session, programme, case)
        )
    focus_field("audit_form", slot, letters=True)


def _keep(session: Session, programme: Programme, case: AuditCase) -> None:
    state, slot = st.session_state, f"{case.sample_id}"
    given = {
        name: str(state.get(f"audit_{name}_{slot}", "")) for name in ("invoice_number", "invoice_date", "seller_nip")
    }
    seen = Seen(
        **given,
        units=str(state.get(f"audit_units_{slot}", "")),
        buyer_is_participant=state.get(f"audit_buyer_{slot}"),
        doubt=bool(state.get(f"audit_doubt_{slot}")),
        note=str(state.get(f"audit_note_{slot}", "")),
    )
    again = state.get(_LOOKED) == case.sample_id
    outcome = keep_audit(session.workspace, session.user, programme, case.declaration_id, case.sample_id, seen, again)
    if outcome.right is None and outcome.differs:
        state[_LOOKED] = case.sample_id
    state[_TOLD] = _words(case.declaration_id, outcome)


def _words(key: str, outcome: AuditOutcome) -> tuple[str, str]:
    """The kind of message and the message."""
    if outcome.right is not None:
        if outcome.right:
            return "success", say("audit_kept_right", id=key)
        return "error", say("audit_kept_wrong", id=key, why=outcome.why)
    if outcome.missing:
        return "warning", say("audit_missing", fields=_fields(outcome.missing))
    if outcome.differs:
        return "warning", say("audit_again", id=key, fields=_fields(outcome.differs))
    return "warning", say("audit_taken", id=key)


def _fields(names: tuple[str, ...]) -> str:
    return ", ".join(say(f"item_{name}") for name in names)


def _results(found: AuditList) -> None:
    if not found.done:
        return
    st.subheader(say("audit_results"))
    rows = [
        [
            escape(item.declaration_id),
            chip(say("audit_right"), "pass") if item.right else chip(say("audit_wrong"), "fail"),
            local(item.at).strftime("%d.%m.%Y %H:%M") if item.at else "—",
            escape(item.actor),
            escape(item.note),
        ]
        for item in found.done[:50]
    ]
    heads = [say("head_claim"), say("audit_result"), say("when"), say("audit_by"), say("details")]
    table(heads, rows, label=say("audit_results"), cards=True)
