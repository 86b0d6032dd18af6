"""Random tables in random column orders must come back, and never with a wrong quantity that is "proven"."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from extractors.tables.line_items import read_items
from extractors.tokens import Word
from tests.extractors.invoice_layouts import Article, Sheet, table, totals

NAMES = st.sampled_from(
    [
        "KWS SERAFINO F1 C1 1 j.s. (1 mln nasion) Celest Trio",
        "Żyto KWS Berado F1 op. 1 j.s.",
        "Saletra amonowa 34% N luz",
        "Nawóz NPK 6-20-30 BB 500 kg",
        "ŻYTO HYBRYDOWE KWS TAYO",
        "Zyto mieszanc. KWS JETHRO zapr. BB 20 j.s. z transportem do gospodarstwa",
        "Herbicyd Komplet Duo 560 SC 1 L",
    ]
)
ARTICLES = st.builds(
    Article,
    name=NAMES,
    quantity=st.one_of(
        st.integers(1, 400).map(Decimal),
        st.integers(100, 99999).map(lambda n: (Decimal(n) / 1000).quantize(Decimal("0.001"))),
        st.integers(1, 200).map(lambda n: Decimal(n).quantize(Decimal("0.01"))),
    ),
    unit=st.sampled_from(["j.s.", "szt.", "worek", "t", "op.", "j.siew."]),
    price=st.integers(100, 500_000).map(lambda n: Decimal(n) / 100),
    rate=st.sampled_from([8, 23, 5]),
)
MIDDLES = st.sampled_from(
    [
        ("quantity_unit", "price"),
        ("quantity", "unit", "price"),
        ("unit", "quantity", "price"),
        ("price", "quantity", "unit"),
    ]
)
ENDS = st.sampled_from(
    [
        ("net", "rate", "gross"),
        ("rate", "net", "gross"),
        ("net", "rate"),
        ("rate", "net", "vat", "gross"),
        ("net", "rate", "vat", "gross"),
        ("net",),
    ]
)
HEADS = st.sampled_from([("lp", "name"), ("name",), ("lp", "code", "name"), ("lp", "name", "pkwiu")])


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    articles=st.lists(ARTICLES, min_size=1, max_size=8),
    head=HEADS,
    middle=MIDDLES,
    end=ENDS,
    centred=st.booleans(),
    joined=st.booleans(),
    slope=st.sampled_from([0.0, 0.0, 0.006, -0.008]),
)
def test_random_tables_come_back(
    articles: list[Article],
    head: tuple[str, ...],
    middle: tuple[str, ...],
    end: tuple[str, ...],
    centred: bool,
    joined: bool,
    slope: float,
) -> None:
    sheet = Sheet(joined=joined, slope=slope)
    sheet.write(0.05, 0.1, "Sprzedawca: Zielona Dolina")
    y = table(sheet, (*head, *middle, *end), articles, centred=centred)
    totals(sheet, articles, y)
    items = read_items([sheet.page()])
    found = [
        (line.quantity.value if line.quantity else None, line.net.value if line.net else None) for line in items.lines
    ]
    assert found == [(a.quantity, a.net) for a in articles]
    assert all(line.proven for line in items.lines if line.net is not None and line.net.value > 1)


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(articles=st.lists(ARTICLES, min_size=1, max_size=5), head=HEADS, middle=MIDDLES, end=ENDS)
def test_without_a_header_nothing_wrong_is_proven(
    articles: list[Article], head: tuple[str, ...], middle: tuple[str, ...], end: tuple[str, ...]
) -> None:
    sheet = Sheet()
    y = table(sheet, (*head, *middle, *end), articles, header=False)
    totals(sheet, articles, y)
    items = read_items([sheet.page()])
    true = {a.quantity for a in articles}
    assert all(line.quantity is not None and line.quantity.value in true for line in items.lines if line.proven)


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    articles=st.lists(ARTICLES, min_size=1, max_size=4),
    head=HEADS,
    middle=MIDDLES,
    end=ENDS,
    header=st.booleans(),
    errors=st.lists(
        st.tuples(st.integers(0, 10_000), st.integers(0, 20), st.sampled_from("0123456789OlSB.,")), max_size=3
    ),
)
@example(
    articles=[Article("KWS SERAFINO F1 C1 1 j.s. (1 mln nasion) Celest Trio", Decimal("2.00"), "j.s.", Decimal(1), 23)],
    head=("lp", "name"),
    middle=("quantity_unit", "price"),
    end=("net", "rate", "gross"),
    header=False,
    errors=[(3, 0, "O")],
)
def test_misread_digits_are_never_proven(
    articles: list[Article],
    head: tuple[str, ...],
    middle: tuple[str, ...],
    end: tuple[str, ...],
    header: bool,
    errors: list[tuple[int, int, str]],
) -> None:
    sheet = Sheet()
    y = table(sheet, (*head, *middle, *end), articles, header=header)
    totals(sheet, articles, y)
    numeric = [i for i, w in enumerate(sheet.words) if w.text[0].isdigit()]
    for which, place, letter in errors:
        index = numeric[which % len(numeric)]
        word = sheet.words[index]
        at = place % len(word.text)
        sheet.words[index] = Word(word.text[:at] + letter + word.text[at + 1 :], word.box, 0.9)
    items = read_items([sheet.page()])
    for line in items.lines:
        assert not line.proven or (line.quantity is not None and _is_true(line.quantity.value, articles))


def _is_true(quantity: Decimal, articles: list[Article]) -> bool:
    """Whether an article has this quantity, or one so near that the difference is worth no more than two grosze."""
    return any(abs(quantity - a.quantity) * a.price <= Decimal("0.02") for a in articles)
