"""What a line's wording says about the product, and units of measure."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.text.entities import describe
from programme.invoices import Crop, ProductMention, UnitKind
from programme.packages import package_sizes
from programme.units import unit_kind


@pytest.mark.parametrize(
    ("text", "crop"),
    [
        ("Żyto hybrydowe KWS Vinetto C/1 1 j.s. (1 mln nasion) Celest Trio", Crop.HYBRID_RYE),
        ("ŻYTO OZ. HYB. KWS TAYO F1 JS VIBRANCE STAR", Crop.HYBRID_RYE),
        ("Zyto mieszanc. KWS JETHRO zapr. BB 20 j.s.", Crop.HYBRID_RYE),
        ("mat.siewny ŻYTO KWS EMPHOR F1 (j.s.)", Crop.HYBRID_RYE),
        ("Nasiona żyta ozimego hybr. KWS Serafino F1", Crop.HYBRID_RYE),
        ("KWS RECEPTOR PLUSHYBRIDS 1 JS", Crop.HYBRID_RYE),
        ("KWS RECEPTOR Plus Hybrids 1 JS", Crop.HYBRID_RYE),
        ("2yto hybrydowe KWS TAYO", Crop.HYBRID_RYE),
        ("Zyto hybrydwoe KWS TAYO", Crop.HYBRID_RYE),
        ("Żyto KWS TAYO Fl 1 j.s.", Crop.HYBRID_RYE),
        ("Żyto hybr. SU Performer 1 js", Crop.HYBRID_RYE),
        ("Żyto Dańkowskie Granat C/1 1 j.s.", Crop.RYE),
        ("Żyto populacyjne Dańkowskie C1", Crop.RYE),
        ("Pszenżyto oz. KWS Osbor mieszańcowe 1 j.s.", Crop.TRITICALE),
        ("PSZEN ŻYTO hybr. 1 js", Crop.TRITICALE),
        ("pszen-żyto ozime C1", Crop.TRITICALE),
        ("Pszenzyto oz. hybrydowe", Crop.TRITICALE),
        ("Kukurydza KWS INTELIGENS 50 tys. JS", Crop.MAIZE),
        ("Jęczmień oz. KWS Higgins C/1 500 kg BB", Crop.BARLEY),
        ("Pszenica ozima Euforion C1 BB 1000 kg", Crop.WHEAT),
        ("Rzepak oz. Areti F1 1,5 mln nas. JS", Crop.RAPESEED),
        ("Owies Bingo C1", Crop.OATS),
        ("Życica mieszańcowa C1", Crop.OTHER_SEED),
        ("Mieszanka poplonowa z żytem", Crop.OTHER_SEED),
        ("KWS TAYO F1 1 j.s.", None),
        ("KWS TAYO", None),
    ],
)
def test_crop(text: str, crop: Crop | None) -> None:
    mention = describe(text)
    assert mention.crop is crop
    assert not mention.not_seed


@pytest.mark.parametrize(
    ("text", "units", "kind"),
    [
        ("KWS TAYO BB 20 j.s.", "20", UnitKind.BIG_BAG),
        ("KWS TAYO BB20JS", "20", UnitKind.BIG_BAG),
        ("KWS TAYO BB a' 10 JS (10 x 1 j.s.)", "10", UnitKind.BIG_BAG),
        ("KWS TAYO big bag 25", "25", UnitKind.BIG_BAG),
        ("KWS TAYO Big-Bag 12 jedn. siewnych", "12", UnitKind.BIG_BAG),
        ("KWS TAYO F1 a'20 j.s.", "20", None),
        ("KWS TAYO - worek 1 j.s.", "1", UnitKind.BAG),
        ("Żyto KWS Jethro F1 op. 2 j.s.", "2", UnitKind.BAG),
        ("KWS TAYO 1 j.s. (1 mln nasion)", "1", None),
        ("żyto hybrydowe 2 mln nasion", "2", None),
        ("KWS TAYO l j.s.", "1", None),
        ("KWS TAYO 1 j.5.", "1", None),
        ("KWS TAYO 1js", "1", None),
        ("Pszenica BB 1000 kg", None, UnitKind.BIG_BAG),
        ("Rzepak F1 1,5 mln nas.", None, None),
        ("KWS TAYO 2 mln nasion", None, None),
        ("KWS TAYO BB", None, UnitKind.BIG_BAG),
        ("KWS TAYO norma 2 j.s./ha", None, None),
        ("KWS TAYO 1 j.s. lub 2 j.s.", None, None),
    ],
)
def test_package(text: str, units: str | None, kind: UnitKind | None) -> None:
    mention = describe(text)
    assert mention.package_units == (None if units is None else Decimal(units))
    assert mention.package_kind is kind


@pytest.mark.parametrize(
    "text",
    [
        "Usługa transportowa", "Transport żyta KWS TAYO", "Paleta drewniana EUR", "Opłata licencyjna KWS VINETTO",
        "Kaucja za big bag", "Zaprawa Celest Trio 5 L", "Celest Trio 060 FS 5 L",
        "Poradnik uprawy zbóż ozimych (książka)",
        "Herbicyd do żyta 1 L", "Zaprawianie nasion żyta hybrydowego", "Rabat do żyta hybrydowego",
        "Saletra amonowa 34% N",
        "Żyto paszowe",
    ],
)  # fmt: skip
def test_not_seed(text: str) -> None:
    assert describe(text) in (ProductMention(not_seed=True), ProductMention(not_seed=True, led_by_goods=True))


def test_a_treatment_on_the_seed_is_seed() -> None:
    assert not describe("Żyto hybrydowe KWS Rotor C1 zaprawa Celest").not_seed
    assert not describe("KWS TAYO Vibrance Star 1 j.s.").not_seed


@given(st.text(max_size=80))
def test_any_wording_gives_a_mention(text: str) -> None:
    assert isinstance(describe(text), ProductMention)


@pytest.mark.parametrize(
    ("unit", "kind"),
    [
        *((form, UnitKind.SEED_UNIT) for form in (
            "j.s.", "js", "JS", "j.s", "J.S.", "J.5.", "j.siew.", "jedn. siewna", "jed.siewna", "jednostka",
            "jedm. siewna",
            "mln nas.", "mln", "JSI", "1 j.s.", "jedn.",
        )),
        *((form, UnitKind.BAG) for form in ("worek", "wor.", "op.", "opak.", "wrk")),
        *((form, UnitKind.BIG_BAG) for form in ("BB", "Big Bag", "big-bag", "BB 20 j.s.")),
        *((form, UnitKind.PIECE) for form in ("szt.", "szt", "pcs", "egz.", "s2t.")),
        *((form, UnitKind.MASS) for form in ("kg", "t", "dt", "q", "to")),
        ("l", UnitKind.VOLUME), ("ha", UnitKind.AREA), ("usł.", UnitKind.OTHER), ("tys. nas.", UnitKind.OTHER),
        ("", None), ("12", None), ("x?", None),
    ],
)  # fmt: skip
def test_unit_kind(unit: str, kind: UnitKind | None) -> None:
    assert unit_kind(unit) is kind


@pytest.mark.parametrize(
    ("text", "led"),
    [
        ("Koszulka KWS Tayo", True),
        ("Żyto KWS Tayo + koszulka, transport", False),
        ("Dostawa: WZ 1/25 żyto KWS Tayo", False),
    ],
)
def test_what_leads_a_wording_is_told_from_what_comes_with_it(text: str, led: bool) -> None:
    assert describe(text).led_by_goods is led


@pytest.mark.parametrize("million", ["1 mln szt.", "1 min szt.", "1 mIn nasion"])
def test_a_million_of_seeds_with_its_l_misread(million: str) -> None:
    assert describe(f"Żyto hybrydowe ozime KWS Rotor - nasiona {million}").package_units == 1


@pytest.mark.parametrize("unit", ["1 J.S.", "1].S.", "1 ] s.", "1 l.s.", "1I.S.", "1 J.$.", "1J.5S.", "1jss."])
def test_a_seed_unit_misread(unit: str) -> None:
    assert describe(f"ŻYTO KWS TAYO {unit}").package_units == 1
    assert package_sizes(f"ŻYTO KWS TAYO {unit}") == {Decimal(1)}


@pytest.mark.parametrize(
    ("wording", "sizes"),
    [
        ("ŻYTO KWS RECEPTORF11J.S. C1", {Decimal(1)}),
        ("ŻYTO KWS RECEPTOR F120 J.S.", {Decimal(20)}),
        ("ŻYTO KWS RECEPTOR F1 11 j.s.", {Decimal(11)}),
        ("ŻYTO KWS RECEPTOR F1 j.s.", set()),
        ("ŻYTO KWS RECEPTOR C11j.s.", set()),
    ],
)
def test_a_size_may_be_glued_to_the_generation(wording: str, sizes: set[Decimal]) -> None:
    assert package_sizes(wording) == sizes
    if sizes:
        assert {describe(wording).package_units} == sizes
