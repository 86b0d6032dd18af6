"""What Streamlit runs: finds out who is there, builds the side bar for the role, runs the page asked for."""

from __future__ import annotations

import sys
from pathlib import Path

import streamlit as st

# Streamlit runs this file as a script: the project's rooms lie one folder up.
_ROOT = str(Path(__file__).resolve().parents[1])
if _ROOT not in sys.path:
    sys.path.insert(0, _ROOT)

from pipelines.errors_in_words import told  # noqa: E402
from pipelines.logs import logger  # noqa: E402
from programme.errors import KlosError  # noqa: E402
from review_ui.frame import frame  # noqa: E402
from review_ui.navigation import pages_for  # noqa: E402
from review_ui.session import current_session  # noqa: E402

# An ear of grain, drawn here: the framework fetches its own icons for this place from the internet.
_ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><g fill="#2f6b3a"><path d="M7.5 6h1v10h-1z"/>'
    '<ellipse cx="8" cy="2.5" rx="1.4" ry="2.4"/><ellipse cx="5" cy="6" rx="1.3" ry="2.4" transform="rotate(-30 5 6)"/>'
    '<ellipse cx="11" cy="6" rx="1.3" ry="2.4" transform="rotate(30 11 6)"/>'
    '<ellipse cx="5" cy="10.5" rx="1.3" ry="2.4" transform="rotate(-30 5 10.5)"/>'
    '<ellipse cx="11" cy="10.5" rx="1.3" ry="2.4" transform="rotate(30 11 10.5)"/></g></svg>'
)


def main() -> None:
    """One run of the page."""
    st.set_page_config(page_title="Kłos", page_icon=_ICON, layout="wide")
    try:
        session = current_session()
        pages = pages_for(session)
        page = st.navigation(list(pages.values()))
        frame(session)
        page.run()
    except KlosError as error:  # the database is away, a stored file is damaged
        logger("pages").warning("not_shown", error=str(error))
        st.error(told(error))


main()
