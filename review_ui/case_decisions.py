"""The decision buttons of a case, each with its key. What is sent names the case and the version that was shown."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from pipelines.review import CaseView
from pipelines.review_decisions import (
    CONFIRM_REASONS,
    DOCUMENT_REASONS,
    REJECT_REASONS,
    Act,
    Action,
    decide,
    needs_reason,
    undo_last,
)
from pipelines.review_door import deciders
from review_ui.case_forms import correction_button, correction_form
from review_ui.keyboard import keep_typed_ahead
from review_ui.marks import spot
from review_ui.moves import show_case, told
from review_ui.texts import number, say

if TYPE_CHECKING:
    from review_ui.session import Session

_BUTTONS = {
    Action.REJECT: ("o", ":material/close:"),
    Action.ASK_DOCUMENT: ("d", ":material/description:"),
    Action.POSTPONE: ("z", ":material/schedule:"),
    Action.HAND_ON: ("h", ":material/forward:"),
}
_REASONS = {"confirm": CONFIRM_REASONS, "reject": REJECT_REASONS, "ask_document": DOCUMENT_REASONS}
# The letters after which a panel asks for a number.
_PANELS = {"p": "confirm"} | {key: act.value for act, (key, _) in _BUTTONS.items() if act is not Action.POSTPONE}
_NOTE = "panel_note"


def decisions(session: Session, view: CaseView, mine: bool) -> None:
    """Draw the buttons; keys: P confirm, O reject, D document, Z postpone, H hand on, then 1-9 for the reason."""
    if not session.user.may_decide:
        st.info(say("only_looking"))
        return
    if view.case.state.value not in ("open", "waiting"):
        st.info(say("case_closed", state=say(f"case_{view.case.state.value}")))
        return
    if view.mended:
        st.info(say("refused_mended"))
        return
    if not mine:
        st.warning(say("held_by_other", user=view.holder or "?"))
        return
    st.subheader(say("decision"))
    keep_typed_ahead(_PANELS)
    _confirm(session, view)
    with st.container(horizontal=True, gap="small", key="acts"):
        for action, (key, icon) in _BUTTONS.items():
            at_once = action is Action.POSTPONE  # asks nothing further
            st.button(
                say(f"do_{action.value}"),
                shortcut=key,
                icon=icon,
                key=f"do_{action.value}",
                on_click=_send if at_once else _open_panel,
                args=(session, Act(view.case.id, view.case.version, action)) if at_once else (action.value,),
            )
        correction_button()
    panel = st.session_state.get("panel")
    with spot():
        if panel == "correct":
            correction_form(session, view)
        _panel(session, view, panel)


def _confirm(session: Session, view: CaseView) -> None:
    units = view.units
    label = say("do_confirm_units", units=number(units)) if units is not None else say("do_confirm")
    why_not = None if units is not None else say("key_first" if view.to_key else "nothing_counts")
    ask = needs_reason(view)
    st.button(
        label,
        type="primary",
        shortcut="p",
        icon=":material/check:",
        key="do_confirm",
        width="stretch",
        disabled=units is None,
        help=why_not,
        on_click=_open_panel if ask else _send,
        args=("confirm",) if ask else (session, Act(view.case.id, view.case.version, Action.CONFIRM)),
    )
    with spot():
        _beside_confirm(view, why_not)


def _beside_confirm(view: CaseView, why_not: str | None) -> None:
    """Why nothing can be confirmed, or that another quantity than the declared one would be."""
    units = view.units
    if why_not is not None:
        st.caption(why_not)
    elif units is not None and units != view.declaration.seed_units:
        st.caption(say("counts_other", units=number(units), declared=number(view.declaration.seed_units)))


def _panel(session: Session, view: CaseView, name: str | None) -> None:
    """What a decision still asks: a reason or a person, each with its number as key, and words if one likes."""
    if name not in (*_REASONS, "hand_on"):
        return
    with st.container(border=True, key=f"panel_{name}"):
        if name == "hand_on":
            _people(session, view)
        elif name is not None:
            act = Act(view.case.id, view.case.version, Action(name))
            _choices(session, f"why_{name}", [(say(f"reason_{r}"), replace(act, reason=r)) for r in _REASONS[name]])
        st.button(say("cancel"), shortcut="escape", type="tertiary", key="cancel", on_click=_close_panel)


def _people(session: Session, view: CaseView) -> None:
    programme = session.programme
    people = [] if programme is None else deciders(session.workspace, programme)
    people = [person for person in people if person != session.user.actor]
    if not people:
        st.info(say("nobody_else"))
        return
    act = Act(view.case.id, view.case.version, Action.HAND_ON, "hand_on")
    _choices(session, "hand_to", [(person, replace(act, hand_to=person)) for person in people])


def _choices(session: Session, heading: str, choices: list[tuple[str, Act]]) -> None:
    st.markdown(f"**{say(heading)}**")
    st.text_input(say("note_optional"), key=_NOTE, max_chars=500)
    for place, (label, act) in enumerate(choices, start=1):
        st.button(
            label,
            shortcut=str(place) if place < 10 else None,
            key=f"choice_{act.action.value}_{place}",
            width="stretch",
            on_click=_send,
            args=(session, act),
        )


def _open_panel(name: str) -> None:
    st.session_state["panel"] = name


def _close_panel() -> None:
    st.session_state["panel"] = None


def _send(session: Session, act: Act) -> None:
    """Decide, say what came of it, and go on to the next case."""
    programme = session.programme
    if programme is None:
        return
    # The note as it stands when the button is pressed, not as it stood when the button was drawn.
    note = str(st.session_state.get(_NOTE, "")) if st.session_state.get("panel") else ""
    act = replace(act, note=note)
    told(session, act.action, decide(session.workspace, session.user, programme, act))


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
