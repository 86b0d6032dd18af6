"""The forms of a case: quantities keyed blind, fields corrected, a missed line added."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import streamlit as st

from pipelines.review import CaseView
from pipelines.review_corrections import FIELDS, Wrong, checked_fields, checked_line
from pipelines.review_decisions import Act, Action, decide
from pipelines.review_lines import key_quantity
from pipelines.review_rows import read_fields
from review_ui.texts import number, say

if TYPE_CHECKING:
    from review_ui.session import Session


def keying_form(session: Session, view: CaseView) -> None:
    """Ask for the quantity of every flagged line, without telling what was read or declared."""
    st.subheader(say("key_heading"))
    st.caption(say("key_explained"))
    for key, values in st.session_state.pop("key_messages", []):
        st.warning(say(key, **values))
    with st.form(f"keying_{view.case.id}_{view.case.version}", clear_on_submit=True):
        for line in view.to_key:
            st.text_input(f"{line.description} ({line.unit or '?'})", key=f"key_{view.case.id}_{line.key}")
        st.form_submit_button(say("key_submit"), type="primary", on_click=_keyed, args=(session, view))


def _keyed(session: Session, view: CaseView) -> None:
    before: dict[str, str] = st.session_state.setdefault("keyed_before", {})
    accepted: dict[str, str] = {}
    messages = []
    for line in view.to_key:
        text = str(st.session_state.get(f"key_{view.case.id}_{line.key}", ""))
        if not text.strip():
            continue
        name = f"{view.case.id}/{line.key}"
        earlier = before.get(name)
        keying = key_quantity(line, text, None if earlier is None else _decimal(earlier))
        if keying is None:
            messages.append(("key_not_a_number", {"text": text}))
        elif keying.accepted is not None:
            accepted[line.key] = str(keying.accepted)
        else:
            before[name] = str(keying.keyed)
            read = number(keying.read) if keying.read is not None else "—"
            messages.append(("key_differs", {"keyed": number(keying.keyed), "read": read}))
    st.session_state["key_messages"] = messages
    if accepted:
        _save(session, Act(view.case.id, view.case.version, Action.CORRECT, "keyed", keyed=accepted))


def correction_form(session: Session, view: CaseView) -> None:
    """Correct what was misread, quantities included, and add a line the reading missed."""
    open_now = st.session_state.get("panel") == "correct"
    st.button(
        say("do_correct"),
        shortcut="e",
        icon=":material/edit:",
        key="do_correct",
        on_click=_toggle,
    )
    if not open_now:
        return
    for wrong in st.session_state.pop("wrong_fields", []):
        st.error(say(wrong.message, field=say(f"field_{wrong.field}")))
    values = read_fields(view)
    slot = f"{view.case.id}_{view.case.version}"
    with st.form(f"correct_{slot}"):
        for name in FIELDS:
            st.text_input(say(f"field_{name}"), value=values[name], key=f"field_{name}_{slot}")
        for line in view.lines:
            if not line.added and not (line.blind and line.keyed is None):
                shown = line.keyed if line.keyed is not None else line.quantity
                label = f"{say('quantity')}: {line.description} ({line.unit or '?'})"
                st.text_input(label, value=number(shown) if shown is not None else "", key=f"line_{line.key}_{slot}")
        st.markdown(f"**{say('missed_line')}**")
        names = {product.sku: product.name for product in view.products if product.eligible}
        st.selectbox(say("product"), ["", *names], format_func=lambda sku: names.get(sku, "—"), key=f"sku_{slot}")
        st.text_input(say("missed_units"), key=f"missed_{slot}")
        st.form_submit_button(say("save_corrections"), on_click=_correct, args=(session, view, slot))


def _toggle() -> None:
    st.session_state["panel"] = None if st.session_state.get("panel") == "correct" else "correct"


def _correct(session: Session, view: CaseView, slot: str) -> None:
    state = st.session_state
    given = {name: str(state.get(f"field_{name}_{slot}", "")) for name in FIELDS}
    read = read_fields(view)
    changed = {name: value for name, value in given.items() if value.strip() != read[name]}
    quantities = {
        line.key: str(state[f"line_{line.key}_{slot}"])
        for line in view.lines
        if f"line_{line.key}_{slot}" in state and str(state[f"line_{line.key}_{slot}"]).strip()
    }
    fields, keyed, wrong = checked_fields(view, changed, quantities)
    added, wrong_line = checked_line(view, str(state.get(f"sku_{slot}", "")), str(state.get(f"missed_{slot}", "")))
    problems: list[Wrong] = [*wrong, *wrong_line]
    if problems:
        state["wrong_fields"] = problems
    elif fields or keyed or added:
        state["panel"] = None
        act = Act(view.case.id, view.case.version, Action.CORRECT, fields=fields, keyed=keyed, added=added)
        _save(session, act)


def _save(session: Session, act: Act) -> None:
    programme = session.programme
    if programme is None:
        return
    result = decide(session.workspace, session.user, programme, act)
    if result.decision is None:
        st.session_state["told"] = ("error", f"refused_{result.refusal}", {})
    else:
        st.session_state["told"] = ("success", "done_correct", {"id": result.decision.declaration_id, "units": ""})


def _decimal(text: str) -> Decimal:
    return Decimal(text)
