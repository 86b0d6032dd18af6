"""Who is at the page: `current_session()` says, or shows the sign-in page and stops."""

from __future__ import annotations

import getpass
from dataclasses import dataclass, replace

import streamlit as st

from pipelines import texts
from pipelines.review_door import Programme, Role, User, programmes
from pipelines.settings import load_settings
from pipelines.workspace import Workspace, open_workspace


@dataclass(frozen=True, slots=True)
class Session:
    """One person at one page. `programme` is None before any is loaded; `language` is "pl" or "en"."""

    user: User
    workspace: Workspace
    programme: Programme | None
    language: str = "pl"
    signed_in: bool = False  # False: no sign-in is configured, the machine's own user


@st.cache_resource
def opened_workspace() -> Workspace:
    """The workspace of this server, opened once."""
    return open_workspace(load_settings())


def current_session() -> Session:
    """The session of whoever looks at the page; without any sign-in the machine's own user as administrator."""
    workspace = opened_workspace()
    known = programmes(workspace)
    session = Session(User(_own_name(), Role.ADMINISTRATOR), workspace, known[0] if known else None)
    return replace(session, language=chosen_language(workspace.settings.lang))


def chosen_language(default: str) -> str:
    """The language asked for by `?lang=` or the switch in the side bar, kept for the session; also spoken."""
    asked = st.query_params.get("lang") or st.session_state.get("language") or default
    language = asked if asked in texts.LANGUAGES else default
    st.session_state["language"] = language
    texts.speak(language)
    return language


def _own_name() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container's user without a name
        return "local"
