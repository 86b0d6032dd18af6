"""Crops, package sizes and kinds of packages as the wording of an invoice line states them.

All functions take the text as printed or read by OCR and tolerate lost diacritics, spaces and points.
Sources of the words: Polish distributors' item names (trade usage); one hybrid-rye unit is a million seeds.
"""

from __future__ import annotations

import re
from decimal import Decimal

from programme.folding import fold
from programme.invoices import Crop, UnitKind
from programme.units import MISREAD_SEED_UNIT

_DIGIT = str.maketrans({"o": "0", "l": "1", "i": "1", "|": "1", "!": "1"})
# Crop words, on the folded text with everything but letters and digits removed, so that lost or added spaces
# ("pszen żyto") do not hide them. Triticale stands first: "pszenżyto" contains "żyto".
_CROPS: tuple[tuple[Crop, str], ...] = (
    (Crop.TRITICALE, r"p[s5]zen[zs2]?[zy]?zyt|p[s5]zenzyt|triticale|triticosecale"),
    (
        Crop.MAIZE,
        r"kukuryd|kukur\b|qukuryd|(?:(?<!\d)|(?<=c[12]))[58]0[ .]?000 ?na[s5]|"
        r"(?<!\d)(?:80|50)ty[s5](?:na[s5]|ziar|j[s5])",
    ),
    (Crop.WHEAT, r"p[s5]zenic"),
    (Crop.BARLEY, r"jeczmi|jeczmien"),
    (Crop.OATS, r"owie[s5](?:[^a-z]|z|j|k|$)|ow[s5]a(?:[^a-z]|$)"),
    (Crop.RAPESEED, r"rzepak"),
    (
        Crop.OTHER_SEED,
        r"zycic|zyciy?c|rajgra|lucern|koniczyn|lubin|gryk|burak|[s5]lonecznik|[s5]oja(?:[^a-z]|$)|groch|facelia|"
        r"gorczyc|rzodkiew|mie[s5]zank|bobik|wyka|[s5]orgo|pro[s5]o",
    ),
)
_RYE = re.compile(r"zyt(?:o|a|u|em|nie)|zyt[0oa]|2yt[oa0]|secale|(?<![a-z])rye")
_HYBRID = re.compile(r"hybr|mie[s5]zanc|(?<![a-z0-9])f[1il|](?![a-z0-9])|plu[s5]hybrid")
# Rye that is no hybrid seed for autumn sowing: population, synthetic, spring, St John's, fodder, food grain, a hybrid's
# second generation.
_NOT_THE_RYE = re.compile(
    r"populac|[s5]yntetyczn|zyt[oa] ?jar|[s5]wietojan|krzyca|pa[s5]z(?:[ay]|ow)|kon[s5]umpc|[s5]iewne? po centrali|"
    r"(?<![a-z0-9])f2(?![a-z0-9-])|rozmnoz"
)
_NOT_SEED = re.compile(
    r"transport|palet|kaucja|oplata|licencj|u[s5]lug|bonifikat|(?<![a-z])rabat|prowizj|dostawa(?![a-z])|ubezpiecz|"
    r"fungicyd|herbicyd|in[s5]ektycyd|nawoz|adiuwant|zaprawa(?![a-z])|zaprawianie|k[s5]iazk|poradnik|"
    r"opakowani[ae] zwrotn"
)
_DELIVERY = re.compile(r"\W*dostawa\s*(?::|wz(?![a-z])|nr(?![a-z])|z\s*dn|\d)")
# Goods returned, corrected, promised or paid in advance are not sold here, nor is money or what seed grows into.
_NO_SALE = re.compile(
    r"(?<![a-z])(?:zwro(?:t(?![a-z])|ty|con)|(?!^)korekt|[s5]korygowan|storno|anulowan|zaliczk|zadatek|przedplat|przedsprzed|rezerwacj|"
    r"reklamac|wymian|prob(?:k|ek)|refundac|depozyt|przechowan|nie wydan|niewydan|brak|do (?:wydania|dostarczenia)|"
    r"zamowieni[ea] na|premi[aei]|od[s5]zkodow|roznic|voucher|kart[ay]|[s5]zkoleni|wypozycz|[s5]lom[ay]|z odmiany|"
    r"za (?:zyt[oa]|na[s5]iona?|kws)(?![a-z]))"
)
# Only a part of the quantity is handed over, or paid for: "(dostarczono 20 z 30)", "w tym gratis 2 j.s.".
_PART = re.compile(
    r"(?<![a-z])(?:(?:do[s5]tarcz|wydan|odebran|przekazan|wy[s5]lan)[a-z]*:? ?\d{1,3}(?![\d./-])|"
    r"pozo[s5]ta(?:l[oay]|je)(?![a-z])|cze[s5]ciow|bonu[s5] \d|w tym (?:\d|grati[s5])|grati[s5]:? ?\d)"
)
# A unit said to be another number of seeds than the programme's million.
_REDEFINED = re.compile(r"(?:j[.,]? ?[s5][.,]?|jedn[a-z. ]*|unit) ?= ?(\d{1,2}(?:[.,]\d{1,2})?) ?(?:m[l1i|]n|mio)")
_WEIGHT = re.compile(r"(?<![\d.,])\d{1,4}(?:[.,]\d{1,2})? ?kg(?![a-z])")
# A variety named for another one is not sold.
_IN_STEAD = re.compile(
    r"(?<![a-z])(?:odp(?:\.|owiedni)|zamiennik|zastepcz|zamiast|w miejsce|nastepc|dawniej|alternatyw|lub(?![a-z])|"
    r"typu(?![a-z])|podobn)"
)
_CHARGE = re.compile(r"\W*(?:doplat|refaktur|zwrot(?![a-z])|korekta ceny|wyrownanie|wor(?:ek|ki) pust|pust[ey] wor)")

