"""Who is at the page: `current_session()` says, or shows the sign-in page and stops.

A page's token lives in Streamlit's session state, which a refresh loses; the same sign-in is therefore also kept in
a cookie that only the server can read. Streamlit cannot set one, so the page posts a one-time code to the route of
`review_ui.server`, which answers with the cookie. Where scripts are blocked, a refresh asks to sign in again.
"""

from __future__ import annotations

import getpass
import os
from dataclasses import dataclass

import streamlit as st

from pipelines import texts
from pipelines.accounts import Refused, identity_expired, sign_in, sign_out, user_of, user_of_identity
from pipelines.review_door import LOCAL, Programme, Role, User, programmes, sign_in_configured
from pipelines.settings import load_settings
from pipelines.texts import say
from pipelines.workspace import Workspace, open_workspace
from review_ui.framework_words import translate_framework
from review_ui.marks import spot

COOKIE = "klos_session"
CODE_ROUTE = "klos-session"
_TOKEN, _CODE = "klos_token", "klos_code"
# No words of the framework's own in the fields, and no page that begins half-way down.
_SIGN_IN_STYLE = """<style>[data-testid=InputInstructions] {display: none;}
.block-container {padding-top: 3rem;}
button:focus-visible, [data-baseweb=input]:focus-within
  {outline: 3px solid #1d2a20 !important; outline-offset: 2px !important;}
</style>"""
_KEPT = ("language",)  # what outlives a change of who is there


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
    """The session of whoever looks at the page; without any sign-in the machine's own user as administrator.

    Shows the sign-in page, and ends the run, where nobody is signed in.
    """
    # `klos ui` hands its language on so; it is known before anything that may go wrong and is told.
    language = chosen_language(os.environ.get("KLOS_LANG", texts.LANGUAGES[0]))
    workspace = opened_workspace()
    translate_framework()
    known = programmes(workspace)
    user = _who(workspace)
    with spot():
        _hand_over_code()
    if user is not None:
        mine = [programme for programme in known if user.may_see(programme.id)]
        return Session(user, workspace, mine[0] if mine else None, language, signed_in=True)
    if sign_in_configured(workspace):
        _sign_in_page(workspace)
        st.stop()
    if not _only_local():
        st.error(say("signin_not_local"))
        st.stop()
    return Session(User(_own_name(), Role.ADMINISTRATOR), workspace, known[0] if known else None, language)


def chosen_language(default: str) -> str:
    """The language asked for by `?lang=` or the switch in the side bar, kept for the session; also spoken."""
    asked = st.query_params.get("lang") or st.session_state.get("language") or default
    language = asked if asked in texts.LANGUAGES else default
    st.session_state["language"] = language
    texts.speak(language)
    return language


def sign_out_button(session: Session) -> None:
    """A button that ends this sign-in, here and in the browser's cookie."""
    if session.signed_in and st.button(say("signin_out"), icon=":material/logout:", key="sign_out"):
        for token in filter(None, (st.session_state.get(_TOKEN), st.context.cookies.get(COOKIE))):
            sign_out(session.workspace, token)
        forget()
        if _oidc(session.workspace) and st.user.is_logged_in:
            st.logout()
            st.stop()  # a new run would throw the way to the provider away unsent, and he would stay signed in there
        st.rerun()


def _who(workspace: Workspace) -> User | None:
    """The user of the page's token, of the cookie, or of the organisation's sign-in, in this order."""
    for token in filter(None, (st.session_state.get(_TOKEN), st.context.cookies.get(COOKIE))):
        user = user_of(workspace, token)
        if user is not None:
            return user
    if _oidc(workspace) and st.user.is_logged_in and not _identity_expired(workspace):
        # A provider that says nothing of verification is the organisation's own and trusted.
        email = st.user.get("email") if st.user.get("email_verified", True) else None
        return user_of_identity(workspace, str(email)) if email else None
    return None


def _identity_expired(workspace: Workspace) -> bool:
    vouched_at = st.user.get("iat")
    return identity_expired(workspace, float(vouched_at) if isinstance(vouched_at, int | float) else None)


def _oidc(workspace: Workspace) -> bool:
    return workspace.settings.oidc_metadata_url is not None


def _sign_in_page(workspace: Workspace) -> None:
    st.html(_SIGN_IN_STYLE)
    expired = _TOKEN in st.session_state
    _, middle, _ = st.columns((1, 2, 1))
    with middle:
        st.title("Kłos")
        st.subheader(say("signin_title"))
        if expired:
            st.info(say("signin_expired"))
        if _oidc(workspace):
            if st.user.is_logged_in and _identity_expired(workspace):
                st.info(say("signin_expired"))
                st.button(say("signin_oidc"), on_click=st.login, type="primary", key="oidc_again")
            elif st.user.is_logged_in:
                st.error(say("signin_no_account"))
                if st.button(say("signin_out"), key="oidc_out"):
                    st.logout()
            else:
                st.button(say("signin_oidc"), on_click=st.login, type="primary")
        with st.form("sign_in", border=True):
            name = st.text_input(say("signin_name"), autocomplete="username", max_chars=200)
            password = st.text_input(
                say("signin_password"), type="password", autocomplete="current-password", max_chars=200
            )
            asked = st.form_submit_button(say("signin_button"), type="primary", width="stretch")
        if asked:
            _try(workspace, name, password)
        st.button(say("other_language"), key="other_language", on_click=_other_language, type="tertiary")


def _other_language() -> None:
    st.session_state["language"] = "en" if st.session_state.get("language") == "pl" else "pl"
    if "lang" in st.query_params:
        del st.query_params["lang"]


def _try(workspace: Workspace, name: str, password: str) -> None:
    result = sign_in(workspace, name, password)
    if isinstance(result, Refused):
        st.error(say(f"signin_{result.reason.value}", minutes=result.minutes))
        return
    forget()
    st.session_state[_TOKEN], st.session_state[_CODE] = result.token, result.code
    st.rerun()


def _hand_over_code() -> None:
    """Once after signing in: let the browser fetch its cookie. The code is random letters, safe inside a script."""
    code = st.session_state.pop(_CODE, None)
    if code is not None:
        st.html(
            f"<script>fetch('./{CODE_ROUTE}', {{method: 'POST', body: '{code}'}})</script>",
            unsafe_allow_javascript=True,
        )


def forget() -> None:
    """Empty the page's state, so that nothing of one person is left for the next."""
    for key in [key for key in st.session_state if key not in _KEPT]:
        del st.session_state[key]


def _only_local() -> bool:
    """Whether server and visitor are on this machine; a foreign Host name may be a DNS trick."""
    host = str(st.context.headers.get("Host", "")).rsplit(":", 1)[0].strip("[]")
    return st.get_option("server.address") in LOCAL and host in LOCAL


def _own_name() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container's user without a name
        return "local"
