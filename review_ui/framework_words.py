"""The framework's own English words in the language of the page: buttons of the camera, names for screen readers.

Streamlit cannot be told a language. A script in the page puts our words in the place of those it knows, whenever they
appear; where scripts are blocked they stay English.
"""

from __future__ import annotations

import json
from functools import cache

import streamlit as st

from pipelines.text_framework import FRAMEWORK_WORDS
from pipelines.texts import language

# What holds a script, here and on any page, takes no room there.
_SCRIPT = """<style>[data-testid=stElementContainer]:has(> [data-testid=stHtml] > script) {position: absolute;}</style>
<script>
(() => {
  const words = %(words)s, spoken = "%(language)s";
  // The framework says "en" whatever is spoken; a screen reader then mispronounces every word.
  document.documentElement.lang = spoken;
  window.klosLanguage = spoken;
  const rules = words.map(([en, pl]) => spoken === "pl" ? [en, pl] : [pl, en]).map(([from, to]) =>
    [new RegExp("^" + from.replace(/[.*+?^$()|[\\]\\\\]/g, "\\\\$&").replace("{}", "(.+)") + "$"),
     to.replace("{}", "$1")]);
  const say = (text) => {
    const bare = text.trim();
    if (!bare || bare.length > 120) return text;
    for (const [from, to] of rules) if (from.test(bare)) return text.replace(bare, bare.replace(from, to));
    return text;
  };
  const names = ["aria-label", "title"];
  const visit = (node) => {
    if (window.klosLanguage !== spoken) return;
    if (node.nodeType === 3) {
      const to = say(node.nodeValue);
      if (to !== node.nodeValue) node.nodeValue = to;
      return;
    }
    if (node.nodeType !== 1 || node.tagName === "SCRIPT" || node.tagName === "STYLE") return;
    for (const name of names) {
      const held = node.getAttribute(name);
      const to = held === null ? null : say(held);
      if (to !== held) node.setAttribute(name, to);
    }
    for (const child of node.childNodes) visit(child);
  };
  if (window.klosWords) window.klosWords.disconnect();
  window.klosWords = new MutationObserver((changes) => {
    for (const change of changes) {
      visit(change.target);
      for (const added of change.addedNodes) visit(added);
    }
  });
  const root = document.body;  // dialogs hang beside the app's own element
  visit(root);
  window.klosWords.observe(root, {childList: true, subtree: true, characterData: true, attributes: true,
    attributeFilter: names});
})();
</script>"""


def translate_framework() -> None:
    """Let the page say the framework's words in the language spoken now."""
    st.html(_script(language()), unsafe_allow_javascript=True)


@cache
def _script(spoken: str) -> str:
    words = json.dumps([list(pair) for pair in FRAMEWORK_WORDS], ensure_ascii=False)
    return _SCRIPT % {"words": words, "language": spoken}
