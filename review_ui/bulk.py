"""The same decision for cases that are alike: each is listed, each is recorded and can be undone on its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from pipelines.review_decisions import DOCUMENT_REASONS, REJECT_REASONS, Act, Action, decide_alike
from pipelines.review_queue import alike
from pipelines.review_rows import reason_title
from review_ui.texts import say

if TYPE_CHECKING:
    from pipelines.review_door import Programme
    from review_ui.session import Session


_DONE = "bulk_done"


def told() -> None:
    """Say once what came of the last bulk decision, also where none of its cases is left to show."""
    done = st.session_state.pop(_DONE, None)
    if done is not None:
        st.success(say("bulk_done", done=done[0], refused=done[1]))


def bulk_panel(session: Session, programme: Programme, code: str) -> None:
    """Draw the panel for the cases whose only reason is `code`."""
    with st.expander(say("bulk_heading", reason=reason_title(code))):
        items = alike(session.workspace, session.user, programme, code)
        st.caption(say("bulk_explained"))
        with st.form("bulk"):
            chosen = st.multiselect(
                say("bulk_cases"),
                [(item.case.id, item.case.version) for item in items],
                format_func={
                    (item.case.id, item.case.version): f"{item.case.declaration_id} · {item.participant}"
                    for item in items
                }.__getitem__,
                key=f"bulk_{code}",
                placeholder=say("choose"),
            )
            actions = [
                *((Action.ASK_DOCUMENT, reason) for reason in DOCUMENT_REASONS),
                *((Action.REJECT, reason) for reason in REJECT_REASONS if reason != "other"),
                (Action.POSTPONE, "later"),
            ]
            picked = st.selectbox(
                say("decision"),
                actions,
                format_func=lambda pair: f"{say(f'do_{pair[0].value}')}: {say(f'reason_{pair[1]}')}",
            )
            note = st.text_input(say("note_optional"))
            if st.form_submit_button(say("bulk_submit")) and chosen:
                acts = [Act(case_id, version, picked[0], picked[1], note) for case_id, version in chosen]
                results = decide_alike(session.workspace, session.user, programme, acts)
                kept = sum(result.decision is not None for result in results)
                st.session_state[_DONE] = (kept, len(results) - kept)
                st.rerun()
