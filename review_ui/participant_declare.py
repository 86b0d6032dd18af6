"""The page where a participant declares a purchase, or mends a claim: fields, documents, what was read, submit.

What was read stands beside the field and is never put into it (see pipelines.claims_desk).
"""

from __future__ import annotations

from base64 import b64encode
from decimal import Decimal
from html import escape
from types import TracebackType
from typing import TYPE_CHECKING

import streamlit as st

from pipelines.claims_desk import (
    MAX_DOCUMENTS,
    Cells,
    Draft,
    Faulty,
    Refused,
    attach,
    cells_of_draft,
    detach,
    discard_draft,
    faults_of,
    open_draft,
    open_mending,
    partners,
    save_draft,
    submit,
)
from pipelines.my_claims import Compared, Reading, compare, picture, readings, unread
from programme.formats import parse_date
from programme.users import NotAllowed
from review_ui.marks import chip, spot
from review_ui.navigation import go
from review_ui.participant_claims import FLASH, MENDING, WIDTH, heading
from review_ui.texts import number, say

if TYPE_CHECKING:
    from review_ui.session import Session

_TRIED, _ROUND, _REFUSED = "declare_tried", "declare_round", "declare_refused"


def show(session: Session) -> None:
    """Draw the page."""
    with st.container(width=WIDTH):
        with spot():
            draft = _draft(session)
        mending = draft.replaces is not None
        heading(say("declare_mend_title", id=draft.replaces) if mending else say("page_declare"))
        st.markdown(say("declare_mend_intro" if mending else "declare_intro"))
        found = readings(session.workspace, session.user, draft)
        compared = {item.field: item for item in compare(draft, found)}
        faults = faults_of(session.workspace, session.user, draft)
        st.header(say("declare_purchase"))
        _fields(session, draft, compared, faults)
        st.header(say("declare_documents"))
        _uploads(session, draft, faults)
        with spot():
            for reading in found:
                _reading(session, draft, reading)
        waiting = [reading for reading in found if reading.document_type is None]
        with spot():
            if waiting:
                _watch(session, draft, len(waiting))
        _end(session, draft, compared, faults)


def _draft(session: Session) -> Draft:
    mending = st.session_state.get(MENDING)
    if mending is not None:
        try:
            return open_mending(session.workspace, session.user, mending)
        except NotAllowed:  # decided meanwhile
            st.session_state.pop(MENDING)
            st.warning(say("mend_too_late"))
    return open_draft(session.workspace, session.user)


# -- the fields -------------------------------------------------------------------------------------------------


def _fields(session: Session, draft: Draft, compared: dict[str, Compared], faults: dict[str, str]) -> None:
    cells = cells_of_draft(draft)
    years = sorted(session.programme.rules.years) if session.programme else []
    sellers = {partner.nip: partner.name for partner in partners(session.workspace, session.user)}

    def change() -> None:
        _save(session, draft)

    def key(field: str) -> str:
        return f"{draft.key}:{field}"

    def typed(field: str, value: str, longest: int, explained: str | None = None, like: str | None = None) -> None:
        with _beside(field, compared, faults, cells):
            st.text_input(
                say(f"field_{field}"),
                value,
                longest,
                key(field),
                help=explained,
                placeholder=like,
                on_change=change,
            )

    with _beside("seller_nip", compared, faults, cells):
        st.selectbox(
            say("field_seller_nip"),
            list(sellers),
            index=list(sellers).index(cells.seller_nip) if cells.seller_nip in sellers else None,
            format_func=lambda nip: f"{sellers[nip]} · NIP {nip}",
            placeholder=say("choose_seller"),
            key=key("seller_nip"),
            on_change=change,
        )
    typed("invoice_numbers", cells.invoice_numbers, 400, say("help_invoice_numbers"))
    typed("invoice_date", _day(cells.invoice_date), 40, like=say("date_like"))
    typed("seed_units", cells.seed_units, 20, say("help_seed_units"))
    with _beside("year", compared, faults, cells):
        st.segmented_control(
            say("field_year"),
            years,
            default=int(cells.year) if cells.year.isdecimal() and int(cells.year) in years else None,
            key=key("year"),
            on_change=change,
        )


