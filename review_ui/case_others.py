"""The other claim beside this one: page next to page, declaration next to declaration."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from pipelines.review import CaseView, DocumentView
from pipelines.review_rows import ClaimSide, claim_side, same_document
from review_ui.case_evidence import page_of
from review_ui.marks import escape, table
from review_ui.texts import number, say

if TYPE_CHECKING:
    from pipelines.workspace import Workspace
    from review_ui.session import Session


def others(session: Session, view: CaseView) -> None:
    """Draw this claim and the other one side by side."""
    programme = session.programme
    if programme is None:
        return
    st.subheader(say("side_by_side"))
    chosen = view.others[0]
    if len(view.others) > 1:
        chosen = st.selectbox(say("other_claim"), view.others, key=f"other_{view.case.id}")
    side = claim_side(session.workspace, session.user, programme, chosen, view)
    if side is None:
        st.info(say("other_claim_gone", id=chosen))
        return
    if same_document(view.documents, side.documents):
        st.warning(say("same_file"))
    _compare(view, side)
    left, right = st.columns(2)
    with left:
        _first_page(session.workspace, view.declaration.declaration_id, view.documents, view)
    with right:
        _first_page(session.workspace, chosen, side.documents)


def _compare(view: CaseView, side: ClaimSide) -> None:
    own, other = view.declaration, side.declaration
    people = [
        (view.participant.name if view.participant else own.participant_id),
        (side.participant.name if side.participant else other.participant_id),
    ]
    rows = [
        [say("head_participant"), *people],
        [say("head_invoice"), "; ".join(own.invoice_numbers), "; ".join(other.invoice_numbers)],
        [say("head_date"), own.invoice_date.strftime("%d.%m.%Y"), other.invoice_date.strftime("%d.%m.%Y")],
        [say("seller"), own.seller_nip, other.seller_nip],
        [say("head_units"), "•••" if view.to_key else number(own.seed_units), number(other.seed_units)],
        [say("head_state"), say(f"case_{view.case.state.value}"), say(f"status_{side.state}")],
    ]
    heads = ["", f"{own.declaration_id} ({say('this_claim')})", other.declaration_id]
    body = [[escape(cell) for cell in row] for row in rows]
    table(heads, body, label=say("side_by_side"))


def _first_page(
    workspace: Workspace, name: str, documents: tuple[DocumentView, ...], view: CaseView | None = None
) -> None:
    st.caption(name)
    for document in documents:
        shown = tuple(
            item for item in (view.evidence if view else ()) if (item.document, item.page) == (document.name, 1)
        )  # fmt: skip
        page = page_of(workspace, document, shown)
        if page is not None:
            st.image(page, width="stretch", alt=say("page_alt", document=document.name, page=1))
            return
    st.info(say("no_picture"))
