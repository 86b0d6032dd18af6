"""The participant's own data: download, and erasure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from pipelines.own_data import download, erase
from review_ui.participant_claims import WIDTH, heading
from review_ui.session import forget
from review_ui.texts import say

if TYPE_CHECKING:
    from review_ui.session import Session


def show(session: Session) -> None:
    """Draw the page."""
    with st.container(width=WIDTH):
        heading(say("page_my_data"))
        st.header(say("data_download"))
        st.markdown(say("data_download_text"))
        st.download_button(
            say("data_download_button"),
            lambda: download(session.workspace, session.user),
            "klos-data.zip",
            "application/zip",
            icon=":material/download:",
            on_click="ignore",
        )
        st.header(say("data_erase"))
        st.markdown(say("data_erase_text"))
        with st.expander(say("data_erase_open")):
            sure = st.checkbox(say("data_erase_sure"))
            if st.button(say("data_erase_button"), disabled=not sure, type="primary", key="erase"):
                erase(session.workspace, session.user)
                forget()
                st.rerun()