_MISREAD_UNIT = re.compile(rf"(?<=\d) ?{MISREAD_SEED_UNIT}")
# Where a size is glued to the generation behind a hybrid's name: "RECEPTORF1|1J.S.".
_SIZE_BEHIND_GENERATION = re.compile(r"(?<=f1)(?=(?:[1-9]\d?|[li|]) ?(?:j[.,]? ?[s5]|jedn))")

_NUMBER = r"(\d{1,3}(?:[.,]\d{1,3})?|[oli|!]|\d[oli|!]|[oli|!]\d)"
# After lost spaces a size may follow letters: "c11j.s." cannot be cut surely, so only separators are accepted.
_SEED_UNITS = re.compile(rf"(?<![\d.,/a-z]){_NUMBER} ?(?:j[.,]? ?[s5](?:[.,]|(?![a-z0-9])|(?=\())|jedn|unit)")
_PREFIXED_UNITS = re.compile(
    rf"(?:\ba'? ?|\bpo |bb[ /]?|bag[ /]?|worek ?|op[.]? ?|opak[.]? ?){_NUMBER} ?(?:j[.,]? ?[s5]|jedn|unit)"
)
_BIG_BAG_SIZE = re.compile(r"(?:\bbb|big ?-?bag)[ /]?(\d{1,3})(?![\d.,oli|!]|0? ?(?:kg|t\b))")
_MILLIONS = re.compile(r"(?<![\d.,])(\d{1,2}(?:[.,]\d{1,2})?|[li|]) ?(?:m[l1i|]n|mio)(?![a-z])(?! ?szt)")
# "500 000 nasion", "500 tys. nasion": of a million that make a unit.
_SEEDS = re.compile(r"(?<![\d.,])(\d{1,3}(?:[ .]?000){1,2}) ?(?:[s5]zt[. ]*)?(?:na[s5](?![a-z]|ien)|na[s5]ion|ziar)")
_THOUSANDS = re.compile(r"(?<![\d.,])(\d{2,4}) ?ty[s5][. ]*(?:[s5]zt[. ]*)?(?:na[s5]|ziar)")
_HALVES = re.compile(
    r"(?<![\da-z/.,])([1-9]) ?[/\u2044] ?([2-9]) ?(?:j[.,]? ?[s5](?![a-z0-9])|jedn)"
)  # "1/2 j.s.", "½ j.s."
_SIZED = r"(?:j[.,]? ?[s5](?:[.,]|(?![a-z0-9]))|jedn|mln|mio)"
# "2 x 1 j.s.", "1 j.s. (1 mln) x2"
_MULTIPLIED = re.compile(
    rf"(?<![a-z\d.,])(?P<times>\d[\d.,]*) ?(?P<sign>[x×*+]) ?\(?(?P<one>{_NUMBER[1:-1]}) ?{_SIZED}|"
    rf"(?P<size>{_NUMBER[1:-1]}) ?{_SIZED}[^\d+]{{0,12}}?(?P<by>[x×*+]) ?(?P<many>\d[\d.,]*)"
)
_MILLION = Decimal(1_000_000)
_BIG_BAG = re.compile(r"(?<![a-z])bb(?![a-z])|big ?-?bag|kontener")
_BAG = re.compile(r"(?<![a-z])(?:worek|work[ia]?|wor\.|wrk)(?![a-z])")


def crops_named(text: str) -> frozenset[Crop]:
    """Every crop the wording names; rye only where it is not part of "pszenżyto"."""
    folded = fold(text)
    letters = re.sub(r"[^a-z0-9]", "", folded)
    found = {crop for crop, pattern in _CROPS if re.search(pattern, letters) or re.search(pattern, folded)}
    rest = re.sub(r"p[s5]zen\W*zyt\w*", " ", folded)
    if Crop.TRITICALE in found:
        rest = re.sub(r"zyt\w*", " ", rest)
    if _RYE.search(rest):
        found.add(Crop.RYE)
    return frozenset(found)


def names_hybrid(text: str) -> bool:
    """Whether the wording says hybrid: "hybr.", "mieszańcowe", "F1", "PlusHybrids"."""
    return bool(_HYBRID.search(fold(text)))


