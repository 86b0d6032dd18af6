"""What Streamlit runs: finds out who is there, builds the side bar for the role, runs the page asked for."""

from __future__ import annotations

import sys
from pathlib import Path

import streamlit as st

# Streamlit runs this file as a script: the project's rooms lie one folder up.
_ROOT = str(Path(__file__).resolve().parents[1])
if _ROOT not in sys.path:
    sys.path.insert(0, _ROOT)

from review_ui.frame import frame  # noqa: E402
from review_ui.navigation import pages_for  # noqa: E402
from review_ui.session import current_session  # noqa: E402


def main() -> None:
    """One run of the page."""
    st.set_page_config(page_title="Kłos", page_icon=":material/grass:", layout="wide")
    session = current_session()
    pages = pages_for(session)
    page = st.navigation(list(pages.values()))
    frame(session)
    page.run()


main()
