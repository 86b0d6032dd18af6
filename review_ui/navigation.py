"""Which pages there are, for whom, and where their code is. A page's module has `show(session)`."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NoReturn

from pipelines.review_door import STAFF, Role
from review_ui.texts import say

if TYPE_CHECKING:
    from streamlit.navigation.page import StreamlitPage

    from review_ui.session import Session

_PAGES = "pages"  # in the session state: what `go` may open
_PARTICIPANT = frozenset({Role.PARTICIPANT})


@dataclass(frozen=True, slots=True)
class Entry:
    """A page: the module in review_ui, its address, its Material icon, who may open it."""

    module: str
    path: str
    icon: str
    roles: frozenset[Role]
    hidden: bool = False  # reached from another page, not from the side bar

    @property
    def title(self) -> str:
        return say(f"page_{self.path}")


# The first entry a role may open is its first page. Titles are `page_<path>` in the catalogue.
ENTRIES = (
    Entry("reviewer_queue", "queue", ":material/inbox:", STAFF),
    Entry("reviewer_case", "case", ":material/fact_check:", STAFF),
    Entry("audit_page", "audit", ":material/visibility_off:", STAFF),
    Entry("figures", "figures", ":material/monitoring:", STAFF),
    Entry("programme_page", "programme", ":material/agriculture:", STAFF),
    Entry("participant_claims", "claims", ":material/receipt_long:", _PARTICIPANT),
    Entry("participant_declare", "declare", ":material/add_a_photo:", _PARTICIPANT),
    Entry("participant_data", "my_data", ":material/shield_person:", _PARTICIPANT),
)


def pages_for(session: Session) -> dict[str, StreamlitPage]:
    """The pages `session` may open, by address, in order; under "" the first one's second address."""
    import streamlit as st

    allowed = [entry for entry in ENTRIES if session.user.role in entry.roles]
    pages = {
        entry.path: st.Page(
            _runner(entry, session),
            title=entry.title,
            url_path=entry.path if position else "start",
            icon=entry.icon,
            default=position == 0,
            visibility="hidden" if entry.hidden else "visible",
        )
        for position, entry in enumerate(allowed)
    }
    st.session_state[_PAGES] = pages
    first = allowed[0]
    # Streamlit serves the first page at "/" alone; its own address is a page too, for bookmarks.
    alias = st.Page(_runner(first, session), title=first.title, url_path=first.path, visibility="hidden")
    return {**pages, "": alias}


def go(path: str) -> NoReturn:
    """Leave this page for the one at `path`; only while a page is drawn, not in a callback."""
    import streamlit as st

    st.switch_page(st.session_state[_PAGES][path])


def _runner(entry: Entry, session: Session) -> Callable[[], None]:
    def run() -> None:
        module: Any = importlib.import_module(f"review_ui.{entry.module}")
        module.show(session)

    return run
