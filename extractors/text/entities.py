"""What the wording of an invoice line says about the product: a spaCy pipeline with entity rules.

A blank Polish pipeline: a tokenizer tuned to trade wording ("BB20JS", "a'20 j.s.", "zapr.Celest") and span rules,
some of them fuzzy, over folded text. Words decide what words can: crop, hybrid or not, package size, what is no seed.
The variety's name alone gives no crop; the catalogue does.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from extractors.text.text_cells import fold
from programme.invoices import Crop, ProductMention, UnitKind
from programme.packages import with_seed_units

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Span
    from spacy.vocab import Vocab


_SEED_UNIT = (
    r"j\s?[.,]?\s?(?:[s5]|siewn?\w*)(?![a-z0-9])\.?|jedn?\s?\.?\s?siew\w*\.?|jednostk?\w*(?:\s+siew\w*)?\.?"
    r"|jedn\.?(?=\s|$|\)|,)|jed\.(?=\s|$)"
)
_TOKEN = re.compile(rf"(?P<js>(?<![a-z]){_SEED_UNIT})|(?P<f1>(?<![a-z])f\s?1(?!\d))|[a-z]+|\d+(?:[.,]\d+)?|[^\w\s]")
# A recogniser's letter for the last figure of a size: "2O j.s.".
_LETTER_FOR_FIGURE = re.compile(r"(?<=\d)[oli|!](?=\s?j\s?[.,]?\s?[s5])")
_FIGURES = {"o": "0", "l": "1", "i": "1", "|": "1", "!": "1"}
_SPLIT_THOUSANDS = re.compile(r"(?<=\d)[ \u00a0\u202f](?=000(?!\d))")


class _TradeTokenizer:
    """Cuts folded trade wording into words, numbers, signs, "j.s." and "F1" whatever is glued together."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        from spacy.tokens import Doc

        words, norms = [], []
        for match in _TOKEN.finditer(text):
            words.append(match[0])
            norms.append("js" if match["js"] else "f1" if match["f1"] else match[0])
        doc = Doc(self.vocab, words=words, spaces=[True] * len(words))
        for token, norm in zip(doc, norms, strict=True):
            token.norm_ = norm
        return doc

    def to_bytes(self, **_: Any) -> bytes:
        return b""

    def from_bytes(self, _: bytes, **__: Any) -> _TradeTokenizer:
        return self


def _stem(pattern: str) -> list[dict[str, Any]]:
    return [{"NORM": {"REGEX": f"^(?:{pattern})"}}]


def _word(pattern: str) -> list[dict[str, Any]]:
    return [{"NORM": {"REGEX": f"^(?:{pattern})$"}}]


def _fuzzy(word: str) -> list[dict[str, Any]]:
    return [{"NORM": {"FUZZY1": word}}]


