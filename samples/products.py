"""The catalogue of the sample programme and the wordings sellers use for it and for everything else they sell."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from random import Random

from samples.model import CatalogueEntry, Item

ONE = Decimal(1)
BIG_BAG = Decimal(25)
_VARIETIES = ("SERAFINO", "BERADO", "EMPHOR", "DOLARO", "IGOR", "GILMOR", "PULSOR", "BINNTTO")
_TREATMENTS = ("Celest Trio", "Vibrance Star", "Kinto Plus", "Redigo Pro", "Rubin Plus")

_SINGLE = (
    "Żyto hybrydowe KWS {v} 1 j.s. {t}",
    "ŻYTO OZ. HYB. KWS {V} F1 JS",
    "Nasiona żyta KWS {v} C/1 1js",
    "mat. siewny żyto hybr. KWS {V} (1 mln nasion)",
    "Żyto mieszańcowe ozime KWS {v} F1 zapr. {t}",
    "KWS {V} F1 kwal. C1 {t} worek 1 j.s.",
)
_BIG = (
    "Żyto hybrydowe KWS {v} BB 25 j.s.",
    "ŻYTO HYB. KWS {V} F1 BIG BAG 25 J.S. {t}",
    "KWS {V} a'25 j.s. {t}",
    "Nasiona żyta KWS {v} big-bag 25 js C/1",
)
_UNITS_ONE = ("j.s.", "js", "j.s", "jedn. siewna", "JS")
_UNITS_BAG = ("worek", "szt.", "op.")
_UNITS_BIG = ("BB", "szt.", "big bag")


@dataclass(frozen=True, slots=True)
class Other:
    """Something else on the bill: wording, unit, price range in PLN, VAT rate (None: the seller's seed rate)."""

    text: str
    unit: str
    low: int
    high: int
    vat: int | None
    whole: bool = True


OTHER_SEED = (
    Other("Kukurydza KWS Ricardinio 50 tys. nasion", "j.s.", 380, 620, None),
    Other("Pszenżyto ozime Trapero C/1", "kg", 2, 4, None),
    Other("Rzepak oz. Dynamik F1 1,5 mln nas.", "j.s.", 600, 800, None),
    Other("Jęczmień ozimy KWS Higgins C/1 BB 500 kg", "szt.", 1300, 1700, None),
    Other("Pszenica ozima KWS Donovan C/1", "t", 2300, 2900, None, whole=False),
)
MAIZE = OTHER_SEED[0]
POPULATION = Other("Żyto ozime Dańkowskie Granat C/1 1 j.s.", "j.s.", 90, 130, None)
COMPETITOR = Other("Żyto hybrydowe SU Performer F1 1 j.s. zapr.", "j.s.", 240, 300, None)
TRITICALE = Other("Pszenżyto mieszańcowe KWS Osbor 1 j.s.", "j.s.", 200, 260, None)
OTHER_GOODS = (
    Other("Saletra amonowa 34% big bag 500 kg", "t", 1500, 1900, 8, whole=False),
    Other("Oprysk chwastobójczy Zielniczek 400 SC 5 l", "szt.", 180, 420, 8),
    Other("Transport własny do gospodarstwa", "usł.", 150, 600, 23),
    Other("Paleta EUR zwrotna", "szt.", 45, 70, 23),
    Other("Sznurek do prasy 800 m/kg", "szt.", 60, 95, 23),
    Other("Polifoska 6 NPK luz", "t", 1900, 2400, 8, whole=False),
    Other("Worek BIG BAG pusty 90x90x110", "szt.", 18, 34, 23),
)


def catalogue() -> list[CatalogueEntry]:
    """products.csv: hybrid ryes by the unit and by the big bag, and some that do not count."""
    entries = []
    for variety in _VARIETIES:
        nice = variety.title()
        entries.append(
            CatalogueEntry(
                f"{variety[:4]}-J",
                f"KWS {variety} 1 j.s.",
                (f"KWS {nice}", f"KWS {variety} F1"),
                "hybrid_rye",
                True,
                ONE,
            )
        )
        entries.append(
            CatalogueEntry(
                f"{variety[:4]}-BB",
                f"KWS {variety} BB 25 j.s.",
                (f"KWS {nice} big bag 25 j.s.",),
                "hybrid_rye",
                True,
                BIG_BAG,
            )
        )
    zero = Decimal(0)
    entries += [
        CatalogueEntry("X-SUPERF", "SU PERFORMER 1 j.s.", ("SU Performer",), "hybrid_rye", False, zero),
        CatalogueEntry("X-GRANAT", "Dańkowskie Granat", ("Żyto Granat",), "rye", False, zero),
        CatalogueEntry("X-RICARD", "KWS RICARDINIO", ("Ricardinio",), "maize", False, zero),
        CatalogueEntry("X-OSBOR", "KWS OSBOR", ("Osbor",), "triticale", False, zero),
    ]
    return entries


def _price(rng: Random, low: int, high: int) -> Decimal:
    step = rng.choice((Decimal("1"), Decimal("0.5"), Decimal("0.1"), Decimal("0.01")))
    return ((Decimal(rng.randint(low * 100, high * 100)) / 100) // step * step).quantize(Decimal("0.01"))


def rye_item(rng: Random, vat: int, units: int, variety: int | None = None, unit: str | None = None) -> Item:
    """`units` seed units of an eligible hybrid, sold by the single unit."""
    name = _VARIETIES[rng.randrange(len(_VARIETIES)) if variety is None else variety % len(_VARIETIES)]
    text = rng.choice(_SINGLE)
    bagged = "1 j.s." in text and rng.random() < 0.3
    chosen = unit or rng.choice(_UNITS_BAG if bagged else _UNITS_ONE)
    return Item(
        _worded(rng, text, name), Decimal(units), chosen, _price(rng, 225, 320), vat, f"{name[:4]}-J", Decimal(units)
    )


def big_bag_item(rng: Random, vat: int, bags: int) -> Item:
    """`bags` big bags of 25 seed units."""
    name = rng.choice(_VARIETIES)
    return Item(
        _worded(rng, rng.choice(_BIG), name),
        Decimal(bags),
        rng.choice(_UNITS_BIG),
        _price(rng, 5700, 7600),
        vat,
        f"{name[:4]}-BB",
        bags * BIG_BAG,
    )


def other_item(rng: Random, other: Other, seed_vat: int, quantity: int | None = None) -> Item:
    """A line of something that does not count."""
    amount = Decimal(quantity or rng.randint(1, 24))
    if not other.whole:
        amount += Decimal(rng.randint(0, 95)) / 100
    return Item(
        other.text,
        amount,
        other.unit,
        _price(rng, other.low, other.high),
        other.vat or seed_vat,
        f"T{rng.randint(1000, 9999)}",
    )


def _worded(rng: Random, text: str, variety: str) -> str:
    return text.format(v=variety.title(), V=variety, t=rng.choice(_TREATMENTS))
