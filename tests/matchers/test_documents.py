"""What stands on a paper beside its title: that it was annulled or corrected, or that nothing was handed over yet."""

from __future__ import annotations

import pytest

from programme.invoices import PageInfo, Source
from tests.matchers.build import claim, codes, invoice, is_confirmed, verdict_of


def _with(text: str) -> PageInfo:
    rows = f"Faktura VAT nr FV/12/09/2025\nŻyto hybrydowe KWS Tayo 20 j.s.\n{text}\nRazem 6 480,00"
    return PageInfo(number=1, width=1, height=1, source=Source.PDF_TEXT, text=rows)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("ANULOWANA", "not_an_invoice"),
        ("A N U L O W A N O", "not_an_invoice"),
        ("Nabywca ANULOWANA Gąsawa 64", "not_an_invoice"),
        ("* storno *", "not_an_invoice"),
        ("WZÓR", "not_an_invoice"),
        ("TEST", "not_an_invoice"),
        ("PRO FORMA", "not_an_invoice"),
        ("Faktura wystawiona do anulowanego zamówienia – dokument unieważniony.", "not_an_invoice"),
        ("Dokument niefiskalny, wydruk próbny.", "not_an_invoice"),
        ("Faktura została anulowana dnia 3.10.2025", "not_an_invoice"),
        ("Towar zostanie wydany w terminie późniejszym.", "not_an_invoice"),
        ("Towar niewydany – płatność z góry.", "not_an_invoice"),
        ("Zwroty", "not_an_invoice"),
        ("Pozycje zwrócone:", "not_an_invoice"),
        ("Towar zamówiony, niewydany", "not_an_invoice"),
        ("Do wydania w późniejszym terminie", "not_an_invoice"),
        ("Pozycje skorygowane", "not_an_invoice"),
        ("Oferta na kolejny sezon", "not_an_invoice"),
        ("Razem ODRZUCONO 120,00", "not_an_invoice"),
        ("ZWROT TOWARU", "not_an_invoice"),
        ("Nie księgować!", "not_an_invoice"),
        ("Anulacja", "not_an_invoice"),
        ("SZKIC", "not_an_invoice"),
        ("Szkic faktury", "not_an_invoice"),
        ("WERSJA ROBOCZA", "not_an_invoice"),
        ("Projekt faktury", "not_an_invoice"),
        ("Brudnopis – nie stanowi podstawy do zapłaty", "not_an_invoice"),
        ("Podgląd dokumentu – faktura nie została wysłana do KSeF", "not_an_invoice"),
        ("Termin: 14 dni Status w KSeF: odrzucona", "not_an_invoice"),
        ("Status: Bufor", "not_an_invoice"),
        ("Bufor", "not_an_invoice"),
        ("Wydruk z bufora – dokument niezatwierdzony", "not_an_invoice"),
        ("Dokument niezatwierdzony", "not_an_invoice"),
        ("Faktura oczekuje na akceptację", "not_an_invoice"),
        ("Uwagi: towar: 10 j.s. zwrócono w dniu 12.09.2025.", "not_an_invoice"),
        ("Zwrócono 10 j.s. KWS Tayo, korekta zostanie wystawiona.", "not_an_invoice"),
        ("Nie dostarczono poz. 1.", "not_an_invoice"),
        ("Poz. 1 anulowana na życzenie klienta.", "not_an_invoice"),
        ("Nabywca odstąpił od umowy w dniu 30.09.2025.", "not_an_invoice"),
        ("Sprzedaż komisowa – towar do zwrotu.", "not_an_invoice"),
        ("Towar w depozycie sprzedawcy.", "not_an_invoice"),
        ("Wycofano z obrotu.", "not_an_invoice"),
        ("Faktura wystawiona omyłkowo.", "not_an_invoice"),
        ("Faktura błędna – nie płacić.", "not_an_invoice"),
        ("DEMO – wersja niezarejestrowana programu", "not_an_invoice"),
        ("Środowisko testowe KSeF", "not_an_invoice"),
        ("Dokument testowy", "not_an_invoice"),
        ("Wzór faktury.", "not_an_invoice"),
        ("Uwagi: Kopia dla kontrahenta – do celów szkoleniowych.", "not_an_invoice"),
        ("Wydruk z wersji demonstracyjnej programu", "not_an_invoice"),
        ("Przykładowa faktura", "not_an_invoice"),
        ("Lp. Nazwa towaru Ilość W tym zwrot J.m. Cena netto", "not_an_invoice"),
        ("Dostawa: 0 z 30 j.s. zrealizowano.", "not_an_invoice"),
        ("Faktura dotyczy rezerwacji na sezon 2026.", "not_an_invoice"),
        ("Sprzedaż warunkowa – zwrot do 30 dni.", "not_an_invoice"),
        ("Do niniejszej faktury wystawiono fakturę korygującą nr KFS/3/10/2025.", "correction_invoice"),
        ("Uwaga: faktura skorygowana fakturą FK/12/10/2025 (zwrot 10 j.s.).", "correction_invoice"),
        ("Dokument został skorygowany", "correction_invoice"),
    ],
)
def test_a_paper_that_says_it_counts_no_more_or_not_yet_is_for_a_person(text: str, code: str) -> None:
    assert codes(verdict_of(claim(invoice(pages=(_with(text),))))) == {code}


