"""Lines of invoices against the closed catalogue: varieties, traps, packages."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.text.entities import describe
from programme.catalogue import Resolution, resolve_line
from programme.default_catalogue import default_products
from programme.invoices import Crop, Field, LineItem, ProductMention, UnitKind
from programme.registry import Product


def product(sku: str, name: str, size: int, *aliases: str, crop: str = "hybrid_rye") -> Product:
    return Product(
        sku=sku, name=name, aliases=aliases, crop=crop, eligible=size > 0, seed_units_per_package=Decimal(size)
    )


CATALOGUE = (
    product("TAYO-1", "KWS TAYO 1 j.s.", 1, "KWS TAYO", "KWS TAYO F1", "Tayo"),
    product("TAYO-BB20", "KWS TAYO BB 20 j.s.", 20, "KWS TAYO BIG BAG 20 j.s.", "KWS TAYO a'20 j.s."),
    product("SERAFINO-1", "KWS SERAFINO 1 j.s.", 1, "Serafino"),
    product("JETHRO-1", "KWS JETHRO 1 j.s.", 1, "Jethro"),
    product("ROTOR-1", "KWS ROTOR 1 j.s.", 1, "Rotor"),
    product("BERADO-1", "KWS BERADO 1 j.s.", 1, "Berado"),
    product("KAPITOLIS", "KWS KAPITOLIS 80 000 nasion", 0, "KWS KAPITOLIS", crop="maize"),
    product("PERFORMER", "SU PERFORMER 1 j.s.", 0, "SU Performer"),
    product("GRANAT", "Dańkowskie Granat C1", 0, "Granat", crop="rye"),
)


def resolve(
    description: str,
    unit: str | None = "j.s.",
    quantity: str | None = "3",
    catalogue: tuple[Product, ...] = CATALOGUE,
    mention: ProductMention | None = None,
    unit_kind: UnitKind | None = None,
) -> Resolution:
    line = LineItem(
        description=description,
        quantity=Field(value=Decimal(quantity)) if quantity else None,
        unit=unit,
        unit_kind=unit_kind,
        mention=mention or ProductMention(),
    )
    return resolve_line(line, catalogue)


@pytest.mark.parametrize(
    ("description", "unit", "sku", "units"),
    [
        ("Żyto hybrydowe KWS Tayo C/1 1 j.s. (1 mln nasion) Celest Trio", "j.s.", "TAYO-1", "3"),
        ("ŻYTO OZ. HYB. KWS TAYO F1 JS VIBRANCE STAR", "js", "TAYO-1", "3"),
        ("KWS SERAFINO F1 JEDN.SIEW.", "jedn. siew.", "SERAFINO-1", "3"),
        ("Zyto mieszanc. KWS TAYO zapr. BB 20 j.s.", "szt.", "TAYO-BB20", "60"),
        ("Nasiona żyta KWS Berado 1js", "szt", "BERADO-1", "3"),
        ("MS żyto oz. KWS Rotor C1 zaprawa Celest", "j.s.", "ROTOR-1", "3"),
        ("KWS ROTOR F1 / Świadectwo 60/412/25, zaprawa: Vibrance", "j.s.", "ROTOR-1", "3"),
        ("Rotor F1 KWS - dostawa 08/2025", "j.s.", "ROTOR-1", "3"),
        ("mat.siewny ŻYTO KWS JETHRO F1 (j.s.)", "J.S.", "JETHRO-1", "3"),
        ("KWSSERAFINOF1C11j.s.(1mlnnasion)", "j.s.", "SERAFINO-1", "3"),
        ("KWSTAYOC1VibranceDuo-worek1j.s.", "worek", "TAYO-1", "3"),
        ("KW Serafino C1 op. 1 j.s.", "op.", "SERAFINO-1", "3"),
        ("ZYT0 HYBRYD0WE KW5 5ERAF1NO", "jedn. siewna", "SERAFINO-1", "3"),
        ("Zyto KWS Serafmo 1 j.s.", "j.s.", "SERAFINO-1", "3"),
        ("Żyto KWS TAYO big bag", "szt.", "TAYO-BB20", "60"),
        ("Żyto KWS TAYO", "BB", "TAYO-BB20", "60"),
        ("Żyto KWS TAYO", "worek", "TAYO-1", "3"),
        ("KWS TAYO a'20 j.s. BB", "BB", "TAYO-BB20", "60"),
        ("KWS JETHRO F1 op. 2 j.s.", "op.", "JETHRO-1", "6"),
        ("KWS TAYO 1 mln nasion", "szt.", "TAYO-1", "3"),
    ],
)
def test_counts(description: str, unit: str, sku: str, units: str) -> None:
    result = resolve(description, unit)
    assert result.eligible is True
    assert result.doubt is None
    assert (result.sku, result.seed_units) == (sku, Decimal(units))


def test_the_unit_wins_over_packages_the_text_mentions() -> None:
    for text in ("KWS TAYO a'20 j.s. BB", "KWS TAYO BB 20 j.s.", "KWS Tayo - worek 1 j.s."):
        assert resolve(text, "j.s.", "40").seed_units == 40


@pytest.mark.parametrize(
    ("description", "unit"),
    [
        ("Żyto Dańkowskie Granat C/1 1 j.s.", "j.s."),
        ("Żyto hybr. SU Performer 1 js", "js"),
        ("Kukurydza KWS KAPITOLIS 80 tys. nas.", "j.s."),
        ("Jęczmień oz. KWS Higgins C/1 500 kg BB", "kg"),
        ("Rzepak oz. Absolut 1,5 mln nas. JS", "j.s."),
        ("Żyto hybrydowe Piano F1 1 j.s.", "j.s."),
        ("Pszenżyto oz. Tayo", "j.s."),
        ("pszen żyto rotor", "j.s."),
        ("Rotor kosiarki", "szt."),
        ("Fungicyd Serafino 5 l", "szt."),
        ("Usługa transportowa KWS TAYO", "usł."),
        ("Saletra amonowa 34% N luz", "t"),
    ],
)
def test_does_not_count(description: str, unit: str) -> None:
    result = resolve(description, unit)
    assert result.eligible is False
    assert result.seed_units is None
    assert result.doubt is None


@pytest.mark.parametrize(
    ("description", "unit"),
    [
        ("Pszenżyto oz. KWS Tayo 1 j.s.", "j.s."),
        ("Kukurydza KWS Serafino", "j.s."),
        ("Żyto jare KWS Tayo", "j.s."),
        ("Żyto populacyjne KWS Tayo", "j.s."),
        ("KWS Rotor / KWS Tayo", "j.s."),
        ("Żyto SU Serafino 1 j.s.", "j.s."),
        ("Żyto hybrydowe Serafno 1 j.s.", "j.s."),
        ("Żyto hybrydowe KWS Tayo", "kg"),
        ("Żyto hybrydowe KWS Tayo", "t"),
        ("Żyto hybrydowe KWS Tayo", "szt."),
        ("Żyto hybrydowe KWS Tayo", "op."),
        ("Żyto hybrydowe KWS Tayo", "kpl."),
        ("Żyto hybrydowe KWS Tayo 1 j.s.", None),
        ("Żyto KWS Jethro", "BB"),
        ("Żyto KWS Tayo 2 j.s. worek 5 j.s.", "worek"),
        ("2. KWS", "op."),
        ("Żyto hybr. KWS V1NFTTQ F1", "j.s."),
        ("Żyto hybrydowe", "j.s."),
        ("", "j.s."),
        ("KWS Tayo rabat", "szt."),
    ],
)
def test_is_a_doubt_never_a_guess(description: str, unit: str | None) -> None:
    result = resolve(description, unit)
    assert result.doubt
    assert result.seed_units is None


_BEFORE = (
    "Nawóz NPK 6-20-30 BB 500 kg Żyto hybrydowe ",
    "",
    "Żyto hybrydowe ",
    "TOW- ",
    "ZYT-0123 ",
    "Materiał siewny kwalifikowany ",
    "Dostawa: WZ 12/2025 ",
)
_BEHIND = (
    "",
    ", opłata licencyjna w cenie",
    ", kaucja za BB: 0 zł",
    ", transport gratis",
    " + usługa zaprawiania",
    " (rabat 5%)",
    " paleta zwrotna",
    " dostawa do klienta",
    " nawóz startowy w cenie",
)


@pytest.mark.parametrize("before", _BEFORE)
@pytest.mark.parametrize("unit", ["j.s.", "opak.", "worek", "szt.", "BB"])
def test_seed_with_notes_around_it_is_never_silently_nothing(before: str, unit: str) -> None:
    """Else a claim on the other lines of the invoice alone would pass."""
    for behind in _BEHIND:
        description = f"{before}KWS Tayo{behind}"
        result = resolve(description, unit, mention=describe(description))
        assert result.eligible or result.doubt, description


@pytest.mark.parametrize(
    "description",
    [
        "Dopłata za zaprawę Vibrance - KWS TAYO",
        "Refaktura zaprawy KWS Tayo",
        "Worek pusty KWS Tayo 1 j.s.",
        "Dopłata: żyto KWS Tayo",
    ],
)
@pytest.mark.parametrize("unit", ["j.s.", "szt."])
def test_a_charge_about_seed_never_counts(description: str, unit: str) -> None:
    assert resolve(description, unit).seed_units is None


@pytest.mark.parametrize(
    "description",
    [
        "KWS TAYe 1 j.s.",
        "KWSSERAFlN0",
        "WS JETHRO",
        "Mat. siewny BERADO",
        "KvSSERAFIMO",
        "KwvS TAYG Bigbag 40 j.5. źyto hybr. Zaprawa: Vibrance Stór",
    ],
)
@pytest.mark.parametrize("unit", ["j.s.", "szt.", "worek", None])
def test_a_variety_misread_beyond_a_sighting_is_a_doubt(description: str, unit: str | None) -> None:
    result = resolve(description, unit)
    assert result.eligible or result.doubt


@pytest.mark.parametrize(
    "description", ["Saletra amonowa 34", "Tytan do grzejnika", "Bond Forte", "Nasiona trawy Tajga"]
)
def test_other_goods_in_pieces_come_near_nothing(description: str) -> None:
    result = resolve(description, "szt.")
    assert result.eligible is False and result.doubt is None


def test_rye_of_a_known_variety_beside_another_crop_is_a_doubt() -> None:
    assert resolve("Żyto Tayo F1 1 j.s., następstwo: pszenica").doubt


@pytest.mark.parametrize("quantity", [None, "0", "-3"])
def test_no_positive_quantity_is_a_doubt(quantity: str | None) -> None:
    assert resolve("Żyto KWS Tayo 1 j.s.", "j.s.", quantity).doubt


@pytest.mark.parametrize(
    ("description", "unit"),
    [("Dostawa: WZ 1/2024 Żyto KWS Tayo 1 j.s.", "szt"), ("Transport żyta KWS Tayo F1", "j.s.")],
)
def test_what_is_sold_by_the_seed_unit_is_never_silently_a_service(description: str, unit: str) -> None:
    result = resolve(description, unit)
    assert result.eligible is None and result.doubt


def test_the_tagger_may_veto() -> None:
    assert resolve("Żyto KWS Tayo 1 j.s.", mention=ProductMention(not_seed=True)).doubt
    assert resolve("Transport: żyto KWS Tayo", "usł.", mention=ProductMention(not_seed=True)).eligible is False
    assert resolve("KWS Tayo 1 j.s.", mention=ProductMention(crop=Crop.TRITICALE)).doubt
    assert resolve("KWS Tayo 1 j.s.", "szt.", mention=ProductMention(package_units=Decimal(20))).doubt


def test_a_size_only_the_tagger_found_counts_where_the_catalogue_knows_it() -> None:
    assert resolve("Żyto KWS Tayo", "szt.", mention=ProductMention(package_units=Decimal(20))).seed_units == 60
    assert resolve("Żyto KWS Tayo C11j.s.", "szt.", mention=ProductMention(package_units=Decimal(11))).doubt


def test_a_catalogue_of_contradictions_does_not_count() -> None:
    maize = (product("X", "KWS TAYO 1 j.s.", 1, crop="maize"),)
    assert resolve("Żyto KWS Tayo 1 j.s.", catalogue=maize).eligible is False


def test_tagged_unit_outranks_the_printed_one() -> None:
    assert resolve("Żyto KWS Tayo", "j s", unit_kind=UnitKind.SEED_UNIT).seed_units == 3


def test_default_catalogue_knows_its_own_and_the_traps() -> None:
    for entry in default_products():
        result = resolve(f"Żyto hybrydowe {entry.name}", catalogue=default_products())
        assert (result.eligible is True) is entry.eligible, entry.name
    for trap in ("Pszenżyto mieszańcowe KWS Osbor", "Jęczmień KWS Premis", "KWS Ricardinio 50 tys. nasion",
                 "SU Hyvega F1", "Żyto Reflektor", "Żyto Inspector C1", "Żyto syntetyczne Caroass"):  # fmt: skip
        assert resolve(trap, catalogue=default_products()).eligible is False, trap
    treated = resolve("KWS Tayo F1 Premis 1 j.s.", catalogue=default_products())
    assert treated.sku == "KWS-TAYO-1"


@given(st.text(max_size=60))
def test_any_text_gives_an_answer(text: str) -> None:
    result = resolve(text, "szt.")
    assert result.seed_units is None or result.eligible is True


@given(st.sampled_from(["KWS TAYO BB 20 j.s.", "KWS Tayo - worek 1 j.s."]), st.integers(1, 500))
def test_quantity_in_seed_units_is_never_multiplied(text: str, quantity: int) -> None:
    assert resolve(text, "j.s.", str(quantity)).seed_units == quantity


@pytest.mark.parametrize(
    ("description", "units"),
    [
        ("Żyto KWS Rotor C1, op. 500 000 nasion", "1.5"),
        ("Żyto hybrydowe KWS Rotor 500 tys. nasion", "1.5"),
        ("Żyto KWS Rotor 1 000 000 nasion", "3"),
        ("Żyto KWS Rotor 1 j.s., partia PL1, 500 000 nasion w worku", "3"),
    ],
)
def test_seeds_counted_in_a_package_are_parts_of_a_unit_and_no_maize(description: str, units: str) -> None:
    result = resolve(description, "worek")
    assert result.doubt is None and result.crop is Crop.HYBRID_RYE
    assert result.seed_units == Decimal(units)


@pytest.mark.parametrize(
    "tail", ["opłata licencyjna w cenie", "kaucja za BB: 0 zł", "transport gratis", "+ usługa zaprawiania"]
)
def test_a_service_that_comes_with_the_seed_is_a_note(tail: str) -> None:
    for unit, units in (("j.s.", 3), ("szt.", 3)):
        result = resolve(f"MAT.SIEWNY ŻYTO HYBRYD. KWS TAYO 1 j.s., {tail}", unit)
        assert (result.eligible, result.seed_units, result.doubt) == (True, Decimal(units), None)


@pytest.mark.parametrize(
    ("description", "unit"),
    [
        ("Żyto KWS Tayo opłata licencyjna", "j.s."),
        ("Opłata licencyjna KWS Tayo", "j.s."),
        ("TOW- KWS Tayo, opłata licencyjna", "BB"),
        ("Żyto hybrydowe, opłata licencyjna w cenie", "j.s."),
        ("Nasiona siewne żyta hybrydowego KWS Tayo + 01.11.32.0 j.s. usługa zaprawiania", None),
    ],
)
def test_a_service_that_is_not_free_beside_a_seed_is_a_doubt(description: str, unit: str | None) -> None:
    result = resolve(description, unit, mention=ProductMention(not_seed=True))
    assert result.eligible is None and result.doubt


@pytest.mark.parametrize("description", ["Transport nasion KWS Tayo", "Zaprawianie żyta KWS Tayo, gratis"])
def test_a_service_by_its_own_measure_is_no_seed(description: str) -> None:
    assert resolve(description, "usł.").eligible is False


@pytest.mark.parametrize(
    "description",
    [
        "Nasiona żyta KWS Tayo - zwrot",
        "Żyto hybrydowe KWS Tayo 1 j.s. - korekta ilości",
        "Żyto hybrydowe KWS Tayo - zaliczka",
        "Kacja za żyto KWS Tayo 1 j.s.",
        "Rezerwacja nasion żyto KWS Vinetto 1 j.s.",
        "Żyto hybrydowe SU Nowinka (odp. KWS Serafino) 1 js",
        "Żyto hybrydowe KWS Serafino, zamiennik za Nowinkę",
        "Żyto hybrydowe KWS Berado F2 z własnego rozmnożenia",
        # A word that no seed begins with stands before the variety.
        "Następca odmiany KWS Tayo: Żyto hybrydowe Nowum 1 j.s.",
        "Żyto hybrydowe Astranos F1 1 j.s. /KWS Serafino/",
        "Voucher KWS Tayo 1 j.s.",
        "Słoma z żyta KWS Tayo",
        "Szkolenie polowe KWS Tayo żyto hybrydowe",
        "Zamówienie na sezon 2026 żyto hybr. KWS Tayo 1 j.s.",
    ],
)
def test_seed_not_sold_or_not_of_the_variety_named_is_a_doubt(description: str) -> None:
    result = resolve(description, "j.s.")
    assert result.eligible is None and result.doubt


def test_half_a_unit_in_a_bag_is_never_a_whole_one() -> None:
    assert resolve("Żyto hybrydowe KWS Tayo 1/2 j.s.", "worek").seed_units == Decimal("1.5")
    drawn_small = resolve("Żyto hybrydowe KWS Tayo ½ j.s.", "worek")
    assert drawn_small.seed_units is None and drawn_small.doubt


@pytest.mark.parametrize(
    "description",
    [
        "ZYTH-148 Żyto hybrydowe KWS TAYO 1js",
        "TAYO-J Mat. siewny żyto hybr. KWS TAYO F1 (1 mln nasion)",
        "Dokument WZ/317/MAG/2025 z dnia 04.09.2025 Żyto ozime KWS Tayo C1",
        "Nasiona siewne zytahybrydowego KWS Tayo",
        "Materiat slewny żyto hybrydawe KWS Tayo",
    ],
)
def test_codes_headings_and_misread_words_of_seed_may_stand_before_it(description: str) -> None:
    assert resolve(description, "j.s.").seed_units == 3


@pytest.mark.parametrize(
    "size",
    ["2x1 j.s.", "2 x 1 j.s.", "(2*1 j.s.)", "1 j.s. x2", "1+1 j.s.", "1 mln x 2", "1 j.s. (2 mln nasion)"],
)
def test_a_multiplied_package_is_a_doubt(size: str) -> None:
    result = resolve(f"Żyto hybr. KWS Tayo {size}", "op.")
    assert result.seed_units is None and result.doubt


@pytest.mark.parametrize("size", ["1x1 j.s.", "1 j.s. (1 mln nasion)", "1 j.s. (500 000 nasion w worku)"])
def test_a_package_multiplied_by_nothing_is_its_size(size: str) -> None:
    assert resolve(f"Żyto hybr. KWS Tayo {size}", "op.").seed_units == 3
