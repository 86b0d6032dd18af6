"""What kind of document a text is by its wording as a whole: a small spaCy text classifier.

It needs no title: cut-off, folded and misread titles are what it is for. Trained by `python -m benchmarks.train_kinds`
on the generator's papers with recognisers' noise, titles and edges taken away at random; stored in data/kinds.
"""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from extractors.text.text_cells import fold
from programme.invoices import DocumentType

if TYPE_CHECKING:
    from pathlib import Path

    from spacy.language import Language
    from spacy.tokens import Doc

LABELS = (
    DocumentType.INVOICE, DocumentType.CORRECTION, DocumentType.PROFORMA, DocumentType.ADVANCE,
    DocumentType.RECEIPT, DocumentType.DELIVERY_NOTE, DocumentType.OTHER,
)  # fmt: skip
_CONFIG = {
    "model": {
        "@architectures": "spacy.TextCatBOW.v3",
        "exclusive_classes": True,
        "ngram_size": 2,
        "no_output_layer": False,
        "length": 8192,  # weights are hashed into so many places: 230 kB in all
    }
}
_WORD = re.compile(r"[a-z]{2,}|\d+(?:[.,]\d+)?%?")
_FEWEST = 12  # words; fewer say nothing


def classify(text: str) -> dict[DocumentType, float]:
    """The probability of each kind, all of them summing to 1; empty for a text of hardly any words."""
    return scores(_trained(), text)


def scores(nlp: Language, text: str) -> dict[DocumentType, float]:
    """`classify` by the pipeline given."""
    words = words_of(text)
    if len(words) < _FEWEST:
        return {}
    doc = nlp(make_doc(nlp, words))
    return {DocumentType(label): float(score) for label, score in doc.cats.items()}


def words_of(text: str) -> list[str]:
    """Folded words in reading order; of numbers only their shape ("#,##")."""
    found = _WORD.findall(fold(text))
    return [re.sub(r"\d+", lambda match: "#" * min(4, len(match[0])), word) for word in found]


def make_doc(nlp: Language, words: list[str]) -> Doc:
    """The words as spaCy's document."""
    from spacy.tokens import Doc

    return Doc(nlp.vocab, words=words)


def untrained() -> Language:
    """The pipeline before training: what the trainer begins with."""
    import spacy

    nlp = spacy.blank("pl")
    component: Any = nlp.add_pipe("textcat", config=_CONFIG)
    for label in LABELS:
        component.add_label(label.value)
    return nlp


@lru_cache(maxsize=1)
def _trained() -> Language:
    nlp = untrained()
    nlp.initialize()
    folder: Any = files("extractors").joinpath("data", "kinds")
    load(nlp, folder)
    return nlp


def load(nlp: Language, folder: Path) -> None:
    """Put the weights kept in `folder` into an initialised pipeline."""
    component: Any = nlp.get_pipe("textcat")
    component.model.from_bytes((folder / "weights.bin").read_bytes())


def save(nlp: Language, folder: Path) -> None:
    """Keep the weights of a trained pipeline in `folder`."""
    component: Any = nlp.get_pipe("textcat")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "weights.bin").write_bytes(component.model.to_bytes())
