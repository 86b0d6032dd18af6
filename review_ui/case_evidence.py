"""The documents of a case: the place in question large, the page with its boxes, zoom, other pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from pipelines.review import CaseView, DocumentView, Evidence, picture
from pipelines.review_rows import ReasonRow, document_rows
from review_ui.marks import escape, table
from review_ui.page_picture import draw_detail, draw_page
from review_ui.texts import say

if TYPE_CHECKING:
    from pipelines.workspace import Workspace
    from review_ui.session import Session

_ZOOMS = (100, 150, 220)
_HEIGHT = 900  # pixels of the window through which a zoomed page is seen


def evidence(session: Session, view: CaseView, reasons: tuple[ReasonRow, ...]) -> None:
    """Draw the documents of the case."""
    question = _question(view, reasons)
    place = None if question is None else next((e for e in view.evidence if e.question == question), None)
    document, page = _page(view, place)
    if document is None:
        st.info(say("no_document"))
        return
    if not document.pictures:
        _without_picture(document)
        return
    key = document.pictures[page - 1]
    if place is not None and (place.document, place.page) == (document.name, page):
        st.image(_detail(session.workspace, key, place), width="stretch", alt=say("detail_alt", number=question))
    shown = tuple(item for item in view.evidence if (item.document, item.page) == (document.name, page))
    zoom = st.segmented_control(
        say("zoom"), _ZOOMS, default=_ZOOMS[0], format_func=lambda value: f"{value}%", key=f"zoom_{view.case.id}"
    )
    # The picture itself is ours, drawn at full size; the window around it scrolls.
    st.html(f"<style>.st-key-page_window img {{width: {zoom or 100}% !important; max-width: none !important;}}</style>")
    with st.container(height=_HEIGHT if (zoom or 100) > 100 else "content", key="page_window"):
        alt = say("page_alt", document=document.name, page=page)
        st.image(_drawn(session.workspace, key, shown, question), width="stretch", alt=alt)
    st.caption(say("legend"))


def _question(view: CaseView, reasons: tuple[ReasonRow, ...]) -> int | None:
    """The reason brought forward: the one chosen, else the first with a place on a page."""
    placed = sorted({item.question for item in view.evidence if item.question is not None})
    if len(placed) < 2:
        return placed[0] if placed else None
    titles = {row.number: f"{row.number}. {row.title}" for row in reasons}
    chosen = st.segmented_control(
        say("show_place_of"),
        placed,
        default=placed[0],
        format_func=lambda number: titles[number],
        key=f"question_{view.case.id}",
    )
    return int(chosen) if chosen else placed[0]


def _page(view: CaseView, place: Evidence | None) -> tuple[DocumentView | None, int]:
    """The document and page to show: where the question is, unless the person turned to another."""
    pages = [(document, number + 1) for document in view.documents for number in range(max(1, len(document.pictures)))]
    if not pages:
        return None, 1
    names = [f"{document.name} · {say('page_short')} {number}" for document, number in pages]
    wanted = 0
    if place is not None:
        wanted = next(
            (
                i
                for i, (document, number) in enumerate(pages)
                if (document.name, number) == (place.document, place.page)
            ),
            0,
        )
    if len(pages) == 1:
        st.caption(names[0])
        return pages[0]
    key = f"page_{view.case.id}_{place.question if place else 0}"
    chosen = st.selectbox(
        say("document_and_page"), range(len(pages)), index=wanted, format_func=names.__getitem__, key=key
    )
    return pages[chosen]


def _without_picture(document: DocumentView) -> None:
    st.caption(document.name)
    if document.invoice is None:
        st.warning(say("document_absent"))
        return
    rows = document_rows(document.invoice)
    if not rows:
        problems = "; ".join(problem.message for problem in document.invoice.problems)
        st.warning(f"{say('document_unreadable')} {problems}")
        return
    st.caption(say("no_picture"))
    table(
        [say("field"), say("value")], [[escape(label), escape(value)] for label, value in rows], label=document.name
    )  # fmt: skip


@st.cache_data(max_entries=60, show_spinner=False)
def _drawn(_workspace: Workspace, key: str, shown: tuple[Evidence, ...], question: int | None) -> bytes:
    return draw_page(picture(_workspace, key), shown, question)


@st.cache_data(max_entries=60, show_spinner=False)
def _detail(_workspace: Workspace, key: str, place: Evidence) -> bytes:
    return draw_detail(picture(_workspace, key), place)


def page_of(workspace: Workspace, document: DocumentView, shown: tuple[Evidence, ...] = ()) -> bytes | None:
    """The first page of a document as PNG; None where it has no picture."""
    return _drawn(workspace, document.pictures[0], shown, None) if document.pictures else None