_CROPS: dict[Crop, list[list[dict[str, Any]]]] = {
    Crop.TRITICALE: [
        _stem("pszen[zs2]yt|triticale|triticosec|pszenz|pszzyt"), _fuzzy("pszenzyto"), _fuzzy("pszenzyta"),
        [{"NORM": {"REGEX": "^ps[zx]en?$"}}, {"IS_PUNCT": True, "OP": "*"}, {"NORM": {"REGEX": "^[z2]yt"}}],
        [{"NORM": {"REGEX": "^psz$"}}, {"IS_PUNCT": True, "OP": "*"}, {"NORM": {"REGEX": "^zyt"}}],
    ],
    Crop.RYE: [
        _word("zyto|zyta|zytem|zycie|zyt|zyio|ryto|rye|roggen|secale"),
        [{"NORM": "2"}, {"NORM": {"REGEX": "^yt[oa]$"}}], [{"NORM": "zyt"}, {"NORM": "0"}],
    ],
    Crop.MAIZE: [_stem("kukurydz|maize|corn$|mais$|kukur"), _fuzzy("kukurydza"), _fuzzy("kukurydzy"), _word("kuk")],
    Crop.WHEAT: [_stem("pszenic|wheat|weizen|pszen$"), _fuzzy("pszenica"), _fuzzy("pszenicy"), _word("psz")],
    Crop.BARLEY: [_stem("jeczmie|barley|gerste"), _fuzzy("jeczmien"), _word("jecz")],
    Crop.OATS: [_word("owies|owsa|oats|hafer|owsem")],
    Crop.RAPESEED: [_stem("rzepak|rapeseed|canola"), _fuzzy("rzepak"), _fuzzy("rzepaku"), _word("rzep")],
    Crop.OTHER_SEED: [
        _stem("burak|slonecznik|soj[aei]$|soi$|groch|lubin|bobik|gorczyc|faceli|koniczyn|lucern|traw[aiy]|ziemniak|gryk|"
              "pros[oa]$|sorg|wyk[aiy]$|seradel|rzodk|zycic|mieszank|poplon|miedzyplon|krzyc|swietojansk|len$|lnu$|kostrzew|"
              "tymotk|rajgras|sadzeniak"),
    ],
}  # fmt: skip
_RULES: dict[str, list[list[dict[str, Any]]]] = {
    "HYBRID": [
        _stem("hybr|mieszanc|plushyb|hybpl"), _word("hyb|f1|mieszan|miesz"), _fuzzy("hybrydowe"), _fuzzy("mieszancowe"),
        _fuzzy("hybrydowego"),
    ],
    "PLUSHYBRIDS": [
        _stem("plush[yv]b"), _fuzzy("plushybrids"), [{"NORM": "plus"}, {"NORM": {"REGEX": "^hybrid"}}],
        [{"NORM": "plus"}, {"IS_PUNCT": True}, {"NORM": {"REGEX": "^hybrid"}}],
    ],
    "POPULATION": [_stem("populac"), _word("pop"), _stem("syntetyczn")],
    "GRAIN": [_stem("konsumpc|paszow")],
    "NEVER_SEED": [
        _stem("transport|uslug|kaucj|fracht|przewoz"), [{"NORM": {"REGEX": "^oplat"}}],
        [{"NORM": {"REGEX": "^licencj"}}], [{"NORM": {"REGEX": "^zaprawiani"}}], [{"NORM": {"REGEX": "^odsetk"}}],
    ],
    "OTHER_GOODS": [
        _stem("palet|ksiaz|poradnik|herbicyd|fungicyd|insektycyd|adiuwant|nawoz|saletr|mocznik|polifosk|polidap|rabat|bonus|"
              "regulator|stymulator|wapno|olej|paliw|czapk|koszulk|folia|sznurek|katalog|dostaw|koszt|skonto|upust|gadzet|"
              "siarczan|superfosf|odzywk|kreda|sol$|czasopism|prenumerat|badani|analiz|prob[ay]|zaliczk|przedplat|opakowania$|"
              "worki$|plandek|tablic|etykiet|baner|rękawic|rekawic"),
    ],
    "TREATMENT": [_stem("zapraw|celest|vibrance|redigo|kinto|rubin$|systiva|maxim$|bariton|certicor|initio")],
    "BIG_BAG": [
        _word("bb|bigbag|bigbagi|bigbagow"),
        [{"NORM": "big"}, {"IS_PUNCT": True, "OP": "?"}, {"NORM": {"REGEX": "^bag"}}],
        [{"NORM": "b"}, {"NORM": "."}, {"NORM": "b"}],
    ],
    "BAG": [_word("worek|wor|worku|workach|wrk|op|opak|opakowanie|opakowaniu|bag|pack")],
    "BRAND": [_word("kws|kw5|kvvs|su|lg|dk|dekalb|pioneer|danko")],
    "MASS_OR_VOLUME": [[{"LIKE_NUM": True}, {"NORM": {"REGEX": "^(?:kg|t|l|ml|g|litr\\w*)$"}}]],
}  # fmt: skip


@lru_cache(maxsize=1)
def pipeline() -> Language:
    """The spaCy pipeline: blank Polish, tuned tokenizer, span rules (loaded once)."""
    import spacy

    nlp = spacy.blank("pl")
    nlp.tokenizer = _TradeTokenizer(nlp.vocab)
    ruler: Any = nlp.add_pipe("span_ruler", config={"spans_key": "trade", "overwrite": True})
    patterns = [{"label": f"CROP:{crop.value}", "pattern": p} for crop, rules in _CROPS.items() for p in rules]
    patterns += [{"label": label, "pattern": p} for label, rules in _RULES.items() for p in rules]
    ruler.add_patterns(patterns)
    return nlp


def describe(text: str) -> ProductMention:
    """What a line's wording says: crop, hybrid, seed units in a package, the package, or that it is no seed.

    `package_units` are seed units; kernels are counted as units for hybrid rye alone, about one million to a
    unit (two units a hectare give 200 plants a square metre). A big bag without a size, or sizes that
    contradict each other, give None.
    """
    plain = _LETTER_FOR_FIGURE.sub(
        lambda match: _FIGURES[match[0]], _SPLIT_THOUSANDS.sub("", with_seed_units(fold(text)))
    )
    doc = pipeline()(plain)
    spans: list[Span] = list(doc.spans["trade"])
    labels = {span.label_ for span in spans}
    seed_units = any(token.norm_ == "js" for token in doc)
    if _is_not_seed(spans, labels, seed_units):
        leading = _leading_goods(spans, _crop_places(spans))
        return ProductMention(not_seed=True, led_by_goods=leading is not None and not _HEADS_SEED.match(leading))
    crop, hybrid = _crop(doc, labels)
    kind = UnitKind.BIG_BAG if "BIG_BAG" in labels else UnitKind.BAG if "BAG" in labels else None
    return ProductMention(crop=crop, hybrid=hybrid, package_units=_package_units(doc, spans, crop), package_kind=kind)


_HEADS_SEED = re.compile("dostaw|worki|opakowania")  # words that may stand over, or before, seed as well


def _leading_goods(spans: list[Span], crops: list[int]) -> str | None:
    """The word for other goods that stands before any crop or brand, if one does."""
    goods = min((span for span in spans if span.label_ == "OTHER_GOODS"), key=lambda span: span.start, default=None)
    return goods[0].norm_ if goods is not None and goods.start < min(crops, default=goods.end) else None


