"""Invented sellers and farmers. No such firm or person is meant; NIPs and accounts have valid check digits."""

from __future__ import annotations

from random import Random

from samples.model import Farmer, Seller

_NIP_WEIGHTS = (6, 5, 7, 2, 3, 4, 5, 6, 7)

# name, aliases, street, postal code, city, layout, number style, VAT rate printed for seed
_SELLERS = (
    (
        "Siewpol Nasiennictwo Sp. z o.o.",
        "SIEWPOL",
        "ul. Magazynowa 14",
        "64-510",
        "Wronki",
        "boxed_grid",
        "FS {n}/{y}/MAG",
        8,
    ),
    (
        "Łubinowa Dolina Hurt Rolny S.A.",
        "ŁUBINOWA DOLINA",
        "ul. Zbożowa 3a",
        "87-140",
        "Chełmża",
        "shaded_header",
        "{n:04}/{m:02}/{y}/FV",
        5,
    ),
    (
        "Zagonek Agro Sp. z o.o. Sp. k.",
        "ZAGONEK AGRO",
        "ul. Polna 88",
        "14-300",
        "Morąg",
        "ksef_visual",
        "FV/{y}/{m:02}/{n}",
        8,
    ),
    ("P.H.U. ROLSIEW Grażyna Dębska", "ROLSIEW", "Stary Rynek 6", "06-100", "Pułtusk", "hand_typed", "{n}/{y}", 5),
    (
        "Kombinat Nasienny Brzeziny Sp. j. Wilk i Wspólnicy",
        "KN BRZEZINY",
        "ul. Kolejowa 21",
        "95-060",
        "Brzeziny",
        "wide_erp",
        "KNB-{n:06}-{y2}",
        8,
    ),
    (
        "Punkt Skupu i Zaopatrzenia TRAKT s.c.",
        "TRAKT s.c.",
        "ul. Traktowa 2",
        "09-200",
        "Sierpc",
        "roll",
        "F{n:05}/{y2}",
        8,
    ),
    (
        "Zielony Snop Centrum Ogrodniczo-Rolne Sp. z o.o.",
        "ZIELONY SNOP",
        "al. Niepodległości 40",
        "78-400",
        "Szczecinek",
        "modern_band",
        "ZS/{n}/{m:02}/{y}",
        5,
    ),
    (
        "Gminna Spółdzielnia Zaopatrzenia w Kruszewie",
        "GS KRUSZEWO",
        "Kruszewo 55",
        "07-440",
        "Goworowo",
        "character_grid",
        "{n}/FA/{y}",
        8,
    ),
    (
        "AgroHurt Nadwiślański Sp. z o.o.",
        "NADWIŚLAŃSKI",
        "ul. Portowa 9",
        "83-110",
        "Tczew",
        "two_line_items",
        "FVS-{y}-{n:05}",
        8,
    ),
    (
        "Miedza Plus Marek Sroka",
        "MIEDZA PLUS",
        "Lipniki 12",
        "07-436",
        "Lipniki",
        "totals_first",
        "FV {n}/{m:02}/{y2}",
        5,
    ),
)

_FIRST = (
    "Adam",
    "Bogdan",
    "Czesław",
    "Dorota",
    "Ewelina",
    "Grzegorz",
    "Halina",
    "Ireneusz",
    "Jadwiga",
    "Kazimierz",
    "Łukasz",
    "Małgorzata",
    "Norbert",
    "Olga",
    "Przemysław",
    "Roman",
    "Sławomir",
    "Teresa",
    "Urszula",
    "Wiesława",
)
_LAST = (
    "Gołąb",
    "Świerk",
    "Żuraw",
    "Dąbek",
    "Kłosek",
    "Ćwikła",
    "Mącznik",
    "Oręba",
    "Pszczółek",
    "Rębacz",
    "Skowron",
    "Trzcina",
    "Wójtowicz",
    "Źrebiec",
    "Borsuk",
    "Jesion",
    "Kmieć",
    "Łan",
    "Niedźwiedź",
    "Szuwar",
)
_VILLAGES = (
    ("Mokre Łąki", "06-330"),
    ("Żabin", "11-610"),
    ("Święte", "88-321"),
    ("Dębowa Góra", "96-130"),
    ("Głębokie", "72-010"),
    ("Ostrówek", "21-102"),
    ("Jeżewo", "64-840"),
    ("Krępa Wielka", "62-740"),
    ("Źródła", "55-330"),
    ("Łęgi", "18-411"),
)
_SURNAME_FREE_PREFIX = ("", "", "", "Gospodarstwo Rolne ", "Indywidualne Gospodarstwo Rolne ")


def make_nip(rng: Random) -> str:
    """A NIP whose check digit holds: weights 6 5 7 2 3 4 5 6 7, modulo 11; a remainder of 10 is no NIP."""
    while True:
        digits = [rng.randint(1, 9), rng.randint(1, 9), rng.randint(1, 9)] + [rng.randint(0, 9) for _ in range(6)]
        check = sum(w * d for w, d in zip(_NIP_WEIGHTS, digits, strict=True)) % 11
        if check != 10 and len(set(digits)) > 3:
            return "".join(map(str, digits)) + str(check)


def make_account(rng: Random) -> str:
    """A Polish account number (26 digits) whose IBAN check holds, in groups of four."""
    body = "".join(str(rng.randint(0, 9)) for _ in range(24))
    check = 98 - int(body + "252100") % 97  # "PL" as 2521, then 00
    digits = f"{check:02}{body}"
    return digits[:2] + " " + " ".join(digits[i : i + 4] for i in range(2, 26, 4))


def make_sellers(rng: Random) -> list[Seller]:
    """The approved partners, with fresh NIPs and accounts."""
    return [
        Seller(make_nip(rng), name, (alias,), street, postal, city, make_account(rng), layout, style, vat)
        for name, alias, street, postal, city, layout, style, vat in _SELLERS
    ]


def make_stranger(rng: Random, like: Seller) -> Seller:
    """A seller that is no partner, printing as `like` does."""
    return Seller(
        make_nip(rng),
        "Handel Obwoźny Zbigniew Pliszka",
        (),
        "ul. Bazarowa 1",
        "05-300",
        "Mińsk Mazowiecki",
        make_account(rng),
        like.layout,
        "{n}/{m:02}/{y}",
        like.seed_vat,
    )


def make_farmer(rng: Random, index: int, with_nip: bool = True) -> Farmer:
    """A farmer; names differ for the first 400 indices."""
    first = _FIRST[(index * 7 + index // 20) % len(_FIRST)]
    last = _LAST[index % len(_LAST)]
    if first.endswith("a") and last in ("Niedźwiedź", "Łan"):
        last = "Lis"
    village, postal = rng.choice(_VILLAGES)
    prefix = rng.choice(_SURNAME_FREE_PREFIX) if with_nip else ""
    plain = f"{first}.{last}".lower().translate(str.maketrans("ąćęłńóśźż", "acelnoszz"))
    return Farmer(
        f"U{index + 1:04}",
        f"{prefix}{first} {last}",
        make_nip(rng) if with_nip else "",
        f"{village} {rng.randint(1, 90)}",
        postal,
        village,
        f"{plain}{index + 1}@poczta.example",
    )


def spouse_of(rng: Random, farmer: Farmer) -> Farmer:
    """Same surname and house, another person and NIP."""
    *_, first, last = farmer.name.split()
    other = rng.choice([name for name in _FIRST if name.endswith("a") != first.endswith("a")])
    return Farmer("", f"{other} {last}", make_nip(rng), farmer.address, farmer.postal, farmer.city, "")
