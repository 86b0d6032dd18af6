"""The catalogue used where a programme brings none: KWS hybrid ryes that count, and look-alikes that do not."""

from __future__ import annotations

import csv
from decimal import Decimal
from functools import cache
from importlib.resources import files

from programme.registry import Product


@cache
def default_products() -> tuple[Product, ...]:
    """The products of data/default_products.csv (columns of an intake's products.csv).

    Eligible: the KWS hybrid ryes known from variety recommendations and trade names. Not eligible, so that they
    are recognised: other breeders' hybrids, population ryes, KWS barleys, wheats, triticale and maize.
    """
    text = files("programme").joinpath("data", "default_products.csv").read_text(encoding="utf-8")
    return tuple(
        Product(
            sku=row["sku"],
            name=row["name"],
            aliases=tuple(alias for alias in row["aliases"].split("|") if alias),
            crop=row["crop"],
            eligible=row["eligible"] == "true",
            seed_units_per_package=Decimal(row["seed_units_per_package"]),
        )
        for row in csv.DictReader(text.splitlines())
    )
