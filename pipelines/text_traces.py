"""What traces show, why a line is in doubt, what hindered the reading: templates in both languages."""

from __future__ import annotations

# (Polish, English) as in pipelines.text_sentences. What a trace shows is made in Polish, a doubt in English.
DETAILS: tuple[tuple[str, str], ...] = (
    # traces of editing
    ("ukryty tekst: „{layer}”, na skanie: „{page}”", "hidden text: “{layer}”, on the scan: “{page}”"),
    ("tekst w pliku: „{layer}”, na stronie: „{page}”", "text in the file: “{layer}”, on the page: “{page}”"),
    ("XML w pliku: „{layer}”, na stronie: „{page}”", "XML in the file: “{layer}”, on the page: “{page}”"),
    ("pod „{over}” jest „{under}”", "“{under}” stands under “{over}”"),
    ("przekreślono „{text}”", "“{text}” is struck out"),
    ("zakryto „{under}”, napisano „{over}”", "“{under}” is covered, “{over}” written on it"),
    ("zakryto „{under}”", "“{under}” is covered"),
    ("dopisek „{says}” na „{under}”", "a note “{says}” over “{under}”"),
    ("zmieniony tekst: {text}", "text replaced: {text}"),
    ("dodany tekst: {text}", "text added: {text}"),
    ("dodany rysunek", "a drawing added"),
    ("usunięto strony", "pages removed"),
    ("liczba „{text}” dwoma krojami pisma", "the figure “{text}” is set in two typefaces"),
    (
        "liczba „{text}” innym krojem niż wiersz i kolumna",
        "the figure “{text}” is set in another typeface than its row and column",
    ),
    (
        "liczba „{text}” innej wielkości niż wiersz i kolumna",
        "the figure “{text}” is of another size than its row and column",
    ),
    ("liczba „{text}” dodana na końcu", "the figure “{text}” was added at the end"),
    ("utworzono {made}, zmieniono {changed}", "made {made}, changed {changed}"),
    ("poza stroną: {text}", "outside the page: {text}"),
    ("cyfry „{text}” innej wysokości niż w wierszu", "the digits “{text}” are of another height than their row's"),
    ("prostokąt o innym tle", "a rectangle with another background"),
    ("cyfry „{text}” ostrzejsze niż druk wokół", "the digits “{text}” are crisper than the print around them"),
    ("cyfry „{text}” skopiowane", "the digits “{text}” are copied"),
    ("na zdjęciu widać siatkę punktów ekranu", "the picture shows the grid of a screen's points"),
    # why seed units cannot be told
    (
        "jedne opakowania tej odmiany liczą się, inne nie",
        "some packages of this variety count and others do not",
    ),
    ("kilka odmian jest równie bliskich: {names}", "several varieties are equally near: {names}"),
    ("odmiana żyta w pozycji, która wymienia inny gatunek: {crop}", "a rye variety on a line that names {crop}"),
    (
        "odmiana hybrydowa w pozycji, która wymienia inne żyto",
        "a hybrid variety on a line that names another rye",
    ),
    ("odmiana stoi za inną marką: {brand}", "the variety stands after another brand: {brand}"),
    (
        "odmiana, która się liczy, obok słowa oznaczającego inną rzecz",
        "a variety that counts beside a word for another thing",
    ),
    (
        "materiał siewny hodowcy, którego odmiany nie ma w katalogu",
        "seed of the breeder whose variety the catalogue lacks",
    ),
    ("nazwy odmiany nie podano albo nie odczytano", "the variety is not named or was not read"),
    ("podobne do {name}, ale niepewne", "near to {name}, unsurely"),
    ("podobne do {name}, ale wydrukowane inaczej", "near to {name}, but printed otherwise"),
    (
        "samo słowo będące nazwą odmiany, bez marki, gatunku i jednostki siewnej",
        "the variety's word alone, without brand, crop or seed unit",
    ),
    ("opłata związana z nasionami albo same nasiona", "a charge about seed, or seed"),
    (
        "zwrot, korekta lub przedpłata za nasiona albo ich sprzedaż",
        "seed returned, corrected or paid in advance, or sold",
    ),
    ("części ilości nie wydano albo jest gratis", "a part of the quantity is not handed over, or free"),
    (
        "jednostka siewna ma tu inną wielkość niż milion nasion",
        "the seed unit is said to be no million of seeds",
    ),
    ("pozycja wymienia też innego hodowcę", "the line names another breeder too"),
    ("odmiana może być podana zamiast innej", "the variety may stand in the stead of another"),
    ("między gatunkiem a odmianą stoi inna nazwa", "another name stands between the crop and the variety"),
    (
        "przed odmianą stoi słowo, jakiego w nazwach nasion nie ma",
        "a word stands before the variety that no wording of seed has",
    ),
    ("nie odczytano ilości", "the quantity was not read"),
    ("ilość nie jest dodatnia", "the quantity is not positive"),
    ("kilogramy nie mają stałej liczby jednostek siewnych", "weight has no fixed seed units"),
    ("nieznana jednostka: {unit}", "unit {unit} unknown"),
    ("w tekście są różne wielkości opakowań: {sizes}", "the text states several package sizes: {sizes}"),
    (
        "w katalogu nie ma opakowania po {size} j.s.",
        "no package of {size} seed units is in the catalogue",
    ),
    ("nie podano wielkości opakowania", "the size of the package is not stated"),
)

