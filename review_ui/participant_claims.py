"""The participant's first page: points, what is missing to the next, and every claim with status and next step."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from pipelines.claim_status import Status
from pipelines.my_claims import (
    MAX_REASON,
    NOTHING_TO_OBJECT_TO,
    OBJECTED_ALREADY,
    TOO_SHORT,
    ClaimView,
    PointsView,
    my_claims,
    my_points,
    object_to,
)
from review_ui.marks import chip, spot, table
from review_ui.navigation import go
from review_ui.texts import number, say

if TYPE_CHECKING:
    from review_ui.session import Session

WIDTH = 860  # pixels: what the eye follows
MENDING = "mending"  # in the session state: the claim the declaring page mends
FLASH = "claims_flash"  # in the session state: what is told once, a key of the catalogue and its values
_TOO_SHORT = "objection_too_short"  # in the session state: the claim whose objection says too little
_PASSING = frozenset({Status.RECEIVED, Status.READING})  # moves on by itself, within seconds as a rule
_CHIPS = {
    Status.RECEIVED: "hold",
    Status.READING: "hold",
    Status.CONFIRMED: "pass",
    Status.REVIEW: "unsure",
    Status.ACTION: "warn",
    Status.REJECTED: "fail",
    Status.WITHDRAWN: "calm",
}


def show(session: Session) -> None:
    """Draw the page."""
    with st.container(width=WIDTH):
        heading(say("page_claims"))
        with spot():
            key, values = st.session_state.pop(FLASH, (None, {}))
            if key in (OBJECTED_ALREADY, NOTHING_TO_OBJECT_TO):
                st.warning(say(key), icon=":material/info:")
            elif key:
                st.success(say(key, **values), icon=":material/check_circle:")
        _points(my_points(session.workspace, session.user))
        if st.button(say("declare_button"), type="primary", icon=":material/add_a_photo:", key="declare"):
            st.session_state.pop(MENDING, None)
            go("declare")
        claims = my_claims(session.workspace, session.user)
        st.header(say("claims_heading"))
        if not claims:
            st.info(say("claims_none"))
        # What the participant has to do something about comes first.
        for view in sorted(claims, key=lambda view: view.status is not Status.ACTION):
            _claim(session, view)
        states = _undecided(claims)
        if states:
            _watch(session, states)


def heading(text: str) -> None:
    """A page's title, with air under it."""
    st.html("<style>[data-testid=stHeading]:has(h1) {margin-bottom: .7rem;}</style>")
    st.title(text, anchor=False)


def _undecided(claims: list[ClaimView]) -> dict[str, Status]:
    return {view.declaration.declaration_id: view.status for view in claims if view.status in _PASSING}


@st.fragment(run_every=2.0)
def _watch(session: Session, states: dict[str, Status]) -> None:
    """Draw the page anew when one of these claims moved on."""
    if _undecided(my_claims(session.workspace, session.user)) != states:
        st.rerun()


def _points(view: PointsView) -> None:
    with st.container(border=True):
        # One paragraph a screen reader reads as one: the number first, then what is missing.
        st.html(
            f'<p style="margin:0">{escape(say("points_word"))} '
            f'<span style="font-size:2rem;font-weight:700">{view.points}</span></p>'
            + (f'<p style="margin:.2rem 0 0">{escape(view.missing)}</p>' if view.missing else "")
        )
        rows = [[str(line.year), number(line.confirmed), number(line.pending), str(line.points)] for line in view.years]
        heads = [say("points_year"), say("points_confirmed"), say("points_pending"), say("points_points")]
        st.caption(
            say(
                "points_rule",
                years=say("points_and").join(str(line.year) for line in view.years),
                units=number(view.units_per_point),
            )
        )
        table(heads, [[escape(cell) for cell in row] for row in rows], say("points_table"))


def _claim(session: Session, view: ClaimView) -> None:
    declaration = view.declaration
    key = declaration.declaration_id
    with st.container(border=True, key=f"claim-{_css(key)}"):
        numbers = ", ".join(declaration.invoice_numbers)
        st.html(
            f'<h3 style="margin:0 0 .2rem">{escape(numbers)} '
            f"{chip(say(f'claim_{view.status.value}'), _CHIPS[view.status])}</h3>"
            f"<div>{escape(_summary(view))}</div>"
        )
        if view.status is Status.CONFIRMED and view.units is not None:
            st.markdown(say("status_counted", units=number(view.units)))
        if view.reasons:
            _list(say("status_why"), view.reasons)
        if view.status is not Status.CONFIRMED and view.steps:
            _list(say("status_next"), view.steps)
        if view.may_mend and st.button(say("mend_button"), icon=":material/edit:", key=f"mend-{key}"):
            st.session_state[MENDING] = key
            go("declare")
        if view.may_object:
            _objection(session, key)
        elif view.objected and view.status is not Status.REJECTED:
            st.caption(say("objection_taken"))


def _summary(view: ClaimView) -> str:
    declaration = view.declaration
    return say(
        "claim_summary",
        units=number(declaration.seed_units),
        seller=view.seller_name,
        date=declaration.invoice_date.strftime("%d.%m.%Y"),
        year=declaration.year,
        id=declaration.declaration_id,
    )


def _list(title: str, items: tuple[str, ...]) -> None:
    lines = "".join(f"<li>{escape(item)}</li>" for item in items)
    st.html(f'<p style="margin:0"><b>{escape(title)}</b></p><ul style="margin:.1rem 0">{lines}</ul>')


def _objection(session: Session, declaration_id: str) -> None:
    with (
        # Whether it is open is the server's to know: a panel opened anew with each answer moves the button away
        # from under the finger that presses it. So does a mistake told above the button.
        st.expander(
            say("objection_title"), icon=":material/gavel:", key=f"objecting-{_css(declaration_id)}", on_change="rerun"
        ),
        st.form(f"object-{declaration_id}", border=False),  # the reason goes with the press of the button
    ):
        st.text_area(say("objection_reason"), max_chars=MAX_REASON, key=f"objection-{declaration_id}")
        st.form_submit_button(say("objection_send"), type="primary", on_click=_object, args=(session, declaration_id))
        if st.session_state.pop(_TOO_SHORT, None) == declaration_id:
            st.html(f'<p role="alert" class="fault">{escape(say(TOO_SHORT))}</p>')


def _object(session: Session, declaration_id: str) -> None:
    """Send the objection, and say what came of it, also where the claim moved on and this form is not drawn again."""
    reason = str(st.session_state.get(f"objection-{declaration_id}", ""))
    fault = object_to(session.workspace, session.user, declaration_id, reason)
    if fault == TOO_SHORT:
        st.session_state[_TOO_SHORT] = declaration_id
    else:
        st.session_state[FLASH] = (fault or "objection_taken", {})


def _css(key: str) -> str:
    return "".join(sign if sign.isascii() and sign.isalnum() else "-" for sign in key)
