"""A page of the reviewers, under construction in this commit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from review_ui.texts import say

if TYPE_CHECKING:
    from review_ui.session import Session


def show(session: Session) -> None:
    """Draw the page."""
    st.title(say("page_queue"))
