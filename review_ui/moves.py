"""Going from case to case: which one is shown, which were passed over. All by case id, never by place in a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from pipelines.review_decisions import Action, Result
from pipelines.review_queue import QueueFilter, next_case, take
from review_ui.texts import language, number

if TYPE_CHECKING:
    from review_ui.session import Session

_PASSED = "passed_over"
_HELD = "held"  # in the session state: the shown case, where it is this person's


def open_by(case_id: int) -> str:
    """The address of a case's page, relative to the queue's."""
    return f"case?case={case_id}&lang={language()}"


def shown_case() -> int | None:
    """The case the address names."""
    text = st.query_params.get("case") or str(st.session_state.get("case", ""))
    return int(text) if text.isdigit() else None


def show_case(case_id: int | None) -> None:
    """Show that case from the next run on; its panels start closed."""
    for key in ("panel", "panel_note", "keyed_before", "question"):
        st.session_state.pop(key, None)
    st.session_state["case"] = case_id
    if case_id is None:
        st.query_params.pop("case", None)
    else:
        st.query_params["case"] = str(case_id)


def next_by(session: Session, from_queue: bool = False) -> None:
    """Take the next case, passing over those this person skipped; from the queue page, go to the case's page."""
    programme = session.programme
    if programme is None:
        return
    passed: list[int] = st.session_state.setdefault(_PASSED, [])
    current = None if from_queue else shown_case()
    # A case looked at while another held it was not passed over: it may be handed to him meanwhile.
    if current is not None and current == st.session_state.get(_HELD) and current not in passed:
        passed.append(current)
    if from_queue:
        passed.clear()
    code = st.session_state.get("queue_code") or None if from_queue else st.session_state.get("case_code")
    st.session_state["case_code"] = code
    found = next_case(session.workspace, session.user, programme, QueueFilter(code=code), passed)
    if found is None and passed:  # round again
        passed.clear()
        found = next_case(session.workspace, session.user, programme, QueueFilter(code=code))
    if found is None:
        st.session_state["nothing_left"] = True
    if from_queue:
        st.session_state["go_case"] = found is not None
        st.session_state["case"] = found
    else:
        show_case(found)


def hold(session: Session, case_id: int) -> bool:
    """Take or keep the case for this person; False where another holds it."""
    programme = session.programme
    taken = programme is not None and take(session.workspace, session.user, programme, case_id)
    st.session_state[_HELD] = case_id if taken else None
    return taken


def told(session: Session, action: Action, result: Result) -> None:
    """Say on the next run what came of a decision; one that ends the case is followed by the next case."""
    if result.decision is None:
        st.session_state["told"] = ("error", f"refused_{result.refusal}", {})
        return
    decided = result.decision
    units = number(decided.units) if decided.units is not None else ""
    if action is not Action.CORRECT:
        next_by(session)
    st.session_state["told"] = ("success", f"done_{action.value}", {"id": decided.declaration_id, "units": units})
