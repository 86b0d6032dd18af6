"""The forms of a case: quantities keyed blind, fields corrected, a missed line added."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import streamlit as st

from pipelines.review import CaseView
from pipelines.review_corrections import FIELDS, Wrong, checked_fields, checked_line
from pipelines.review_decisions import Act, Action, decide
from pipelines.review_keying import key_quantities, keying_confirms
from pipelines.review_rows import read_fields
from pipelines.text_findings import value_text
from review_ui.keyboard import focus_field
from review_ui.marks import spot
from review_ui.moves import told
from review_ui.texts import number, say

if TYPE_CHECKING:
    from review_ui.session import Session


def keying_form(session: Session, view: CaseView) -> None:
    """Ask for the quantity of every flagged line, without telling what was read or declared.

    The first field has the focus; Enter keeps the quantity and, where nothing else is in question, confirms.
    """
    st.subheader(say("key_heading"))
    at_once = keying_confirms(view)
    st.caption(say("key_explained_confirms" if at_once else "key_explained"))
    slot = f"{view.case.id}_{view.case.version}"
    with spot():
        for key, values in st.session_state.pop("key_messages", []):
            st.warning(say(key, **values))
    with st.container(key="keying"), st.form(f"keying_{slot}", clear_on_submit=True):
        for line in view.to_key:
            label = f"{line.description} ({line.unit or '?'})"
            st.text_input(label, key=f"key_{view.case.id}_{line.key}", autocomplete="off", max_chars=20)
        submit = say("key_and_confirm" if at_once else "key_submit")
        st.form_submit_button(submit, type="primary", on_click=_keyed, args=(session, view))
    focus_field("keying", f"{slot}_{st.session_state.get('key_round', 0)}")


def _keyed(session: Session, view: CaseView) -> None:
    programme = session.programme
    if programme is None:
        return
    state = st.session_state
    before: dict[str, Decimal] = state.setdefault("keyed_before", {})
    texts = {line.key: str(state.get(f"key_{view.case.id}_{line.key}", "")) for line in view.to_key}
    keyed = key_quantities(session.workspace, session.user, programme, view.case.id, view.case.version, texts, before)
    state["key_round"] = state.get("key_round", 0) + 1
    state["key_messages"] = [("key_not_a_number", {"text": text}) for text in keyed.unread]
    for key, keying in keyed.again.items():
        before[key] = keying.keyed
        read = number(keying.read) if keying.read is not None else "—"
        state["key_messages"].append(("key_differs", {"keyed": number(keying.keyed), "read": read}))
    if keyed.confirmed is not None:
        told(session, Action.CONFIRM, keyed.confirmed)
    elif keyed.kept is not None:
        told(session, Action.CORRECT, keyed.kept)


def correction_button() -> None:
    """Opens and closes the form below."""
    st.button(say("do_correct"), shortcut="e", icon=":material/edit:", key="do_correct", on_click=_toggle)


def correction_form(session: Session, view: CaseView) -> None:
    """Correct what was misread, quantities included, and add a line the reading missed."""
    with spot():
        for wrong in st.session_state.pop("wrong_fields", []):
            st.error(say(wrong.message, field=say(f"item_{wrong.field}")))
    values = {name: value_text(value) for name, value in read_fields(view).items()}
    slot = f"{view.case.id}_{view.case.version}"
    with st.form(f"correct_{slot}"):
        for name in FIELDS:
            st.text_input(say(f"item_{name}"), value=values[name], key=f"field_{name}_{slot}")
        for line in view.lines:
            if not line.added and not (line.blind and line.keyed is None):
                shown = line.keyed if line.keyed is not None else line.quantity
                label = f"{say('quantity')}: {line.description} ({line.unit or '?'})"
                st.text_input(label, value=number(shown) if shown is not None else "", key=f"line_{line.key}_{slot}")
        st.markdown(f"**{say('missed_line')}**")
        names = {product.sku: product.name for product in view.products if product.eligible}
        st.selectbox(say("product"), ["", *names], format_func=lambda sku: names.get(sku, "—"), key=f"sku_{slot}")
        st.text_input(say("missed_units"), key=f"missed_{slot}")
        st.form_submit_button(say("save_corrections"), type="primary", on_click=_correct, args=(session, view, slot))


def _toggle() -> None:
    st.session_state["panel"] = None if st.session_state.get("panel") == "correct" else "correct"


def _correct(session: Session, view: CaseView, slot: str) -> None:
    state = st.session_state
    given = {name: str(state.get(f"field_{name}_{slot}", "")) for name in FIELDS}
    read = read_fields(view)
    changed = {name: value for name, value in given.items() if value.strip() != value_text(read[name])}
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
    if programme is not None:
        told(session, act.action, decide(session.workspace, session.user, programme, act))
