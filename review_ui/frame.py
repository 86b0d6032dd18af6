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
.block-container {padding-top: 2.6rem; padding-bottom: 3rem;
  padding-left: 2.2rem; padding-right: 2.2rem; max-width: 1600px;}
h1 {font-size: 1.7rem !important; padding-bottom: .2rem !important;}
h2 {font-size: 1.25rem !important;} h3 {font-size: 1.05rem !important;}
button:focus-visible, a:focus-visible, input:focus-visible, [role=tab]:focus-visible, summary:focus-visible
  {outline: 3px solid #1d2a20 !important; outline-offset: 2px !important;}
[data-testid=stButtonGroup] [role=radiogroup] {flex-wrap: wrap;}
.scroll {overflow-x: auto;}
@media (min-width: 641px) {[data-testid=stSidebar][data-collapsed=false] {width: 14.5rem !important;}}
[data-testid=stSidebarContent] > * {padding-left: .8rem !important; padding-right: .8rem !important;}
/* English words of the framework's own. */
[data-testid=InputInstructions] {display: none;}
dl.figures {display: flex; flex-wrap: wrap; gap: .6rem 1.8rem; margin: 0 !important; padding: 0 !important;}
dl.figures dt {font-size: .88rem; color: #445347;}
dl.figures dd {margin: 0 !important; font-size: 1.7rem; line-height: 1.25;}
dl.figures dd small {font-size: .85rem; color: #445347;}
ul.checks {margin: 0 !important; padding: 0 !important; list-style: none;}
.checks li {margin: 0 !important; display: grid; grid-template-columns: 6.2rem 1fr; gap: .1rem .6rem; padding: .4rem 0;
  border-bottom: 1px solid #dde4da; font-size: .92rem; align-items: start;}
.checks li > .chip {justify-self: start;} .checks small, .checks .values {overflow-wrap: anywhere;}
.checks small {color: #445347;}
.scroll tbody th small {font-weight: 400;}
.scroll table {border-collapse: collapse; width: 100%; font-size: .92rem;}
.scroll th, .scroll td {text-align: left; vertical-align: top; padding: .4rem .6rem; border-bottom: 1px solid #dde4da;}
.scroll thead th {color: #445347; font-weight: 600; border-bottom: 2px solid #b9c7b4; white-space: nowrap;}
.scroll tbody th {font-weight: 600;} .scroll small {overflow-wrap: anywhere;}
.scroll a {color: #23583a; font-weight: 600;} .scroll td.tight {white-space: nowrap;}
.scroll small, .reasons small {color: #445347;}
.chip {display: inline-block; padding: .05rem .5rem; margin: .08rem .15rem .08rem 0; border-radius: .6rem;
  font-size: .82rem; border: 1px solid;}
button kbd {color: #445347 !important; opacity: 1 !important;} button[kind^=primary] kbd {color: #fff !important;}
.st-key-acts {gap: .5rem;} .st-key-acts > div {flex: 1 1 max-content; min-width: max-content;}
.st-key-acts button {width: 100%;}
@media (max-width: 1200px) {.block-container {padding-left: 1.2rem; padding-right: 1.2rem;}
  .scroll table {font-size: .86rem;} .scroll th, .scroll td {padding: .35rem .4rem;}}
.chip.why {background: #f3efe2; color: #4d3d10; border-color: #d8cba0;}
.chip.warn {background: #fbeadf; color: #7a3211; border-color: #e3b594;}
.chip.hold {background: #e6edf5; color: #24425f; border-color: #b4c7da;}
.chip.calm {background: #eef2ea; color: #33453a; border-color: #ccd6c8;}
.chip.pass {background: #e3f0e3; color: #1f5129; border-color: #aecfb0;}
.chip.fail {background: #f9e3de; color: #7d2413; border-color: #e0ada1;}
.chip.unsure {background: #fbf1d3; color: #5f4703; border-color: #dcc57f;}
ol.reasons {list-style: none; margin: 0 !important; padding: 0 !important;}
ol.reasons li {display: flex; gap: .6rem; padding: .45rem 0; border-bottom: 1px solid #dde4da;}
ol.reasons .number {flex: none; width: 1.5rem; height: 1.5rem; border-radius: 50%; background: #a4391f; color: #fff;
  text-align: center; line-height: 1.5rem; font-size: .85rem; font-weight: 600;}
[data-testid=stCaptionContainer], [data-testid=stCaptionContainer] p {color: #445347 !important; opacity: 1 !important;}
img.page {max-width: 100%; max-height: 18rem; border: 1px solid #ccd6c8;}
p.fault {color: #9b2412; margin: 0; font-size: .92rem;}
p.read {margin: 0 0 .45rem; font-size: .92rem;}
@media (max-width: 640px) {.block-container {padding-left: .8rem; padding-right: .8rem;}
  button kbd {display: none !important;} /* there are no keys */
  /* A case: what to do, then the page, then what was checked. The columns let go of their parts. */
  [data-testid=stHorizontalBlock]:has(> * > * > * > .st-key-case_pages) {reading-flow: flex-visual;}
  [data-testid=stColumn]:has(> * > * > :is(.st-key-case_pages, .st-key-case_to_do)),
  [data-testid=stColumn] > :has(> * > :is(.st-key-case_pages, .st-key-case_to_do)) {display: contents;}
  :has(> [class*=st-key-case_]) {width: 100%;} :has(> .st-key-case_to_do) {order: 1;}
  :has(> .st-key-case_pages) {order: 2;} :has(> .st-key-case_checked) {order: 3;}
  .cards thead {position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden;}
  .cards table, .cards tbody, .cards tr, .cards tbody th, .cards td {display: block;}
  .cards tr {padding: .5rem 0; border-bottom: 1px solid #b9c7b4;}
  .scroll.cards tbody th, .scroll.cards td {border: 0; padding: .1rem 0;}
  .cards td:empty {display: none;}
  .cards td {display: grid; grid-template-columns: 6.5rem 1fr; gap: .5rem; overflow-wrap: anywhere;}
  .cards td::before {content: attr(data-head); color: #445347;}}
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
