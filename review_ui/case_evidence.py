"""The documents of a case: the place in question large, the page with its boxes, zoom, other pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from pipelines.review import CaseView, DocumentView, Evidence, picture
from pipelines.review_rows import ReasonRow, document_rows
from pipelines.text_findings import problem_text
from review_ui.marks import escape, table
from review_ui.page_picture import draw_detail, draw_page
from review_ui.texts import say

if TYPE_CHECKING:
    from pipelines.workspace import Workspace
    from review_ui.session import Session

_ZOOMS = (100, 150, 220)
WINDOW = 900  # pixels of the window through which a zoomed page is seen


def evidence(session: Session, view: CaseView, reasons: tuple[ReasonRow, ...]) -> None:
    """Draw the documents of the case."""
    question = _question(view, reasons)
    place = None if question is None else next((e for e in view.evidence if e.question == question), None)
    wanted = None if place is None else (place.document, place.page)
    chosen = choose_page(view.documents, f"page_{view.case.id}_{question or 0}", wanted)
    if chosen is None:
        st.info(say("no_document"))
        return
    document, page = chosen
    if not document.pictures:
        without_picture(document)
        return
    if place is not None and wanted == (document.name, page):
        detail = _detail(session.workspace, document.pictures[page - 1], place)
        st.image(detail, width="stretch", alt=say("detail_alt", number=question))
    shown = tuple(item for item in view.evidence if (item.document, item.page) == (document.name, page))
    zoom = zoom_of(f"zoom_{view.case.id}", "page_window")
    with st.container(height=WINDOW if zoom > 100 else "content", key="page_window"):
        alt = say("page_alt", document=document.name, page=page)
        st.image(page_of(session.workspace, document, page, shown, question), width="stretch", alt=alt)
    st.caption(say("legend"))


def zoom_of(key: str, window: str, first: int = _ZOOMS[0]) -> int:
    """The zoom chosen, in per cent; pictures in containers whose key begins with `window` are drawn at it."""
    zoom = st.segmented_control(
        say("zoom"), _ZOOMS, default=first, format_func=lambda value: f"{value}%", key=key, required=True
    )
    # The picture itself is ours, drawn at full size; the window around it scrolls.
    st.html(f"<style>[class*=st-key-{window}] img {{width: {zoom}% !important; max-width: none !important;}}</style>")
    return int(zoom)


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


def choose_page(
    documents: tuple[DocumentView, ...], key: str, wanted: tuple[str, int] | None = None
) -> tuple[DocumentView, int] | None:
    """The document and page to show: `wanted`, else the first with a picture, unless the person turned to another."""
    pages = {(item.name, number + 1): item for item in documents for number in range(max(1, len(item.pictures)))}
    if not pages:
        return None
    names = {place: f"{place[0]} · {say('page_short')} {place[1]}" for place in pages}
    if len(pages) == 1:
        place = next(iter(pages))
        st.caption(names[place])
        return pages[place], place[1]
    if wanted not in pages:
        wanted = next((place for place, item in pages.items() if item.pictures), next(iter(pages)))
    places = list(pages)
    label = say("document_and_page")
    chosen = st.selectbox(label, places, index=places.index(wanted), format_func=names.__getitem__, key=key)
    return pages[chosen], chosen[1]


def without_picture(document: DocumentView) -> None:
    """What a document without a page picture says (KSeF XML), or why it cannot be shown."""
    if document.invoice is None:
        st.warning(say("document_absent"))
        return
    rows = document_rows(document.invoice)
    if not rows:
        problems = " ".join(problem_text(problem) for problem in document.invoice.problems)
        st.warning(f"{say('document_unreadable')} {problems}")
        return
    st.caption(say("no_picture"))
    table([say("field"), say("value")], [[escape(label), escape(value)] for label, value in rows], label=document.name)


@st.cache_data(max_entries=60, show_spinner=False)
def _drawn(_workspace: Workspace, key: str, shown: tuple[Evidence, ...], question: int | None) -> bytes:
    return draw_page(picture(_workspace, key), shown, question)


@st.cache_data(max_entries=60, show_spinner=False)
def _detail(_workspace: Workspace, key: str, place: Evidence) -> bytes:
    return draw_detail(picture(_workspace, key), place)


def page_of(
    workspace: Workspace,
    document: DocumentView,
    page: int,
    shown: tuple[Evidence, ...] = (),
    question: int | None = None,
) -> bytes:
    """Page `page` (from 1) of a document with pictures, as PNG with `shown` drawn on it."""
    return _drawn(workspace, document.pictures[page - 1], shown, question)
