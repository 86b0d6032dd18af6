"""The keyboard where Streamlit does not reach: a field with the focus when the page comes, keys typed ahead of it."""

from __future__ import annotations

import json

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
    field.dataset.left = performance.now();
    field.blur();
    const again = {{key: pressed.key, code: pressed.code, keyCode: pressed.keyCode, bubbles: true, cancelable: true}};
    if (letter) document.body.dispatchEvent(new KeyboardEvent("keydown", again));
  }};
  // Whoever went on by Tab keeps the place he chose, unless it goes away with the case before.
  let tabbed = false;
  const tab = (pressed) => {{ tabbed = tabbed || pressed.key === "Tab"; }};
  document.addEventListener("keydown", tab, true);
  const began = performance.now();
  let tries = 80, stayed = 0;
  const go = () => {{
    const field = document.querySelector(box + " input");
    const chosen = tabbed && document.activeElement && document.activeElement !== document.body;
    if (field && !field.dataset.bound) {{
      field.dataset.bound = "yes";
      field.addEventListener("keydown", leave, true);
    }}
    // Left by a letter since it was asked for, it stays left; before that (this field served already: undo, a second
    // try), it has the focus again, unless a panel is about to open or open, whose number would go astray.
    const left = field && field.dataset.left, awaited = window.klosTyping && window.klosTyping();
    if (left > began) {{ document.removeEventListener("keydown", tab, true); return; }}
    if (left && !awaited) delete field.dataset.left;
    stayed = field && document.activeElement === field ? stayed + 1 : 0;
    // What is typed in may be the case before, about to go; its own field is waited for, never taken the focus from.
    const elsewhere = chosen || awaited || typing(document.activeElement, field);
    if (field && !stayed && !elsewhere) field.focus({{preventScroll: true}});
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


# A letter opens a panel with numbered choices, and takes a round to the server for it: a number typed meanwhile is
# held until that panel's keys work, soon after the page is whole and the panel before has gone, and reaches no other.
# After Escape numbers mean nothing until the panel has closed. Any other key or a click ends the waiting.
_AHEAD = """<script data-panels='{panels}'>
(() => {{
  const panels = {panels}, patience = 15000, bound = 200;
  if (window.klosTyping) return;
  let panel = "", closing = false, sending = false, asked = 0, seen = 0, kept = [];
  const open = () => Object.values(panels).filter((name) => document.querySelector(".st-key-panel_" + name));
  window.klosTyping = () => panel !== "" || closing || open().length > 0;  // numbers belong to a panel
  const whole = () => document.querySelector("[data-testid=stApp][data-test-script-state=notRunning]");
  const forget = () => {{ panel = ""; closing = false; kept = []; }};
  const send = () => {{
    const keys = kept;
    [panel, kept, sending] = ["", [], true];
    for (const key of keys) {{  // its own keyup came before: a key never lifted spoils the next one
      document.body.dispatchEvent(new KeyboardEvent("keydown", key));
      document.body.dispatchEvent(new KeyboardEvent("keyup", key));
    }}
    sending = false;
  }};
  const watch = () => {{
    const now = performance.now(), shown = open();
    if (!panel && !closing) return;
    seen = panel && whole() && shown.length === 1 && shown[0] === panel ? seen || now : 0;
    if (seen && now - seen > bound) send();
    if (now - asked > patience || (!panel && whole() && !shown.length)) forget();
    else setTimeout(watch, 30);
  }};
  const hold = (pressed) => {{
    pressed.preventDefault();
    pressed.stopImmediatePropagation();
    return {{key: pressed.key, code: pressed.code, keyCode: pressed.keyCode, bubbles: true, cancelable: true}};
  }};
  window.addEventListener("pointerdown", forget, true);
  window.addEventListener("keydown", (pressed) => {{
    const at = pressed.target, letter = pressed.key.toLowerCase();
    if (sending || (at.matches && at.matches("input, textarea, [contenteditable=true]"))) return;
    if (pressed.ctrlKey || pressed.altKey || pressed.metaKey || pressed.key === "Shift") return;
    if ((panel || closing) && /^[1-9]$/.test(letter)) {{
      const key = hold(pressed);
      if (!closing) kept.push(key);
      return;
    }}
    if (letter === "escape" && (panel || open().length)) {{
      if (panel) kept = [hold(pressed)];
      [closing, asked] = [true, performance.now()];
      watch();
      return;
    }}
    forget();
    const button = panels[letter] && document.querySelector(".st-key-do_" + panels[letter] + " button:enabled");
    if (!button) return;
    [panel, asked, seen] = [panels[letter], performance.now(), 0];
    watch();
  }}, true);
}})();
</script>"""


def keep_typed_ahead(panels: dict[str, str]) -> None:
    """Let a number typed right after a letter reach the panel which that letter opens.

    `panels`: letter -> name; the button's container is keyed `do_<name>`, the panel's `panel_<name>`. Once for a page:
    later calls change nothing.
    """
    st.html(_AHEAD.format(panels=json.dumps(panels)), unsafe_allow_javascript=True)
