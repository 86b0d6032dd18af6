"""What surrounds every page: the side bar with who is there and the language, and a little style."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from pipelines.texts import LANGUAGES
from review_ui.session import sign_out_button
from review_ui.texts import language, say

if TYPE_CHECKING:
    from review_ui.session import Session

# Only spacing, focus and the phone's width: colours and type come from .streamlit/config.toml.
_STYLE = """
<style>
.block-container {padding-top: 2.6rem; padding-bottom: 3rem; max-width: 1500px;}
h1 {font-size: 1.7rem !important; padding-bottom: .2rem !important;}
h2 {font-size: 1.25rem !important;} h3 {font-size: 1.05rem !important;}
button:focus-visible, a:focus-visible, input:focus-visible, [role=tab]:focus-visible, summary:focus-visible
  {outline: 3px solid #1d2a20 !important; outline-offset: 2px !important;}
@media (max-width: 640px) {.block-container {padding-left: .8rem; padding-right: .8rem;}}
</style>
"""


def frame(session: Session) -> None:
    """Draw the side bar's foot and the style."""
    st.html(_STYLE)
    with st.sidebar:
        if session.programme is not None:
            st.caption(session.programme.rules.name)
        st.caption(say("signed_in_as", user=session.user.name, role=say(f"role_{session.user.role.value}")))
        sign_out_button(session)
        if not session.signed_in:
            st.caption(say("no_sign_in"))
        st.segmented_control(
            say("language"),
            LANGUAGES,
            default=language(),
            format_func=lambda code: {"pl": "Polski", "en": "English"}[code],
            key="language_switch",
            on_change=_switch,
        )


def _switch() -> None:
    chosen = st.session_state.get("language_switch")
    if chosen:
        st.session_state["language"] = chosen
        if "lang" in st.query_params:
            del st.query_params["lang"]