@pytest.mark.parametrize(
    "text",
    [
        "Faktura bez podpisu jest ważna.",
        "Dokument nieważny bez pieczątki.",
        "Do anulowania zamówienia potrzebna jest zgoda sprzedawcy.",
        "Towar wydano z magazynu głównego.",
        "Towar pozostaje własnością sprzedawcy do chwili zapłaty.",
        "Zwrot towaru tylko z paragonem.",
        "Zwroty i reklamacje: 14 dni.",
        "Wzór formularza reklamacji na stronie sklepu.",
        "Prosimy o zwrot palet w terminie 14 dni.",
        "Brak zwrotów nasion po otwarciu opakowań.",
        "W razie anulowania zamówienia obowiązuje opłata 5%.",
        "Korekty prosimy zgłaszać w 7 dni.",
        "Nie odesłano podpisanej WZ – prosimy o zwrot.",
        "Przy zapłacie w terminie rabat zostanie rozliczony fakturą korygującą.",
        "Opakowania zwrotne: 0 szt. Zwrócono 2 palety.",
        "Do sprzedaży nie wydano paragonu.",
        "Nabywca może odstąpić od umowy w ciągu 14 dni.",
        "W przypadku faktury błędnej prosimy o kontakt.",
        "Zaliczka: 0,00 zł. Korekta: brak.",
        "Projekt: Rolnictwo 4.0",
        "Dojazd: szkic pola nr 3 u kierowcy",
        "Wersja: 2.1",
        "Faktura oczekuje na zapłatę",
        "Podgląd faktury KSeF",
        "Bufor fosforanowy pH 6",
        "Faktury nie wysłano e-mailem",
        "Status: zatwierdzona",
        "Dni pola / demo KWS",
        "Dane testowe partii: zdolność kiełkowania 96%",
        "Wzór nr 3 umowy",
        "Zapraszamy na poletka demonstracyjne",
        "Dostawa 2 z 12.09.2025",
        "Wydano 30 z 30 j.s.",
        "W tym zwrot kosztów transportu",
        "Wydrukowano z programu Test-Agro",
        "Status płatności: nie zapłacono",
        "Faktura wystawiona w trybie offline24, dokument nie został jeszcze przesłany do KSeF",
    ],
)
def test_terms_of_sale_make_no_invoice_void(text: str) -> None:
    assert is_confirmed(verdict_of(claim(invoice(pages=(_with(text),)))))
