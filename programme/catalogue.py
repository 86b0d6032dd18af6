"""The closed catalogue: which product a line of an invoice is, whether it counts, and how many seed units it is.

What is not in the catalogue does not count; what cannot be told apart is a doubt, never a guess.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from programme.formats import plain
from programme.invoices import Crop, LineItem, UnitKind, Value
from programme.line_packages import is_of_kind, line_unit, package_of, product_of, stated_sizes
from programme.packages import (
    begins_with_charge,
    begins_with_delivery,
    begins_with_no_seed,
    crops_named,
    names_another_in_stead,
    names_hybrid,
    names_no_sale,
    names_no_seed,
    names_other_rye,
    names_part,
    package_kind,
    package_sizes,
    redefines_unit,
    states_weight,
)
from programme.registry import Product
from programme.service_notes import before_note
from programme.varieties import (
    BREEDERS,
    Sighting,
    brands_named,
    comes_near,
    counts,
    is_alone,
    is_led_by_another_thing,
    names_another_first,
    names_variety,
    nearest,
    sightings,
    varieties_of,
)

_RYES = frozenset({Crop.RYE, Crop.HYBRID_RYE})
_KNOWN_CROPS = frozenset(crop.value for crop in Crop)
_MEASURED = frozenset({UnitKind.MASS, UnitKind.VOLUME, UnitKind.AREA})
_PACKED = frozenset({UnitKind.BAG, UnitKind.BIG_BAG, UnitKind.PIECE})


class Resolution(Value):
    """What a line is by the catalogue.

    `eligible` None: cannot be told. `seed_units` is set only for an eligible line whose quantity converts.
    `doubt` (English, for people) is set whenever a person must look; such a line never counts by machine.
    `reason` says how the answer was found.
    """

    sku: str | None = None
    eligible: bool | None = False
    seed_units: Decimal | None = None
    crop: Crop | None = None
    doubt: str | None = None
    reason: str = ""


def resolve_line(
    line: LineItem, products: Sequence[Product], eligible_crop: Crop | None = Crop.HYBRID_RYE
) -> Resolution:
    """The product of `line`, whether it counts, and its quantity in seed units.

    A product counts where the catalogue says eligible and its crop is `eligible_crop` (a crop word of the
    organiser's own is left to the eligible flag; None asks for no crop).
    """
    line = _without_note(line, products)
    crops = crops_named(line.description) | ({line.mention.crop} if line.mention.crop else frozenset())
    crop = _one_crop(crops, line)
    found = sightings(line.description, products)
    if not found:
        return _without_variety(line, crops, products)
    best = nearest(found)
    if _is_no_seed(line) and not _looks_like_seed(line, crops, best[0]):
        return _no_seed(line, crops, best, eligible_crop)
    if len(best) > 1:
        return _several(best, crop)
    sighting = best[0]
    product = product_of(sighting.variety, line)
    if not any(_counts(item, eligible_crop) for item in sighting.variety.products):
        sku = product.sku if product else sighting.variety.products[0].sku
        return Resolution(sku=sku, crop=crop, reason="this product does not count")
    objection = _objection(sighting, line, crops)
    if objection is not None:
        return objection
    if not all(_counts(item, eligible_crop) for item in sighting.variety.products):
        if product is None:
            return Resolution(eligible=None, crop=crop, doubt="some packages of this variety count and others do not")
        if not _counts(product, eligible_crop):
            return Resolution(sku=product.sku, crop=crop, reason="this product does not count")
    listed = frozenset(item.seed_units_per_package for item in products if item.eligible)
    return _in_seed_units(line, sighting, product, listed)


def _counts(product: Product, eligible_crop: Crop | None) -> bool:
    if not product.eligible:
        return False
    return eligible_crop is None or product.crop not in _KNOWN_CROPS or product.crop == eligible_crop


def _without_variety(line: LineItem, crops: frozenset[Crop], products: Sequence[Product]) -> Resolution:
    """A line on which no variety of the catalogue was found: none of its products, unless its name may be lost."""
    crop = _one_crop(crops, line)
    doubt = None
    near = _may_be_misread(line, crops, products)
    if _may_have_lost_its_name(line, crops, products):
        doubt = "the variety is not named or was not read"
    elif _is_seed_of_the_breeder(line, crops, products):
        doubt = "seed of the breeder whose variety the catalogue lacks"
    elif near is not None:
        doubt = f"near to {near}, unsurely"
    if doubt is None:
        return Resolution(crop=crop, reason="no variety of the catalogue is named")
    return Resolution(eligible=None, crop=crop, doubt=doubt)


def _may_have_lost_its_name(line: LineItem, crops: frozenset[Crop], products: Sequence[Product]) -> bool:
    """Whether nothing is left of the wording but what any seed says (a breeder, "żyto", a package): such a line may
    be of a variety that counts, its name lost in reading or never printed."""
    if not _may_be_hybrid_rye(line, crops) or names_variety(line.description):
        return False
    if _names_the_breeder(line, products):
        return True
    unit = line_unit(line)
    return unit is UnitKind.SEED_UNIT or (bool(crops) and unit not in _MEASURED)


def _is_seed_of_the_breeder(line: LineItem, crops: frozenset[Crop], products: Sequence[Product]) -> bool:
    """Whether the line is rye, or anything in seed units, of a breeder whose rye counts: its variety may be one of the
    catalogue's, misread beyond recognition."""
    if not _may_be_hybrid_rye(line, crops) or not _names_the_breeder(line, products):
        return False
    return bool(crops) or names_hybrid(line.description) or line_unit(line) is UnitKind.SEED_UNIT


def _may_be_hybrid_rye(line: LineItem, crops: frozenset[Crop]) -> bool:
    """Whether the line names no other crop, no other rye and no service."""
    return not (crops - _RYES or _is_service(line, crops) or names_other_rye(line.description))


def _is_service(line: LineItem, crops: frozenset[Crop]) -> bool:
    """Whether the line names no seed; rye by the seed unit is one, whatever word stands behind it."""
    sold = bool(crops & _RYES) and line_unit(line) is UnitKind.SEED_UNIT
    return _is_no_seed(line) and (not sold or begins_with_no_seed(line.description))


def _may_be_misread(line: LineItem, crops: frozenset[Crop], products: Sequence[Product]) -> str | None:
    """The product that counts which the line may be, misread; None where it says that it is another thing."""
    unit = line_unit(line)
    # A rye's wording may go on with its treatment ("Zaprawa: Vibrance"): that makes it no chemical.
    no_seed = line.mention.not_seed if crops & _RYES else _is_no_seed(line)
    if crops - _RYES or no_seed or unit in _MEASURED:
        return None
    sold_as_seed = unit is UnitKind.SEED_UNIT or bool(package_sizes(line.description) or crops)
    return comes_near(line.description, products, sold_as_seed)


def _names_the_breeder(line: LineItem, products: Sequence[Product]) -> bool:
    varieties = varieties_of(tuple(products))
    brands = {brand for v in varieties if counts(v) for brand in v.brands}
    return bool(brands & brands_named(line.description))


def _one_crop(crops: frozenset[Crop], line: LineItem) -> Crop | None:
    others = crops - _RYES
    if others:
        return min(others)
    if crops:
        return Crop.HYBRID_RYE if Crop.HYBRID_RYE in crops or names_hybrid(line.description) else Crop.RYE
    return None


def _is_no_seed(line: LineItem) -> bool:
    return line.mention.not_seed or names_no_seed(line.description)


def _looks_like_seed(line: LineItem, crops: frozenset[Crop], sighting: Sighting) -> bool:
    """A seed line may name its treatment; but what the tagger calls no seed is none."""
    if line.mention.not_seed or begins_with_no_seed(line.description) or sighting.edits > 0:
        return False
    in_units = line_unit(line) is UnitKind.SEED_UNIT
    if crops & _RYES:
        return sighting.brand is not None or in_units
    packed = in_units or bool(package_sizes(line.description)) or names_hybrid(line.description)
    return _is_branded(sighting, line) and packed and not crops


def _is_branded(sighting: Sighting, line: LineItem) -> bool:
    """Whether the variety's own brand is printed before its name, or anywhere in the line ("Igor F1 KWS")."""
    return sighting.brand in sighting.variety.brands or bool(sighting.variety.brands & brands_named(line.description))


def _no_seed(
    line: LineItem, crops: frozenset[Crop], best: Sequence[Sighting], eligible_crop: Crop | None
) -> Resolution:
    """No seed where the line begins with what it is; a variety that counts, with such a word behind it, is a doubt:
    a treatment stands in the notes of many a seed line."""
    counts = any(_counts(product, eligible_crop) for sighting in best for product in sighting.variety.products)
    named = [sighting for sighting in best if _is_named(sighting, line, crops)]
    crop = _one_crop(crops, line)
    led = all(is_led_by_another_thing(line.description, sighting) for sighting in named)
    # Sold by the seed unit: a leading word may be a heading's, read as part of the line.
    if counts and named and (_sold_as_seed(line) or (not led and not begins_with_no_seed(line.description))):
        return Resolution(eligible=None, crop=crop, doubt="a variety that counts beside a word for another thing")
    return Resolution(crop=crop, reason="no seed: a service, a chemical or another thing")


def _is_named(sighting: Sighting, line: LineItem, crops: frozenset[Crop]) -> bool:
    """Whether the variety is there as one, not as a common word: with its brand, or to the letter on a line of seed."""
    if _is_branded(sighting, line):
        return True
    return sighting.edits == 0 and (_says_seed(line, crops) or is_alone(line.description, sighting))


def _says_seed(line: LineItem, crops: frozenset[Crop]) -> bool:
    """Whether rye, a hybrid, the size of a package or seed units are said beside the variety's name."""
    return (
        bool(crops & _RYES or package_sizes(line.description))
        or names_hybrid(line.description)
        or line_unit(line) is UnitKind.SEED_UNIT
    )


def _without_note(line: LineItem, products: Sequence[Product]) -> LineItem:
    """The line without a note of a service that comes with the seed, where what stands before it names a variety with
    its brand or crop."""
    head = before_note(line.description)
    if head is None or begins_with_no_seed(line.description):
        return line
    seen = sightings(head, products)
    branded = any(sighting.edits == 0 and sighting.brand in sighting.variety.brands for sighting in seen[:1])
    if not branded and not crops_named(head) & _RYES:
        return line
    mention = line.mention.model_copy(update={"not_seed": False, "package_kind": package_kind(head)})
    cut = line.model_copy(update={"description": head, "mention": mention})
    return cut if _sold_as_seed(cut) else line


def _sold_as_seed(line: LineItem) -> bool:
    """Whether the line is counted in seed units, in bags, in pieces of so many, or in a unit that was not read."""
    text, unit = line.description, line_unit(line)
    service, delivery = begins_with_no_seed(text), begins_with_delivery(text)
    led = line.mention.led_by_goods and not delivery
    # Other goods lead: only where seed is said too, its name may have been read into theirs.
    by_name = bool(crops_named(text) & _RYES) if led else delivery or not service
    packed = by_name or bool(package_sizes(text))
    if unit in _PACKED or (led and not packed):
        return packed
    return unit is UnitKind.SEED_UNIT or (unit is None and not service)


def _several(best: Sequence[Sighting], crop: Crop | None) -> Resolution:
    if not any(counts(sighting.variety) for sighting in best):
        return Resolution(crop=crop, reason="none of the products it may be counts")
    names = ", ".join(sorted(sighting.variety.products[0].name for sighting in best))
    return Resolution(eligible=None, crop=crop, doubt=f"several varieties are equally near: {names}")


def _objection(sighting: Sighting, line: LineItem, crops: frozenset[Crop]) -> Resolution | None:
    """What speaks against an eligible variety: another crop, another breeder, a bare word, another rye."""
    others = crops - _RYES
    crop = _one_crop(crops, line)
    if others:
        if sighting.edits > 0 or (sighting.brand is None and not crops & _RYES):
            return Resolution(crop=crop, reason=f"the line names another crop: {crop}")
        return Resolution(eligible=None, crop=crop, doubt=f"a rye variety on a line that names {crop}")
    if sighting.brand is None and sighting.edits == 0 and not _says_seed(line, crops):
        bare = "the variety's word alone, without brand, crop or seed unit"
        if is_alone(line.description, sighting) and line_unit(line) not in (UnitKind.MASS, UnitKind.VOLUME):
            return Resolution(eligible=None, crop=crop, doubt=bare)
        return Resolution(crop=crop, reason=bare)
    doubt = _not_its_sale(sighting, line, crops)
    if doubt is None and sighting.brand is None and sighting.edits > 0:
        # A misspelt name alone may be another breeder's variety.
        doubt = f"near to {sighting.variety.products[0].name}, unsurely"
    if doubt is None and line.exact_wording and not (sighting.edits == 0 and sighting.whole):
        # No reader has misread it: what is printed is another name, or a slip of the seller's.
        doubt = f"near to {sighting.variety.products[0].name}, but printed otherwise"
    return Resolution(eligible=None, crop=crop, doubt=doubt) if doubt is not None else None


def _not_its_sale(sighting: Sighting, line: LineItem, crops: frozenset[Crop]) -> str | None:
    """Why the line may not sell seed of the variety though it names it: a doubt, or None."""
    text, own, printed = line.description, sighting.variety.brands, sighting.brand
    if begins_with_charge(text):
        return "a charge about seed, or seed"
    if names_no_sale(text):
        return "seed returned, corrected or paid in advance, or sold"
    if names_part(text):
        return "a part of the quantity is not handed over, or free"
    if redefines_unit(text):
        return "the seed unit is said to be no million of seeds"
    if names_other_rye(text):
        return "a hybrid variety on a line that names another rye"
    if printed is not None and own and printed not in own:
        return f"the variety stands after another brand: {printed}"
    if own and (brands_named(text) & BREEDERS) - own:
        return "the line names another breeder too"
    if names_another_in_stead(text):
        return "the variety may stand in the stead of another"
    if names_another_first(text, sighting):
        return "another name stands between the crop and the variety"
    if is_led_by_another_thing(text, sighting) and not _says_crop_and_unit(line, crops):
        return "a word stands before the variety that no wording of seed has"
    return None


def _says_crop_and_unit(line: LineItem, crops: frozenset[Crop]) -> bool:
    """Whether the line says rye or a hybrid, and seed units: it sells seed whatever else leads ("Hit! Żyto ...")."""
    counted = line_unit(line) is UnitKind.SEED_UNIT or bool(package_sizes(line.description))
    return counted and (bool(crops & _RYES) or names_hybrid(line.description))


def _in_seed_units(
    line: LineItem, sighting: Sighting, product: Product | None, listed: frozenset[Decimal]
) -> Resolution:
    """`listed`: the sizes of all packages the catalogue knows; where it knows big bags, one of another size is
    doubtful (a multipack of a few bags is not)."""
    base = Resolution(sku=product.sku if product else None, eligible=True, crop=Crop.HYBRID_RYE)
    quantity = line.quantity.value if line.quantity else None
    unit = line_unit(line)
    if quantity is None:
        return base.model_copy(update={"doubt": "the quantity was not read"})
    if quantity <= 0:
        return base.model_copy(update={"doubt": "the quantity is not positive"})
    if unit is UnitKind.SEED_UNIT:
        # The unit wins over packages the text mentions: 40 j.s. of "BB 20 j.s." are 40 units.
        return base.model_copy(update={"seed_units": quantity, "reason": "quantity stated in seed units"})
    if unit not in _PACKED:
        why = "weight has no fixed seed units" if unit is UnitKind.MASS else f"unit {line.unit or '(none)'} unknown"
        return base.model_copy(update={"doubt": why})
    sizes = stated_sizes(line, sighting.variety)
    if len(sizes) > 1:
        return base.model_copy(
            update={"doubt": f"the text states several package sizes: {', '.join(map(plain, sorted(sizes)))}"}
        )
    if sizes:
        size = next(iter(sizes))
        large = [known for known in listed if known > 1]
        if large and size not in listed and size >= min(large) / 2:
            return base.model_copy(update={"doubt": f"no package of {plain(size)} seed units is in the catalogue"})
        return base.model_copy(
            update={"seed_units": quantity * size, "reason": f"packages of {size} seed units, as the text states"}
        )
    if product is None or not is_of_kind(product, package_of(line)) or states_weight(line.description):
        return base.model_copy(update={"doubt": "the size of the package is not stated"})
    size = product.seed_units_per_package
    return base.model_copy(
        update={"seed_units": quantity * size, "reason": f"packages of {size} seed units, by the catalogue"}
    )