class _beside:
    """A field on the left; its fault under it, and what was read of it on the right (below, on a phone)."""

    def __init__(self, field: str, compared: dict[str, Compared], faults: dict[str, str], cells: Cells) -> None:
        self._field, self._read, self._fault = field, compared.get(field), faults.get(field)
        typed = bool(getattr(cells, field))
        self._shown = self._fault is not None and (typed or bool(st.session_state.get(_TRIED)))

    def __enter__(self) -> None:
        self._left, self._right = st.columns((3, 2), vertical_alignment="bottom")
        self._left.__enter__()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None and self._shown:
            st.html(f'<p role="alert" class="fault">{escape(say(f"fault_{self._fault}"))}</p>')
        self._left.__exit__(kind, error, trace)
        if kind is None and self._read is not None and self._read.read:
            with self._right:
                _mark(self._read)


def _mark(item: Compared) -> None:
    kind = {True: "pass", False: "unsure", None: "calm"}[item.agrees]
    words = {True: "read_agrees", False: "read_differs", None: "read_only"}[item.agrees]
    values = ", ".join(_shown(item.field, value) for value in item.read)
    st.html(f'<p class="read">{escape(say("read_on_document"))} <b>{escape(values)}</b> {chip(say(words), kind)}</p>')


def _shown(field: str, value: str) -> str:
    if field == "invoice_date":
        return _day(value)
    return number(Decimal(value)) if field == "seed_units" else value


def _day(text: str) -> str:
    """A date as Poles write it; what is none, as it was typed."""
    day = parse_date(text)
    return text if day is None else day.strftime("%d.%m.%Y")


def _save(session: Session, draft: Draft) -> None:
    state = st.session_state

    def cell(field: str) -> str:
        value = state.get(f"{draft.key}:{field}")
        return "" if value is None else str(value)

    save_draft(
        session.workspace,
        session.user,
        draft.key,
        Cells(
            year=cell("year"),
            seller_nip=cell("seller_nip"),
            invoice_numbers=cell("invoice_numbers"),
            invoice_date=cell("invoice_date"),
            seed_units=cell("seed_units"),
        ),
    )


# -- the documents ----------------------------------------------------------------------------------------------


def _uploads(session: Session, draft: Draft, faults: dict[str, str]) -> None:
    step = st.session_state.setdefault(_ROUND, 0)
    megabytes = session.workspace.settings.upload_megabytes
    # What a file is, is told by its bytes (see claims_desk.attach), so none is turned away by its name: the phone
    # then offers its camera too. The button's word is ours from the first moment, without a flash of English.
    st.html(
        "<style>[data-testid=stFileUploaderDropzone] button p {font-size: 0}"
        f"[data-testid=stFileUploaderDropzone] button p::after {{content: '{say('upload_choose')}'; font-size: 1rem}}"
        "[data-testid=stFileUploaderDropzoneInstructions] {display: none !important}</style>"
    )
    files = st.file_uploader(
        say("upload_label"),
        accept_multiple_files=True,
        key=f"{draft.key}:files:{step}",
        max_upload_size=megabytes,
    )
    st.caption(say("upload_limits", megabytes=megabytes, count=MAX_DOCUMENTS))
    given = [(file.name, file.getvalue()) for file in files]
    if st.toggle(say("upload_camera"), key=f"{draft.key}:camera"):
        photo = st.camera_input(say("upload_photo"), key=f"{draft.key}:photo:{step}", resolution="1080p")
        if photo is not None:
            given.append((say("upload_photo_name"), photo.getvalue()))
    with spot():
        for name, code in st.session_state.get(_REFUSED, ()):
            st.error(say("upload_refused", name=name, reason=say(f"upload_{code}")))
    if given:
        _take(session, draft, given)
    with spot():
        if "documents" in faults and st.session_state.get(_TRIED):
            st.html(f'<p role="alert" class="fault">{escape(say("fault_no_document"))}</p>')


