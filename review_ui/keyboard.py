"""The keyboard where Streamlit does not reach: a field with the focus when the page comes, which gives letters back."""

from __future__ import annotations

import streamlit as st

# A quantity has no letters in it: a letter typed there is meant for the page, as if nothing had the focus.
# The page before may still stand while this runs, so the focus is given until it has stayed for half a second.
_SCRIPT = """<script data-shown="{mark}">
(() => {{
  const box = ".st-key-{container}";
  const typing = (at, field) => at && at !== field && at.matches("input, textarea, [contenteditable=true]");
  const leave = (pressed) => {{
    const field = pressed.target, letter = /^[a-z]$/i.test(pressed.key);
    if ({letters} || pressed.ctrlKey || pressed.altKey || pressed.metaKey) return;
    if (!letter && pressed.key !== "Escape") return;
    pressed.preventDefault();
    pressed.stopPropagation();
    field.dataset.left = "yes";
    field.blur();
    const again = {{key: pressed.key, code: pressed.code, keyCode: pressed.keyCode, bubbles: true, cancelable: true}};
    if (letter) document.body.dispatchEvent(new KeyboardEvent("keydown", again));
  }};
  // Whoever went on by Tab keeps the place he chose, unless it goes away with the case before.
  let tabbed = false;
  const tab = (pressed) => {{ tabbed = tabbed || pressed.key === "Tab"; }};
  document.addEventListener("keydown", tab, true);
  let tries = 80, stayed = 0;
  const go = () => {{
    const field = document.querySelector(box + " input");
    const chosen = tabbed && document.activeElement && document.activeElement !== document.body;
    if (field && !field.dataset.bound) {{
      field.dataset.bound = "yes";
      field.addEventListener("keydown", leave, true);
    }}
    if (field && field.dataset.left) {{ document.removeEventListener("keydown", tab, true); return; }}
    stayed = field && document.activeElement === field ? stayed + 1 : 0;
    // What is typed in may be the case before, about to go; its own field is waited for, never taken the focus from.
    if (field && !stayed && !chosen && !typing(document.activeElement, field)) field.focus({{preventScroll: true}});
    if (tries-- > 0 && stayed < 10) setTimeout(go, 50);
    else document.removeEventListener("keydown", tab, true);
  }};
  go();
}})();
</script>"""


def focus_field(container: str, mark: str, letters: bool = False) -> None:
    """Put the focus into the first field of the container with that key, once for each `mark`.

    `letters`: they belong to the field; else a letter typed there is given back to the page. Where scripts are
    blocked nothing happens: the field is there to be clicked.
    """
    st.html(_SCRIPT.format(container=container, mark=mark, letters=str(letters).lower()), unsafe_allow_javascript=True)
