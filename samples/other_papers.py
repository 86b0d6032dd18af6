"""Texts of papers that are no invoice, in many wordings: what a classifier of document kinds must have seen.

Only text, rows in reading order; drawn papers (samples.layouts.papers) exist for a few of them besides.
"""

from __future__ import annotations

from random import Random

from samples.wording import amount, day
from samples.world import World

_HEADS: dict[str, tuple[str, ...]] = {
    "delivery_note": (
        "WZ - wydanie zewnętrzne nr {n}/{y}",
        "Dowód wydania {n}/{y}",
        "Dokument dostawy nr {n}",
        "List przewozowy {n}",
        "Specyfikacja wysyłkowa nr {n}/{y}",
        "Potwierdzenie odbioru towaru {n}",
        "Protokół zdawczo-odbiorczy nr {n}",
        "Awizo wydania {n}/{m}/{y}",
        "Wydanie z magazynu MG1 nr {n}",
    ),
    "receipt": (
        "PARAGON FISKALNY",
        "P A R A G O N  F I S K A L N Y",
        "Paragon nr {n}",
        "NIEFISKALNY paragon",
        "PARAGON nr wydr. {n}",
    ),
    "other": (
        "Zamówienie nr {n}/{y}",
        "Potwierdzenie zamówienia ZO/{n}/{y}",
        "Oferta handlowa nr {n}/{y}",
        "Umowa sprzedaży nr {n}/{y}",
        "Rachunek nr {n}/{y}",
        "Nota księgowa nr {n}",
        "Nota obciążeniowa {n}/{y}",
        "Wezwanie do zapłaty",
        "Potwierdzenie salda",
        "Potwierdzenie przelewu",
        "Polecenie przelewu krajowego",
        "Dowód wpłaty KP {n}",
        "Urzędowe poświadczenie odbioru",
        "Oświadczenie o przeznaczeniu materiału siewnego",
        "Etykieta kwalifikowanego materiału siewnego",
        "Świadectwo oceny laboratoryjnej nr {n}",
        "Cennik materiału siewnego jesień {y}",
        "Wniosek o dopłatę do materiału siewnego",
        "Harmonogram dostaw",
        "Szanowni Państwo,",
        "Szanowny Panie,",
        "Wyciąg bankowy nr {n}",
        "Faktura VAT RR nr {n}/{y}",
        "Protokół reklamacji {n}",
        "Karta charakterystyki odmiany",
    ),
}
_BODIES: dict[str, tuple[str, ...]] = {
    "delivery_note": (
        "Wystawca: {seller}",
        "Odbiorca: {buyer}",
        "Data wydania: {date}",
        "Lp. Nazwa towaru Ilość J.m. Nr partii",
        "1 {goods} {q} {u}",
        "2 {goods2} {q2} {u2}",
        "Magazyn: {city}",
        "Kierowca: {name}  Nr rej. {plate}",
        "Liczba palet: {k}",
        "Wydał:",
        "Odebrał:",
        "Towar wydano zgodnie z zamówieniem {n}",
        "Masa brutto: {kg} kg",
        "Uwagi: bez zastrzeżeń",
        "Podpis osoby odbierającej",
        "Razem ilość: {q}",
    ),
    "receipt": (
        "{seller}",
        "NIP {nip}",
        "{street}",
        "{goods} {q} x{price} {value}C",
        "{goods2} {q2} x{price2} {value2}A",
        "SPRZEDAŻ OPODATKOWANA C {value}",
        "PTU C 8,00% {vat}",
        "SUMA PTU {vat}",
        "SUMA PLN {value}",
        "Gotówka {value}",
        "KARTA PŁATNICZA {value}",
        "Reszta 0,00",
        "#00{k} KASJER nr 2",
        "{date} 11:4{k}",
        "Nr sys. {n}",
        "NIP nabywcy:",
    ),
    "other": (
        "{seller}",
        "{buyer}",
        "{street}",
        "Dotyczy: zamówienia nr {n}",
        "Przedmiot zamówienia: {goods} {q} {u}",
        "Prosimy o potwierdzenie terminu dostawy do dnia {date}.",
        "Cena jednostkowa netto {price} zł, wartość {value} zł",
        "Oferta ważna do {date}",
        "Termin realizacji: 14 dni",
        "Warunki płatności: przelew {k} dni",
        "Tytułem: zapłata za fakturę {n}",
        "Kwota: {value} PLN",
        "Nadawca: {buyer}",
        "Odbiorca: {seller}",
        "Zdolność kiełkowania 9{k} %",
        "Czystość 99,{k} %",
        "Kategoria C/1, partia PL{n}",
        "Uprzejmie informujemy, że zamówiony",
        "materiał siewny będzie do odbioru w przyszłym tygodniu.",
        "Faktura zostanie wystawiona w dniu odbioru towaru.",
        "Z poważaniem, dział handlowy",
        "Strony zawarły umowę następującej treści",
        "§ 1. Sprzedawca zobowiązuje się wydać",
        "§ 2. Kupujący zobowiązuje się zapłacić",
        "Saldo należności na dzień {date}: {value} zł",
        "Podpis i pieczęć",
        "Niniejszym wzywamy do zapłaty kwoty {value} zł",
        "Nr rachunku: 12 3456 7890",
        "Identyfikator dokumentu {n}",
        "Zwalniany od podatku na podstawie art. 113",
        "Oświadczam, że nabyty materiał siewny użyję do siewu",
    ),
}


def other_paper(world: World, kind: str) -> list[str]:
    """The rows of a paper of `kind` (delivery_note, receipt or other), title first."""
    rng = world.rng
    seller, buyer = world.seller(), world.farmer()
    one, two = world.rye(seller), (world.others(seller, 1) or [world.rye(seller)])[0]
    words = {
        "n": rng.randint(3, 9999),
        "y": rng.choice((2024, 2025, 2026)),
        "m": f"{rng.randint(1, 12):02}",
        "k": rng.randint(1, 9),
        "seller": seller.name,
        "nip": seller.nip,
        "street": f"{seller.street}, {seller.postal} {seller.city}",
        "city": seller.city,
        "buyer": buyer.name,
        "name": buyer.name,
        "plate": f"P{rng.choice('OZKLW')} {rng.randint(10000, 99999)}",
        "date": day(world.bill(seller, buyer).issue_date, rng.choice(("iso", "dots", "words"))),
        "kg": rng.randint(200, 9000),
        "goods": one.description,
        "q": one.quantity,
        "u": one.unit,
        "goods2": two.description,
        "q2": two.quantity,
        "u2": two.unit,
        "price": amount(one.price),
        "price2": amount(two.price),
        "value": amount(one.net),
        "value2": amount(two.net),
        "vat": amount(one.net * 8 / 100),
    }
    body = [row for row in _BODIES[kind] if rng.random() < 0.75]
    if rng.random() < 0.5:
        rng.shuffle(body)
    return [text.format(**words) for text in (_pick(rng, kind), *body)]


def _pick(rng: Random, kind: str) -> str:
    return rng.choice(_HEADS[kind])
