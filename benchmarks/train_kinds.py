"""`python -m benchmarks.train_kinds`: trains the classifier of document kinds and stores its weights.

Papers are the generator's in the layouts its sellers print (the further layouts are left for measuring), and texts
of other papers; noise, lost titles and cut edges are put in at random. Reproducible but for the last bits of floats.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import pypdfium2
import typer

from benchmarks.noise import noisy
from extractors.heads.kind_by_content import LABELS, make_doc, save, scores, untrained, words_of
from programme.invoices import DocumentType
from samples import layouts
from samples.layouts import papers
from samples.other_papers import other_paper
from samples.world import World

if TYPE_CHECKING:
    from spacy.language import Language

_TITLES = {
    "invoice": ("Faktura VAT", "Faktura", "Faktura VAT", "Faktura VAT", "Faktura końcowa"),
    "correction": ("Faktura korygująca", "Faktura VAT korygująca", "Korekta faktury"),
    "proforma": ("Faktura pro forma", "Faktura proforma", "PRO FORMA", "Pro-forma"),
    "advance": ("Faktura zaliczkowa", "Faktura VAT zaliczkowa"),
}
_SHARES = (
    ("invoice", 14),
    ("correction", 4),
    ("proforma", 3),
    ("advance", 2),
    ("delivery_note", 4),
    ("receipt", 3),
    ("other", 6),
)
_ROUNDS = 12


def main(
    out: Annotated[Path, typer.Option(help="Where the weights go.")] = Path("extractors/data/kinds"),
    count: Annotated[int, typer.Option(help="Papers to learn from.")] = 2500,
    seed: Annotated[int, typer.Option(help="Of everything random.")] = 4242,
) -> None:
    """Train on `count` papers, tell how a tenth kept apart is classified, and write the weights."""
    rng = Random(seed)
    texts = list(_papers(count, seed))
    rng.shuffle(texts)
    apart, learnt = texts[: count // 10], texts[count // 10 :]
    nlp = _trained(learnt, rng)
    save(nlp, out)
    right = sum(_best(nlp, text) == kind for kind, text in apart)
    size = sum(path.stat().st_size for path in out.iterdir())
    typer.echo(f"{len(learnt)} papers learnt, {right} of {len(apart)} kept apart told right, {size / 1000:.0f} kB")


def _best(nlp: Language, text: str) -> str:
    found = scores(nlp, text)
    return max(found, key=lambda kind: found[kind]).value if found else DocumentType.OTHER.value


def _trained(texts: list[tuple[str, str]], rng: Random) -> Language:
    from spacy.training import Example
    from thinc.api import fix_random_seed

    fix_random_seed(rng.randint(0, 10**6))
    nlp = untrained()

    def example(kind: str, text: str) -> Example:
        cats = {label.value: float(label.value == kind) for label in LABELS}
        return Example.from_dict(make_doc(nlp, words_of(spoilt(kind, text, rng))), {"cats": cats})

    optimizer = nlp.initialize(lambda: [example(kind, text) for kind, text in texts[:200]])
    for _ in range(_ROUNDS):
        rng.shuffle(texts)
        examples = [example(kind, text) for kind, text in texts]
        for start in range(0, len(examples), 32):
            nlp.update(examples[start : start + 32], sgd=optimizer, drop=0.2)
    return nlp


def spoilt(kind: str, text: str, rng: Random) -> str:
    """The text as a poor picture gives it: noise, an edge cut off, the title lost (of what its body tells too)."""
    rows = text.splitlines()
    if rng.random() < 0.5 and kind not in ("proforma", "advance"):
        rows = untitled(rows)
    if rng.random() < 0.35:
        cut = int(len(rows) * rng.uniform(0, 0.35))
        rows = rows[cut:] if rng.random() < 0.5 and kind not in ("proforma", "advance") else rows[: len(rows) - cut]
    kept = 1 - rng.choice((0.0, 0.1, 0.3, 0.5))  # no word may be needed: other sellers have other words
    rows = [" ".join(word for word in row.split() if rng.random() < kept) for row in rows]
    return noisy("\n".join(rows), rng.choice((0.0, 0.01, 0.03, 0.08)), rng)


def untitled(rows: list[str]) -> list[str]:
    """The rows without those among the first dozen that hold a title's word."""
    words = (
        "faktura",
        "invoice",
        "paragon",
        "p a r a g o n",
        "wz",
        "wydani",
        "dostaw",
        "zamówieni",
        "oferta",
        "korekta",
        "korygując",
        "forma",
        "proforma",
        "umowa",
        "nota",
        "list prze",
        "specyfik",
        "potwierdz",
        "protokół",
        "rachunek nr",
        "wezwanie",
        "świadectwo",
        "cennik",
        "wniosek",
        "szanown",
        "etykieta",
        "oświadcz",
        "wyciąg",
        "awizo",
    )
    head = [row for row in rows[:12] if not any(word in row.lower() for word in words)]
    return head + rows[12:]


def _papers(count: int, seed: int) -> Iterator[tuple[str, str]]:
    with TemporaryDirectory() as scratch:
        world = World(Path(scratch), seed)
        kinds = [kind for kind, share in _SHARES for _ in range(share)]
        for index in range(count):
            world.begin(index, "kinds")
            kind = kinds[index % len(kinds)]
            yield kind, paper(world, kind, tuple(layouts.LAYOUTS))


def paper(world: World, kind: str, names: tuple[str, ...]) -> str:
    """The text of one paper of `kind`, of an invoice in one of the layouts `names`."""
    rng = world.rng
    if kind in _TITLES:
        seller = replace(world.seller(), layout=rng.choice(names))
        bill = world.bill(seller, kind=kind, title=rng.choice(_TITLES[kind]))
        if kind == "correction":
            after = tuple(replace(item, quantity=max(item.quantity - 2, item.quantity / 2)) for item in bill.items)
            bill = bill.changed(
                items=after, before=bill.items, corrected_number=bill.number, corrected_date=bill.issue_date
            )
        return _text_of(layouts.draw(seller.layout, bill)[0])
    drawn = {"delivery_note": papers.delivery_note, "receipt": papers.receipt, "other": papers.letter}[kind]
    return _text_of(drawn(world.bill())) if rng.random() < 0.25 else "\n".join(other_paper(world, kind))


def _text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    text = "\n".join(page.get_textpage().get_text_bounded() for page in document)
    document.close()
    return text


if __name__ == "__main__":
    typer.run(main)
