"""The words of labels on Polish and bilingual invoices, by what stands behind them.

Without diacritics and in small letters; `labels` finds them in spite of noise. Sources: art. 106e of the VAT act, the
KSeF visualisation, common layouts.
"""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What stands behind a label."""

    ISSUE_DATE = "issue_date"
    SALE_DATE = "sale_date"
    ISSUE_AND_SALE = "issue_and_sale"
    OTHER_DATE = "other_date"
    PLACE = "place"
    NUMBER = "number"
    OTHER_NUMBER = "other_number"
    CORRECTED = "corrected"
    KSEF = "ksef"
    SELLER = "seller"
    BUYER = "buyer"
    RECIPIENT = "recipient"
    SELLER_NIP = "seller_nip"
    BUYER_NIP = "buyer_nip"
    RECIPIENT_NIP = "recipient_nip"
    NIP = "nip"
    OTHER_ID = "other_id"
    CONTACT = "contact"
    NAME = "name"
    ADDRESS = "address"
    TABLE = "table"
    PAYMENT = "payment"
    WORDS = "words"
    SIGNATURE = "signature"


DATE_ROLES = (Role.ISSUE_DATE, Role.SALE_DATE, Role.ISSUE_AND_SALE, Role.OTHER_DATE)

# The nouns that head a party, alone or in longer captions.
PARTY_NOUNS = (
    "sprzedawca", "sprzedajacy", "dostawca", "wystawca", "nabywca", "kupujacy", "odbiorca", "zamawiajacy", "platnik",
)  # fmt: skip

# What a NIP is called, and whose it may be said to be: "NIP nabywcy", "Nr rej. VAT klienta", "Nasz nr NIP".
_NIP_NAMES = (
    "nip", "nr nip", "numer nip", "nip ue", "nip pesel", "nr rej vat", "nr rejestracyjny vat",
    "numer rejestracyjny vat", "nr vat", "numer vat", "nr vat ue", "numer vat ue", "vat ue", "vat id",
    "id vat", "nr podatkowy", "numer podatkowy",
    "id podatkowy", "identyfikator podatkowy", "nr ident podat", "nr identyfikacyjny", "numer identyfikacyjny",
    "nr identyfikacji podatkowej", "numer identyfikacji podatkowej",
)  # fmt: skip
_OF_SELLER = ("sprzedawcy", "wystawcy", "dostawcy", "sprzedajacego", "zbywcy", "podatnika")
_OF_BUYER = ("odbiorcy faktury", "nabywcy", "kupujacego", "klienta", "zamawiajacego", "platnika", "kontrahenta")


def _nip_labels(owners: tuple[str, ...], before: tuple[str, ...] = ()) -> tuple[str, ...]:
    behind = [f"{name} {owner}" for name in _NIP_NAMES for owner in owners]
    return (*behind, *(f"{owner} {name}" for name in _NIP_NAMES for owner in before))


LEXICON: dict[Role, tuple[str, ...]] = {
    Role.ISSUE_DATE: (
        "data wystawienia", "data wystawienia faktury", "data wystawienia dokumentu", "wystawiono dnia",
        "wystawiona dnia", "wystawiono", "data i miejsce wystawienia", "miejsce i data wystawienia", "data faktury",
        "data wyst", "dt wyst", "d wyst", "data dokumentu", "data dok", "issue date", "date of issue", "invoice date",
        "date issued", "faktura z dnia", "issued on", "wystawiono w dniu", "w dniu wystawienia",
        "data wystawienia faktury vat", "place and date of issue", "rechnungsdatum",
    ),
    Role.SALE_DATE: (
        "data sprzedazy", "data dostawy", "data dost", "data dokonania dostawy", "data zakonczenia dostawy",
        "data wykonania uslugi", "data wykonania", "data wydania", "data wydania towaru", "data dostawy uslugi",
        "sprzedano dnia", "data sprz", "d sprz", "data dokonania lub zakonczenia dostawy towarow lub wykonania uslugi",
        "data zakonczenia dostawy uslugi", "data dostawy wykonania uslugi", "data dostawy towaru",
        "data dokonania sprzedazy", "dostarczono", "data zakonczenia dostawy towarow", "sale date", "date of sale",
        "delivery date", "date of delivery", "supply date", "data sprzedazy dostawy",
        "data dokonania lub zakonczenia dostawy towarow", "data zakonczenia dostawy towarow lub wykonania uslugi",
        "data dokonania lub zakonczenia dostawy", "data zakonczenia uslugi", "date of supply", "sprzedaz dnia",
        "data dostawy lub wykonania uslugi", "data sprzedazy towaru", "data realizacji dostawy", "dostawa z dnia",
        "wydano dnia", "data swiadczenia", "data swiadczenia uslugi", "data swiadczenia uslug",
        "data dokonania dostawy towarow", "dzien dostawy", "dzien sprzedazy", "lieferdatum", "sprzedano",
        "data dokonania dostawy towarow lub wykonania uslugi", "data dostawy wykonania", "data wykonania dostawy",
    ),
    Role.ISSUE_AND_SALE: (
        "data wystawienia i sprzedazy", "data wystawienia sprzedazy", "data wystawienia i dostawy",
        "data sprzedazy i wystawienia", "data wystawienia oraz sprzedazy", "data wystawienia i data sprzedazy",
    ),
    Role.OTHER_DATE: (
        "termin platnosci", "termin zaplaty", "data platnosci", "data zaplaty", "data wydruku", "wydrukowano",
        "data duplikatu", "duplikat z dnia", "duplikat wystawiono", "data wystawienia duplikatu", "data zamowienia",
        "zamowienie z dnia", "due date", "payment date", "payment due", "print date", "order date", "zaplata do",
        "platne do", "platnosc do", "termin", "zaplacono dnia", "data wplywu", "data otrzymania", "data odbioru",
        "data umowy", "wz z dnia", "data wz", "data wystawienia faktury korygowanej", "data faktury korygowanej",
        "data wystawienia korygowanej", "data przyjecia", "data wystawienia wz", "data waznosci", "wazne do",
        "data utworzenia", "data obowiazku podatkowego", "data godzina", "data powstania obowiazku podatkowego",
        "data kursu", "wystawienia faktury korygowanej", "data ksiegowania", "data wystawienia faktury ktorej dotyczy",
        "data faktury ktorej dotyczy", "date of payment", "data druku", "data wplaty", "data zaliczki",
        "data otrzymania zaplaty", "data zaladunku", "data wyjazdu", "termin realizacji", "wg proformy z dnia",
        "z terminem platnosci", "maturity date",
    ),
    Role.PLACE: ("miejsce wystawienia", "place of issue", "miejscowosc"),
    Role.NUMBER: (
        "numer faktury", "nr faktury", "nr dokumentu", "numer dokumentu", "invoice no", "invoice number", "faktura nr",
        "faktura numer", "faktura vat nr", "faktura vat numer", "nr dok", "invoice nr", "nr faktury vat",
        "numer faktury vat", "document no", "nr ewidencyjny faktury", "rechnungsnummer", "numer data", "nr data",
        "numer i data",
    ),
    Role.OTHER_NUMBER: (
        "zamowienie", "nr zamowienia", "numer zamowienia", "zamowienie nr", "zam nr", "nr zam", "order no",
        "order number", "nr wz", "numer wz", "wz nr", "dokument wz", "dokumenty wz", "do wz", "nr umowy", "umowa nr",
        "numer umowy", "nr klienta", "numer klienta", "id klienta", "kod klienta", "kontrahent", "nr kontrahenta",
        "kod kontrahenta", "customer no", "client no", "nr wydr", "nr wydruku", "nr proformy", "proforma nr",
        "wg proformy", "nr partii", "partia", "nr rejestracyjny", "nr rejestru", "nr paragonu", "do paragonu",
        "paragon nr", "nr dostawy", "dostawa nr", "numer dostawy", "nr zlecenia", "zlecenie", "delivery no",
        "nr magazynu", "magazyn", "nr oferty", "oferta nr", "numer wlasny", "nr wlasny", "indeks", "nr zaliczki",
        "faktura zaliczkowa nr", "do faktury zaliczkowej", "nr ref", "nr dowodu", "nr konta klienta",
        "lista przewozowy", "nr listu przewozowego", "kasa", "nr kasy", "nr transakcji", "wg zamowienia", "wg wz",
        "nr potwierdzenia", "numer partii", "zlecenie nr", "nr trasy",
    ),
    Role.CORRECTED: (
        "dotyczy faktury", "dotyczy faktury nr", "dotyczy faktury vat nr", "dotyczy faktury vat", "do faktury nr",
        "do faktury", "do faktury vat nr", "do faktury vat", "nr faktury korygowanej", "numer faktury korygowanej",
        "faktura korygowana", "korekta do faktury", "korekta do faktury nr", "koryguje fakture", "faktury korygowanej",
        "dokument korygowany", "nr dokumentu korygowanego", "korygowany dokument", "do dokumentu", "korygowana faktura",
        "korekta faktury nr", "korekta faktury vat nr", "do dokumentu nr", "korekta do", "nr fa korygowanej",
        "correction to invoice", "dotyczy dokumentu", "dotyczy dokumentu nr", "corrected invoice", "dotyczy fv",
        "do fv", "do faktury numer",
    ),
    Role.KSEF: (
        "numer ksef", "nr ksef", "numer ksef faktury", "identyfikator ksef", "ksef id", "id ksef", "ksef number",
        "nr faktury ksef", "numer faktury ksef", "numer faktury w ksef", "numer ksef faktury korygowanej",
        "nr ksef faktury korygowanej", "numer ksef fa korygowanej",
    ),
    Role.SELLER: (
        "sprzedawca", "sprzedajacy", "wystawca", "wystawca faktury", "dostawca", "seller", "dane sprzedawcy",
        "podatnik", "sprzedawca wystawca", "supplier", "vendor", "podmiot1", "podmiot 1", "zbywca", "issuer",
        "dane wystawcy", "sprzedaje", "sprzedal", "faktura wystawiona przez", "wystawiona przez", "wystawione przez",
        "wystawiono przez", "dane sprzedajacego", "dane dostawcy", "dane podatnika", "sprzedawca towaru",
        "sprzedaz prowadzi", "faktura od", "nazwa i adres sprzedawcy", "nazwa sprzedawcy", "sprzedawca nazwa i adres",
        "nazwa i adres wystawcy", "firma sprzedajaca", "sprzedawca faktury", "sprzedawca podatnik", "verkaufer",
    ),
    Role.BUYER: (
        "faktura dla", "wystawiono dla", "wystawiona dla", "sprzedano dla", "nabywca", "kupujacy", "buyer", "purchaser",
        "dane nabywcy", "nabywca faktury", "zamawiajacy", "bill to", "klient", "nabywca i platnik", "nabywca platnik",
        "customer", "platnik nabywca", "podmiot2", "podmiot 2", "sold to", "nabywca towaru", "nabywca odbiorca",
        "odbiorca nabywca", "odbiorca faktury", "invoice to", "kaufer", "nabywca i odbiorca", "adres faktury",
        "adres do faktury", "adres rozliczeniowy", "wystawiono na", "wystawiona na", "kupuje", "kupil", "nabywa",
        "dane do faktury", "dane do fv", "dane kupujacego", "dane klienta", "dane zamawiajacego", "dane platnika",
        "obciazony", "nazwa i adres nabywcy", "nazwa nabywcy", "nabywca nazwa i adres", "imie i nazwisko nabywcy",
        "nazwa i adres kupujacego", "klient nabywca", "nabywca klient", "nabywca kupujacy", "kupujacy nabywca",
        "billed to", "buyer name", "nabywajacy",
    ),
    Role.RECIPIENT: (
        "odbiorca", "platnik", "adres dostawy", "miejsce dostawy", "miejsce rozladunku", "adres rozladunku",
        "towar odbiera", "odbior towaru", "odbierajacy", "osoba odbierajaca", "towar odebral", "pelnomocnik", "gwarant",
        "recipient", "consignee", "ship to", "receiver", "payer", "odbiorca towaru", "dane odbiorcy",
        "odbiorca platnik", "odbiorca i platnik", "platnik odbiorca", "delivery address", "podmiot 3", "podmiot3",
        "wysylka do", "miejsce odbioru", "dostawa do", "podmiot trzeci", "podmiot inny", "dodatkowy nabywca", "adresat",
        "adres korespondencyjny", "adres do korespondencji", "faktor", "podmiot upowazniony",
        "przedstawiciel podatkowy", "oddzial", "nadawca", "przewoznik",
    ),
    Role.SELLER_NIP: ("seller nip", "seller vat id", *_nip_labels(_OF_SELLER, ("nasz", "our"))),
    Role.BUYER_NIP: ("buyer nip", "buyer vat id", *_nip_labels(_OF_BUYER, ("panstwa", "wasz", "your"))),
    Role.RECIPIENT_NIP: _nip_labels(("odbiorcy",)),
    Role.NIP: (
        *_NIP_NAMES,
        "vat no", "tax id", "nip vat id", "nip regon", "vat number", "tax no", "nip tax id", "nip vat ue", "vat reg no",
        "ust id", "ust id nr", "ust idnr", "numer identyfikacyjny podatkowy", "nr identyfikacyjny podatkowy",
        "nr ident podatkowej", "nr identyfikacyjny nip",
    ),
    Role.OTHER_ID: (
        "regon", "krs", "bdo", "pesel", "gln", "nr krs", "nr bdo", "nr rej bdo", "ean", "kapital zakladowy",
        "seria dowodu", "nr gospodarstwa", "numer gospodarstwa", "nr producenta", "numer producenta", "ep",
        "nr ewidencyjny", "nr rejestrowy", "numer rejestrowy", "brak identyfikatora", "identyfikator podatkowy inny",
        "numer eori", "eori", "nr dzialalnosci",
    ),
    Role.CONTACT: (
        "tel", "telefon", "tel kom", "fax", "faks", "e mail", "email", "www", "kom", "mail", "phone", "telefax",
        "tel fax", "dane kontaktowe",
    ),
    Role.NAME: ("nazwa", "imie i nazwisko", "nazwa firmy", "pelna nazwa", "name", "imie nazwisko", "firma"),
    Role.ADDRESS: ("adres", "address", "adres siedziby", "ulica", "adres zamieszkania", "siedziba", "adres podatnika"),
    Role.TABLE: (
        "nazwa towaru", "nazwa towaru lub uslugi", "nazwa towaru uslugi", "nazwa towaru i uslugi", "wartosc netto",
        "cena netto", "ilosc jm", "ilosc", "wartosc brutto", "stawka vat", "kwota vat", "cena jedn", "pkwiu",
        "wart netto", "nazwa uslugi", "pozycje", "szczegoly", "nazwa artykulu", "description", "nazwa produktu",
        "opis towaru", "net price", "net amount", "nazwa towarow", "wyszczegolnienie", "unit price", "quantity",
        "oznaczenie",
    ),
    Role.PAYMENT: (
        "forma platnosci", "sposob zaplaty", "sposob platnosci", "do zaplaty", "razem do zaplaty", "nr konta",
        "numer konta", "nr rachunku", "numer rachunku", "rachunek bankowy", "konto", "bank", "na rachunek",
        "nr rachunku bankowego", "iban", "numer rachunku bankowego", "metoda platnosci", "warunki platnosci",
        "payment method", "bank account", "zaplata", "platnosc", "swift", "zaplacono", "kwota do zaplaty",
        "kwota naleznosci ogolem", "saldo", "tytul przelewu", "tytulem", "numer rachunku bankowego nr rachunku",
        "total due", "rachunek", "pozostalo do zaplaty", "konto bankowe",
    ),
    Role.WORDS: (
        "slownie", "slownie zlotych", "slownie zl", "kwota slownie", "in words", "amount in words", "slownie pln",
    ),
    Role.SIGNATURE: (
        "podpis", "imie i nazwisko wystawcy", "imie i nazwisko odbiorcy", "osoba upowazniona", "wystawil", "wystawila",
        "odebral", "podpis osoby", "podpis odbiorcy", "podpis wystawcy", "upowaznionej do", "imie nazwisko i podpis",
        "wystawil a", "osoby upowaznionej", "kasjer", "sporzadzil", "zatwierdzil", "fakture wystawil",
        "dokument wystawil", "fakture odebral", "wydal", "przyjal", "imie i nazwisko osoby",
    ),
}  # fmt: skip
