"""The other claim beside this one: any page next to any page, declaration next to declaration."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from pipelines.review import CaseView, DocumentView
from pipelines.review_rows import HIDDEN, ClaimSide, claim_side, claim_state, same_document
from review_ui.case_evidence import WINDOW, choose_page, page_of, without_picture, zoom_of
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
    zoom = zoom_of(f"side_zoom_{view.case.id}", "side_window", 150)
    left, right = st.columns(2, gap="small")
    with left:
        own = view.declaration.declaration_id
        _side(session.workspace, f"{own} ({say('this_claim')})", f"own_{view.case.id}", view.documents, zoom, view)
    with right:
        _side(session.workspace, chosen, f"other_{view.case.id}_{chosen}", side.documents, zoom)


def _compare(view: CaseView, side: ClaimSide) -> None:
    own, other = view.declaration, side.declaration
    people = [
        (view.participant.name if view.participant else own.participant_id),
        (side.participant.name if side.participant else other.participant_id),
    ]
    states = claim_state(view.case.state, view.booked), side.state
    rows = [
        [say("head_participant"), *people],
        [say("head_invoice"), "; ".join(own.invoice_numbers), "; ".join(other.invoice_numbers)],
        [say("head_date"), own.invoice_date.strftime("%d.%m.%Y"), other.invoice_date.strftime("%d.%m.%Y")],
        [say("seller"), own.seller_nip, other.seller_nip],
        [say("head_units"), *([HIDDEN] * 2 if view.to_key else [number(c.seed_units) for c in (own, other)])],
        [say("head_state"), *(say(f"stands_{state}") for state in states)],
    ]
    heads = ["", f"{own.declaration_id} ({say('this_claim')})", other.declaration_id]
    body = [[escape(cell) for cell in row] for row in rows]
    table(heads, body, label=say("side_by_side"))


def _side(
    workspace: Workspace,
    heading: str,
    key: str,
    documents: tuple[DocumentView, ...],
    zoom: int,
    view: CaseView | None = None,
) -> None:
    """One claim's page, any of its pages to choose from; `view` where its evidence is to be drawn."""
    st.markdown(f"**{heading}**")
    chosen = choose_page(documents, key)
    if chosen is None:
        st.info(say("no_document"))
        return
    document, page = chosen
    if not document.pictures:
        without_picture(document)
        return
    shown = tuple(
        item for item in (view.evidence if view else ()) if (item.document, item.page) == (document.name, page)
    )
    with st.container(height=WINDOW if zoom > 100 else "content", key=f"side_window_{key}"):
        alt = say("page_alt", document=document.name, page=page)
        st.image(page_of(workspace, document, page, shown), width="stretch", alt=alt)