def _crop_places(spans: list[Span]) -> list[int]:
    return [span.start for span in spans if span.label_.startswith("CROP:") or span.label_ in ("BRAND", "PLUSHYBRIDS")]


def _is_not_seed(spans: list[Span], labels: set[str], seed_units: bool) -> bool:
    crops = _crop_places(spans)
    if "NEVER_SEED" in labels or _leading_goods(spans, crops) is not None:
        return True
    if "GRAIN" in labels:
        return True
    # A treatment without any crop, brand or unit of seed is sold by itself; "Celest Trio 5 L" too.
    return "TREATMENT" in labels and not crops and not seed_units and "HYBRID" not in labels


def _crop(doc: Doc, labels: set[str]) -> tuple[Crop | None, bool]:
    hybrid = bool(labels & {"HYBRID", "PLUSHYBRIDS"})
    named = {Crop(label.removeprefix("CROP:")) for label in labels if label.startswith("CROP:")}
    if Crop.TRITICALE in named:
        # "pszen żyto", "psz. żyto": its parts are no wheat and no rye.
        named -= {Crop.RYE, Crop.WHEAT}
    if Crop.OTHER_SEED in named:
        return Crop.OTHER_SEED, hybrid
    if len(named) > 1:
        return None, hybrid
    if not named:
        return (Crop.HYBRID_RYE, True) if "PLUSHYBRIDS" in labels else (None, hybrid)
    crop = named.pop()
    if crop is Crop.RYE:
        # Recognisers read the figure of "F1" as a letter; beside rye nothing else is written so.
        hybrid = hybrid or any(token.norm_ in ("fi", "fl") for token in doc)
        if hybrid and "POPULATION" not in labels:
            return Crop.HYBRID_RYE, True
        return Crop.RYE, False
    return crop, hybrid


_GLUE = {"a", "'", "’", "`", "´", "po", "-", "–", "/", "x", "(", ":", ".", "=", "à", ",", "wg", "o", "poj", "zaw"}
_MILLION = re.compile(r"m[li]n|mio")  # recognisers take the "l" of "mln" for an "i"
_KERNELS = re.compile(r"^(?:nas\w*|ziar\w*|zaren|szt|kiel\w*|k|seeds|kernels|zdolnych)$")


def _package_units(doc: Doc, spans: list[Span], crop: Crop | None) -> Decimal | None:
    packaged: set[Decimal] = set()
    plain: set[Decimal] = set()
    package_ends = [span.end for span in spans if span.label_ in ("BIG_BAG", "BAG")]
    for index in range(len(doc)):
        number = _number(doc, index)
        if number is None:
            continue
        units = _units_of(doc, index, number, crop)
        attached = _follows_package(doc, index, package_ends)
        if units is None and attached and _bare_size(doc, index, number, spans):
            units = number
        if units is None or units <= 0 or units > 100:
            continue
        if index and doc[index - 1].norm_.startswith("palet"):
            continue
        (packaged if attached else plain).add(units)
    chosen = packaged or plain
    return chosen.pop() if len(chosen) == 1 else None


def _number(doc: Doc, index: int) -> Decimal | None:
    text = doc[index].norm_
    if re.fullmatch(r"\d+(?:[.,]\d+)?", text):
        if index and doc[index - 1].norm_ in (".", ",") and index > 1 and doc[index - 2].norm_.isdigit():
            return None
        return Decimal(text.replace(",", "."))
    if text in ("l", "i", "|") and index + 1 < len(doc) and doc[index + 1].norm_ == "js":
        return Decimal(1)
    return None


def _units_of(doc: Doc, index: int, number: Decimal, crop: Crop | None) -> Decimal | None:
    following = [token.norm_ for token in doc[index + 1 : index + 5]]
    if following[:1] == ["js"]:
        return None if following[1:3] == ["/", "ha"] else number
    if following and _MILLION.fullmatch(following[0]) and crop is Crop.HYBRID_RYE:
        rest = [word for word in following[1:] if word != "."]
        if rest and _KERNELS.match(rest[0]):
            return number
        if following[0] in ("mln", "mio") and (not rest or rest[0] in (")", ",", "/")):
            return number
    return None


def _follows_package(doc: Doc, index: int, package_ends: list[int]) -> bool:
    back = index
    while back > 0 and doc[back - 1].norm_ in _GLUE:
        back -= 1
    return back in package_ends


def _bare_size(doc: Doc, index: int, number: Decimal, spans: list[Span]) -> bool:
    """Whether "big bag 25" counts units: only a big bag, a plausible whole number and no other measure behind it."""
    big = any(span.label_ == "BIG_BAG" and span.end <= index for span in spans)
    following = doc[index + 1].norm_ if index + 1 < len(doc) else ""
    measured = following in ("kg", "t", "l", "szt", "mln", "tys", "x", "ton", "%", "/") or following.startswith(
        ("ton", "kg")
    )
    return big and number == number.to_integral_value() and 2 <= number <= 60 and not measured