_DAMAGED = ("Plik jest uszkodzony.", "The file is damaged.")
_TOO_LARGE = ("Plik jest za duży.", "The file is too large.")
_NOT_OURS = ("To nie jest faktura z KSeF (FA).", "This is no KSeF invoice (FA).")

# What hindered a reading, by its code.
PROBLEMS: dict[str, tuple[str, str]] = {
    "encrypted": ("PDF jest zabezpieczony hasłem.", "The PDF asks for a password."),
    "damaged": _DAMAGED,
    "damaged_pdf": ("Plik PDF jest uszkodzony.", "The PDF is damaged."),
    "damaged_page": ("Strona jest uszkodzona.", "A page is damaged."),
    "repaired_pdf": (
        "Budowa pliku PDF jest uszkodzona; odczytano go jak obraz.",
        "The PDF's structure is damaged; it was read as pictures.",
    ),
    "empty": ("Plik jest pusty.", "The file is empty."),
    "too_large": _TOO_LARGE,
    "too_many_pages": ("Plik ma za wiele stron.", "The file has too many pages."),
    "too_many_pixels": ("Obraz jest za duży.", "The image has too many pixels."),
    "no_pages": ("Plik nie ma stron.", "The file has no pages."),
    "page_too_complex": ("Strona jest zbyt złożona, by ją narysować.", "A page takes too long to draw."),
    "executable": ("To program, nie dokument.", "The file is a program, no document."),
    "email": ("To wiadomość e-mail, nie faktura.", "The file is an e-mail message."),
    "web_page": ("To zapisana strona internetowa.", "The file is a saved web page."),
    "archive": ("To spakowane archiwum.", "The file is a packed archive."),
    "office_document": ("To dokument biurowy, który każdy może zmienić.", "An office document, which anyone can edit."),
    "not_a_page": ("Plik nie zawiera strony do odczytania.", "The file holds no page to read."),
    "unknown_type": ("Nieznany rodzaj pliku.", "The kind of file is not known."),
    "unknown_image": ("Nieznany rodzaj obrazu.", "The file is no image of a known kind."),
    "xml_broken": ("Plik XML jest uszkodzony.", "The XML is damaged."),
    "xml_doctype": (
        "XML ma deklarację DOCTYPE, której faktury z KSeF nie mają.",
        "The XML carries a DOCTYPE, which no KSeF invoice has.",
    ),
    "xml_too_large": ("Plik XML jest za duży.", "The XML is too large."),
    "not_ksef_xml": _NOT_OURS,
    "other_structure": _NOT_OURS,
    "schema_invalid": ("XML nie jest zgodny ze schematem KSeF.", "The XML does not follow KSeF's schema."),
    "ambiguous_element": ("Element XML występuje więcej niż raz.", "An XML element occurs more than once."),
    "malformed_number": ("Wartość w XML nie jest liczbą.", "A value in the XML is no number."),
    "malformed_date": ("Wartość w XML nie jest datą.", "A value in the XML is no date."),
    "nip_invalid": ("NIP ma błędną cyfrę kontrolną.", "The check digit of a NIP is wrong."),
    "unknown_kind": ("Nieznany rodzaj faktury.", "The kind of invoice is not known."),
    "contradictory_kind": ("Rodzaj faktury przeczy jej treści.", "The kind of invoice contradicts its content."),
    "additional_buyer": ("Faktura wymienia jeszcze innego nabywcę.", "The invoice names a further buyer."),
    "several_sale_dates": ("Towar wydano w różnych dniach.", "The goods were delivered on several days."),
    "blank_page": ("Strona jest pusta.", "A page is blank."),
    "several_invoices": (
        "Plik zawiera kilka faktur, których nie da się rozdzielić: każdą trzeba przesłać osobno.",
        "The file holds several invoices that cannot be told apart: each must be sent in a file of its own.",
    ),
    "no_table": ("Nie znaleziono tabeli z pozycjami.", "No table of items was found."),
    "no_table_header": ("Nie odczytano nagłówka tabeli.", "The table has no header that could be read."),
    "columns_disputed": (
        "Nie jest pewne, która kolumna to ilość.",
        "Which column is the quantity is not certain.",
    ),
    "arithmetic_fails": ("Pozycje i sumy nie zgadzają się.", "Lines and totals do not add up."),
    "time_limit": ("Odczyt trwał zbyt długo.", "The reading took too long."),
    "memory_limit": ("Odczyt wymagał zbyt wiele pamięci.", "The reading needed too much memory."),
    "reader_crashed": ("Odczyt dokumentu zawiódł.", "The reader failed on this document."),
    "reading_failed": ("Odczyt dokumentu zawiódł.", "The reader failed on this document."),
    "refused": ("Pliku nie przyjęto.", "The file was refused."),
}
# A text layer that cannot be used, whatever is wrong with it.
TEXT_LAYER = ("Nie można użyć warstwy tekstu strony.", "The text layer of a page cannot be used.")
UNKNOWN_PROBLEM = ("Dokumentu nie odczytano w całości.", "The document was not read in full.")