def names_other_rye(text: str) -> bool:
    """Whether the wording says a rye that is no hybrid winter seed (population, spring, fodder ...)."""
    return bool(_NOT_THE_RYE.search(fold(text)))


def names_no_seed(text: str) -> bool:
    """Whether the wording names a service, a chemical or another thing that is no seed."""
    return first_no_seed(fold(text)) is not None


def first_no_seed(folded: str) -> int | None:
    """Where in a folded wording the first word stands that names no seed; None where none does."""
    match = _NOT_SEED.search(folded)
    return match.start() if match is not None else None


def begins_with_no_seed(text: str) -> bool:
    """Whether the very first word says it is no seed: "Transport żyta ..." is one, "Żyto ..., zaprawa" is not."""
    folded = fold(text)
    start = first_no_seed(folded)
    return start is not None and not re.search(r"[a-z]", folded[:start])


def begins_with_delivery(text: str) -> bool:
    """Whether the wording begins as the heading of a delivery's goods does, not as a service: "Dostawa: WZ 12/2025"."""
    return bool(_DELIVERY.match(fold(text)))


def begins_with_charge(text: str) -> bool:
    """Whether the wording begins as a charge about goods, or their empty package, does: "Dopłata za zaprawę ..."."""
    return bool(_CHARGE.match(fold(text)))


def names_no_sale(text: str) -> bool:
    """Whether the wording says that goods are returned, corrected, reserved or paid in advance: "... - zwrot"."""
    return bool(_NO_SALE.search(fold(text)))


def names_part(text: str) -> bool:
    """Whether the wording says that only a part of the quantity is handed over, or that a part of it is free."""
    return bool(_PART.search(fold(text)))


def redefines_unit(text: str) -> bool:
    """Whether the wording gives the seed unit another number of seeds than a million: "1 j.s. = 0,5 mln"."""
    return any(_number(million) != 1 for million in _REDEFINED.findall(fold(text)))


def states_weight(text: str) -> bool:
    """Whether the wording gives a package's weight: "worek 25 kg"."""
    return bool(_WEIGHT.search(fold(text)))


def names_another_in_stead(text: str) -> bool:
    """Whether a name stands there for another one: "SU Glacia (odp. KWS Serafino)"."""
    return bool(_IN_STEAD.search(fold(text)))


def with_seed_units(folded: str) -> str:
    """A folded wording with "j.s." where it stands misread behind a number ("1].s.", "20 l.s."), and with a space
    before a size that is glued to "F1"."""
    return _SIZE_BEHIND_GENERATION.sub(" ", _MISREAD_UNIT.sub(" j.s.", folded))


def package_sizes(text: str) -> frozenset[Decimal]:
    """Seed units in one package as stated: "BB 20 j.s." -> {20}, "1 j.s. (1 mln nasion)" -> {1}; empty if unstated.

    Seed units outrank a million of seeds, as "BB 20 j.s. (1 mln nasion)" says what one unit is. More than one size
    means that the wording contradicts itself, or multiplies ("2 x 1 j.s.").
    """
    folded = with_seed_units(fold(text))
    seeds = {_number(match) for match in _MILLIONS.findall(folded)}
    seeds |= {Decimal(re.sub(r"\D", "", match)) / _MILLION for match in _SEEDS.findall(folded)}
    seeds |= {Decimal(match) * 1000 / _MILLION for match in _THOUSANDS.findall(folded)}
    units = {_number(match) for match in _SEED_UNITS.findall(folded)}
    units |= {_number(match) for match in _PREFIXED_UNITS.findall(folded)}
    units |= {Decimal(match) for match in _BIG_BAG_SIZE.findall(folded)}
    units |= {Decimal(part) / Decimal(whole) for part, whole in _HALVES.findall(folded)}
    # A million of seeds is what one unit is, half of one may be how it is packed; more beside units contradicts them.
    sizes = units | {size for size in seeds if size is not None and size > 1} if units else seeds
    for match in _MULTIPLIED.finditer(folded):
        one, sign, times = match.group("one", "sign", "times") if match["one"] else match.group("size", "by", "many")
        sizes |= _both(_number(one), sign, _number(times))
    return frozenset(size for size in sizes if size is not None and size > 0)


def _both(one: Decimal | None, sign: str, times: Decimal | None) -> set[Decimal | None]:
    """A package of `one` and of so many of them together: which of the two is sold, the wording does not say."""
    if one is None or times is None:
        return {one}
    return {one, one + times if sign == "+" else one * times}


def package_kind(text: str) -> UnitKind | None:
    """BIG_BAG or BAG where the wording names the package, else None."""
    folded = fold(text)
    if _BIG_BAG.search(folded):
        return UnitKind.BIG_BAG
    return UnitKind.BAG if _BAG.search(folded) else None


def _number(text: str) -> Decimal | None:
    digits = text.translate(_DIGIT).replace(",", ".")
    return Decimal(digits) if re.fullmatch(r"\d+(?:\.\d+)?", digits) else None
