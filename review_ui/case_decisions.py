"""The decision buttons of a case, each with its key. What is sent names the case and the version that was shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from pipelines.review import CaseView
from pipelines.review_decisions import (
    DOCUMENT_REASONS,
    REJECT_REASONS,
    Act,
    Action,
    decide,
    needs_note,
    undo_last,
)
from pipelines.review_door import deciders
from review_ui.moves import next_by, show_case
from review_ui.texts import number, say

if TYPE_CHECKING:
    from review_ui.session import Session

_PANELS = {
    "reject": ("o", ":material/close:"),
    "ask_document": ("d", ":material/description:"),
    "postpone": ("z", ":material/schedule:"),
    "hand_on": ("h", ":material/forward:"),
}


def decisions(session: Session, view: CaseView, mine: bool) -> None:
    """Draw the buttons; keys: P confirm, O reject, D document, Z postpone, H hand on, then 1-9 for the reason."""
    if not session.user.may_decide:
        st.info(say("only_looking"))
        return
    if view.case.state.value not in ("open", "waiting"):
        st.info(say("case_closed", state=say(f"case_{view.case.state.value}")))
        return
    if not mine:
        st.warning(say("held_by_other", user=view.holder or "?"))
        return
    st.subheader(say("decision"))
    words = needs_note(view)
    if words:
        st.text_input(say("note_for_confirm"), key=_note_key(view), placeholder=say("note_hint"))
    _confirm(session, view)
    with st.container(horizontal=True):
        for name, (key, icon) in _PANELS.items():
            target = _at_once(name)
            st.button(
                say(f"do_{name}"),
                shortcut=key,
                icon=icon,
                key=f"do_{name}",
                on_click=_send if target else _open_panel,
                args=(session, view.case.id, view.case.version, Action(name), "", "") if target else (name,),
            )
    _panel(session, view, st.session_state.get("panel"))


def _at_once(name: str) -> bool:
    """Postponing asks nothing further."""
    return name == "postpone"


def _confirm(session: Session, view: CaseView) -> None:
    units = view.units
    label = say("do_confirm_units", units=number(units)) if units is not None else say("do_confirm")
    st.button(
        label,
        type="primary",
        shortcut="p",
        icon=":material/check:",
        key="do_confirm",
        width="stretch",
        disabled=units is None,
        help=None if units is not None else say("key_first" if view.to_key else "nothing_counts"),
        on_click=_confirm_now,
        args=(session, view.case.id, view.case.version, _note_key(view)),
    )
    if units is None:
        st.caption(say("key_first" if view.to_key else "nothing_counts"))
    elif units != view.declaration.seed_units:
        st.caption(say("counts_other", units=number(units), declared=number(view.declaration.seed_units)))


def _confirm_now(session: Session, case_id: int, version: int, note_key: str) -> None:
    _send(session, case_id, version, Action.CONFIRM, "", str(st.session_state.get(note_key, "")))


def _panel(session: Session, view: CaseView, name: str | None) -> None:
    if name in ("reject", "ask_document"):
        with st.container(border=True, key="panel_reasons"):
            reasons = REJECT_REASONS if name == "reject" else DOCUMENT_REASONS
            st.markdown(f"**{say(f'why_{name}')}**")
            note = st.text_input(say("note_optional"), key="panel_note")
            for number, reason in enumerate(reasons, start=1):
                st.button(
                    say(f"reason_{reason}"),
                    shortcut=str(number),
                    key=f"reason_{reason}",
                    width="stretch",
                    on_click=_send,
                    args=(session, view.case.id, view.case.version, Action(name), reason, note),
                )
            st.button(say("cancel"), shortcut="escape", type="tertiary", key="cancel", on_click=_close_panel)
    elif name == "hand_on":
        with st.form("hand_on_form"):
            people = [person for person in deciders(session.workspace) if person != session.user.actor]
            person = st.selectbox(say("hand_to"), people, placeholder=say("nobody_else"))
            note = st.text_input(say("note_optional"))
            if st.form_submit_button(say("do_hand_on")) and person:
                act = Act(view.case.id, view.case.version, Action.HAND_ON, "hand_on", note, hand_to=person)
                _carry_out(session, act)
                st.rerun()


def _open_panel(name: str) -> None:
    st.session_state["panel"] = name


def _close_panel() -> None:
    st.session_state["panel"] = None


def _note_key(view: CaseView) -> str:
    return f"note_{view.case.id}_{view.case.version}"


def _send(session: Session, case_id: int, version: int, action: Action, reason: str, note: str) -> None:
    _carry_out(session, Act(case_id, version, action, reason, note))


def _carry_out(session: Session, act: Act) -> None:
    """Decide, say what came of it, and go on to the next case."""
    programme = session.programme
    if programme is None:
        return
    result = decide(session.workspace, session.user, programme, act)
    if result.decision is None:
        st.session_state["told"] = ("error", f"refused_{result.refusal}", {})
        return
    decided = result.decision
    units = number(decided.units) if decided.units is not None else ""
    values: dict[str, Any] = {"id": decided.declaration_id, "units": units}
    next_by(session)
    st.session_state["told"] = ("success", f"done_{act.action.value}", values)


def undo(session: Session) -> None:
    """Take back the last decision of this person and show its case again."""
    programme = session.programme
    if programme is None:
        return
    result = undo_last(session.workspace, session.user, programme)
    if result.decision is None:
        st.session_state["told"] = ("warning", f"refused_{result.refusal}", {})
        return
    show_case(result.decision.case_id)
    st.session_state["told"] = ("success", "done_undo", {"id": result.decision.declaration_id})