def _take(session: Session, draft: Draft, given: list[tuple[str, bytes]]) -> None:
    """Keep what was given, then draw the page anew with an empty uploader; it is read behind the page."""
    answers = [attach(session.workspace, session.user, draft.key, name, data) for name, data in given]
    st.session_state[_REFUSED] = [(answer.name, answer.code) for answer in answers if isinstance(answer, Refused)]
    st.session_state[_ROUND] += 1
    st.rerun()


@st.fragment(run_every=1.0)
def _watch(session: Session, draft: Draft, waiting: int) -> None:
    """Draw the page anew when one more of the draft's documents was read."""
    if unread(session.workspace, session.user, draft) < waiting:
        st.rerun()


def _reading(session: Session, draft: Draft, reading: Reading) -> None:
    with st.container(border=True):
        left, right = st.columns((1, 3))
        image = (
            picture(session.workspace, session.user, draft, reading.sha256, reading.first_page)
            if reading.pictures
            else None
        )
        if image is not None:
            # Not st.image: it gives the picture no text for those who cannot see it.
            source = "data:image/jpeg;base64," + b64encode(image).decode()
            left.html(f'<img class="page" alt="{escape(say("page_picture", name=reading.name))}" src="{source}">')
        with right:
            st.html(_described(reading))
            if reading.part > 1:  # the file goes as a whole, with its first invoice
                return
            if st.button(say("upload_remove", name=reading.name), key=f"remove-{reading.sha256}", type="tertiary"):
                detach(session.workspace, session.user, draft.key, reading.sha256)
                st.session_state.pop(_REFUSED, None)
                st.rerun()


def _described(reading: Reading) -> str:
    if reading.document_type is None:
        return f'<p role="status"><b>{escape(reading.name)}</b><br>{escape(say("upload_reading"))}</p>'
    lines = "".join(
        f"<li>{escape(description)}: {escape(quantity)}"
        + (f" → <b>{escape(say('reading_units', units=number(units)))}</b>" if units is not None else "")
        + "</li>"
        for description, quantity, units in reading.lines[:12]
    )
    kind = say(f"kind_{reading.document_type.value}")
    if reading.part and reading.invoice_number:
        kind = f"{kind} {reading.invoice_number}"
    head = f"<p style='margin:0'><b>{escape(reading.name)}</b><br>{escape(kind)}</p>"
    return f"{head}<ul style='margin:.2rem 0'>{lines}</ul>"


# -- the end ----------------------------------------------------------------------------------------------------


def _end(session: Session, draft: Draft, compared: dict[str, Compared], faults: dict[str, str]) -> None:
    st.header(say("declare_submit_heading"))
    with spot():
        if any(item.agrees is False for item in compared.values()):
            st.warning(say("declare_differs"), icon=":material/compare:")
    send, drop = st.columns((3, 2))
    # Keys of this draft's own: a second press of the same button must not reach the empty draft that follows.
    sent = send.button(
        say("declare_submit"), type="primary", icon=":material/send:", key=f"submit-{draft.key}", width="stretch"
    )
    if drop.button(say("declare_discard"), key=f"discard-{draft.key}", width="stretch"):
        discard_draft(session.workspace, session.user, draft.key)
        _clear()
        go("claims")
    if sent:
        _submit(session, draft)
    if st.session_state.get(_TRIED) and faults:
        st.error(say("declare_faulty", count=len(faults)))


def _submit(session: Session, draft: Draft) -> None:
    result = submit(session.workspace, session.user, draft.key)
    if isinstance(result, Faulty):
        st.session_state[_TRIED] = True
        st.rerun()
    _clear()
    st.session_state[FLASH] = ("declare_sent", {"id": result.declaration_id})
    go("claims")


def _clear() -> None:
    for key in (MENDING, _TRIED, _REFUSED):
        st.session_state.pop(key, None)
