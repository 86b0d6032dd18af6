"""What the checks and the reader say of one document, in both languages, as templates.

A check's sentence and what a trace shows are made in Polish where the check is, a doubt about a line in English; so
they stand in stored verdicts. Here each has its counterpart, so that whoever reads sees one language. `{name}` stands
for a value; the part of `{name_}` is itself a sentence or a label of this table.
"""

from __future__ import annotations

# (Polish, English). Sentences and labels of the checks.
SENTENCES: tuple[tuple[str, str], ...] = (
    # documents
    ("Nie dołączono żadnego dokumentu.", "No document is attached."),
    ("Wskazanego pliku nie ma wśród przesłanych.", "The file named is not among those sent."),
    ("Dokumentu nie da się odczytać.", "The document cannot be read."),
    ("To faktura pro forma, nie dowód zakupu.", "This is a pro forma invoice, no proof of purchase."),
    (
        "To faktura zaliczkowa; zakup potwierdza dopiero faktura końcowa.",
        "This is an advance invoice; only the final invoice proves the purchase.",
    ),
    ("To paragon, nie faktura.", "This is a receipt, no invoice."),
    ("To dokument wydania (WZ), nie faktura.", "This is a delivery note (WZ), no invoice."),
    ("To nie jest faktura.", "This is no invoice."),
    (
        "To faktura korygująca; o punktach rozstrzyga osoba.",
        "This is a correction invoice; a person decides about the points.",
    ),
    ("Odczytano tylko część stron dokumentu.", "Only some pages of the document were read."),
    ("Nie wiadomo na pewno, czy to faktura.", "It is not certain that this is an invoice."),
    (
        "Nagłówek dokumentu może oznaczać pro formę, zaliczkę lub korektę.",
        "The heading may mean a pro forma, an advance invoice or a correction.",
    ),
    (
        "Dokument mówi o korekcie; może to być faktura korygująca.",
        "The document speaks of a correction; it may be a correction invoice.",
    ),
    ("Brakuje strony {pages} faktury.", "Page {pages} of the invoice is missing."),
    (
        "Ostatnia strona zapowiada ciąg dalszy, którego nie ma.",
        "The last page announces a continuation that is not there.",
    ),
    ("faktura: {names}", "invoice: {names}"),
    ("Nie wszystkie sprawdzenia dały wynik: {missing}.", "Not every check gave a result: {missing}."),
    # seller
    ("Nie odczytano NIP-u sprzedawcy.", "The seller's NIP was not read."),
    ("NIP sprzedawcy odczytano niepewnie.", "The seller's NIP was read unsurely."),
    ("NIP sprzedawcy zgodny, sprzedawca na liście", "the seller's NIP agrees, the seller is on the list"),
    (
        "NIP jest partnera, ale nazwa sprzedawcy zupełnie inna; firma mogła zmienić nazwę.",
        "The NIP is the partner's, but the seller's name is quite another; the firm may have been renamed.",
    ),
    (
        "Sprzedawca na fakturze (NIP {nip}) nie jest zgłoszonym sprzedawcą.",
        "The seller on the invoice (NIP {nip}) is not the declared one.",
    ),
    ("Sprzedawcy nie ma na liście partnerów programu.", "The seller is not on the programme's list of partners."),
    (
        "Sprzedawca nie był partnerem programu w dniu {day}.",
        "The seller was no partner of the programme on {day}.",
    ),
    (
        "Bez daty nie wiadomo, czy sprzedawca był wtedy partnerem.",
        "Without a date it is not known whether the seller was a partner then.",
    ),
    # buyer
    ("Uczestnika {id} nie ma w rejestrze.", "Participant {id} is not in the register."),
    ("Nie odczytano nabywcy.", "The buyer was not read."),
    ("Nabywcę odczytano niepewnie.", "The buyer was read unsurely."),
    ("NIP nabywcy odczytano niepewnie.", "The buyer's NIP was read unsurely."),
    ("NIP nabywcy zgodny", "the buyer's NIP agrees"),
    (
        "NIP uczestnika na fakturze, nazwa nabywcy zgodna",
        "the participant's NIP stands on the invoice, the buyer's name agrees",
    ),
    ("imię, nazwisko i adres nabywcy zgodne", "the buyer's name and address agree"),
    ("Dokumenty tej faktury podają różne NIP-y nabywcy.", "The documents of this invoice give different buyers' NIPs."),
    ("Nabywca na fakturze to nie uczestnik.{more_}", "The buyer on the invoice is not the participant.{more_}"),
    (
        "Faktura jest na nabywcę z NIP-em, a uczestnik go nie ma.{more_}",
        "The invoice is for a buyer with a NIP, and the participant has none.{more_}",
    ),
    (
        "NIP nabywcy jest uczestnika, ale nazwa nabywcy zupełnie inna.",
        "The buyer's NIP is the participant's, but the buyer's name is quite another.",
    ),
    (
        "Na fakturze jest jeszcze inny NIP; nie wiadomo, czy nie nabywcy.",
        "Another NIP stands on the invoice; it may be the buyer's.",
    ),
    (
        "Bez NIP-u nabywcy adres musi być adresem uczestnika, a nie jest lub go nie odczytano.",
        "Without the buyer's NIP the address must be the participant's; it is not, or was not read.",
    ),
    (
        "Pod tym imieniem, nazwiskiem i adresem jest w programie kilku uczestników, a NIP-u nie odczytano.",
        "Several participants have this name and address, and no NIP was read.",
    ),
    (
        "Faktura wymienia jeszcze innego nabywcę; nie wiadomo, jaka część zakupu jest czyja.",
        "The invoice names a further buyer; whose which part of the purchase is, is not known.",
    ),
    (
        "NIP nabywcy jest uczestnika, ale nazwa nabywcy innego uczestnika.",
        "The buyer's NIP is the participant's, but the buyer's name is another participant's.",
    ),
    ("Sprzedawca i nabywca to ta sama firma.", "Seller and buyer are the same firm."),
    (" Zgadza się: {what_}.{more_}", " What agrees: {what_}.{more_}"),
    (" Może to małżonek lub krewny.", " It may be the spouse or a relative."),
    ("{first_}, {second_}", "{first_}, {second_}"),
    ("imię i nazwisko", "the name"),
    ("nazwisko ({name})", "the surname ({name})"),
    ("adres", "the address"),
    # number
    ("Nie odczytano numeru faktury.", "The invoice number was not read."),
    ("Numer faktury odczytano niepewnie.", "The invoice number was read unsurely."),
    ("Numer faktury nie jest zgłoszonym numerem.", "The invoice number is not the declared one."),
    (
        "Numer faktury zawiera znaki, których w numerach faktur nie ma.",
        "The invoice number has characters no invoice number has.",
    ),
    ("Żaden dokument nie jest fakturą {number}.", "No document is invoice {number}."),
    ("numer faktury zgodny", "the invoice number agrees"),
    # dates
    ("Nie odczytano daty wystawienia.", "The date of issue was not read."),
    ("Datę wystawienia odczytano niepewnie.", "The date of issue was read unsurely."),
    ("Datę sprzedaży odczytano niepewnie.", "The date of sale was read unsurely."),
    ("Data wystawienia faktury jest inna niż zgłoszona.{more_}", "The date of issue is not the declared one.{more_}"),
    (" Zgłoszono datę sprzedaży.", " The date of sale was declared."),
    (
        "Dokumenty tej faktury mają różne daty wystawienia.",
        "The documents of this invoice have different dates of issue.",
    ),
    (
        "Dokumenty tej faktury podają różne daty sprzedaży.",
        "The documents of this invoice give different dates of sale.",
    ),
    (
        "Bez daty nie wiadomo, czy zakup mieści się w programie.",
        "Without a date it is not known whether the purchase falls within the programme.",
    ),
    (
        "Data {day} leży poza okresem programu lub zgłoszonym rokiem {year}.",
        "The date {day} lies outside the programme's period or the declared year {year}.",
    ),
    (
        "Część towaru wydano poza okresem programu lub zgłoszonym rokiem.",
        "Some of the goods were delivered outside the programme's period or the declared year.",
    ),
    (
        "Liczy się tylko data sprzedaży, a odczytano ją niepewnie.",
        "Only the date of sale counts, and it was read unsurely.",
    ),
    (
        "Nie odczytano daty sprzedaży, a mogła wypaść przed okresem, który się liczy.",
        "The date of sale was not read, and it may lie before the period that counts.",
    ),
    (
        "Dokument mówi, że jest unieważniony, próbny lub roboczy, albo że towaru nie wydano lub go zwrócono.",
        "The document says it is annulled, a trial print or a draft, or that goods were not handed over or came back.",
    ),
    (
        "Nie odczytano daty sprzedaży, a mogła wypaść, zanim sprzedawca został partnerem.",
        "The date of sale was not read, and it may lie before the seller became a partner.",
    ),
    (
        "Tylko data sprzedaży mieści się w okresie, a od wystawienia faktury dzieli ją za długi czas.",
        "Only the date of sale lies within the period, and too long before or after the date of issue.",
    ),
    ("data wystawienia zgodna", "the date of issue agrees"),
    ("zakup w okresie programu i w zgłoszonym roku", "bought within the programme's period and the declared year"),
    # quantity
    (
        "Nie wiadomo, czy odczytano wszystkie pozycje: sum faktury nie dało się sprawdzić.",
        "It is not known whether every line was read: the invoice's sums could not be checked.",
    ),
    ("Na tej fakturze nie ma nic, co się liczy.", "Nothing on this invoice counts."),
    ("Ilość odczytano niepewnie: nic jej nie potwierdza.", "The quantity was read unsurely: nothing confirms it."),
    ("jednostki siewne zgodne i potwierdzone", "the seed units agree and are proven"),
    ("Dokumenty tej samej faktury podają różne ilości.", "The documents of one invoice give different quantities."),
    (
        "Nie wiadomo, ile jednostek siewnych to pozycja „{line}” ({why_}).",
        "It is not known how many seed units the line “{line}” is ({why_}).",
    ),
    ("Nie odczytano pozycji faktury.", "The lines of the invoice were not read."),
    (
        "Na fakturze nie ma odmiany, która się liczy w programie.",
        "There is no variety on the invoice that counts in the programme.",
    ),
    (
        "Na fakturze jest więcej jednostek siewnych, które się liczą, niż zgłoszono.{more_}",
        "The invoice has more seed units that count than were declared.{more_}",
    ),
    (
        "Na fakturze jest mniej jednostek siewnych, które się liczą, niż zgłoszono.{more_}",
        "The invoice has fewer seed units that count than were declared.{more_}",
    ),
    (" Zgłoszono liczbę opakowań.", " The number of packages was declared."),
    (
        "Zgłoszona liczba obejmuje pozycje, które się nie liczą.",
        "The declared number includes lines that do not count.",
    ),
    (
        "Cena jednostki siewnej jest nieprawdopodobna; może to gratis, kilogramy lub opakowania.",
        "The price of a seed unit is unlikely; these may be gifts, kilograms or packages.",
    ),
    (
        "Pozycja nie ma ceny jednostkowej, więc nic nie potwierdza jej ilości.",
        "The line has no unit price, so nothing confirms its quantity.",
    ),
    (
        "Pozycja ujemna: część towaru mogła zostać zwrócona lub darowana.",
        "A negative line: some of the goods may have been returned or given away.",
    ),
    (
        "Rabat na pozycji jest nieprawdopodobnie duży; ilość mogła zostać zmieniona.",
        "The discount on the line is improbably large; the quantity may have been changed.",
    ),
    # duplicates
    ("faktury nie ma w żadnym wcześniejszym zgłoszeniu", "the invoice is in no earlier claim"),
    ("Ten sam plik jest w zgłoszeniu {claim}{whose_}.", "The same file is in claim {claim}{whose_}."),
    (
        "Ta sama kartka jest sfotografowana w zgłoszeniu {claim}{whose_}.",
        "The same sheet is photographed in claim {claim}{whose_}.",
    ),
    (
        "Ta faktura jest już w zgłoszeniu {claim}{whose_}; z jej ilości zostaje {units} j.s.",
        "This invoice is already in claim {claim}{whose_}; {units} seed units of it are left.",
    ),
    ("Ta faktura jest już w zgłoszeniu {claim}{whose_}.", "This invoice is already in claim {claim}{whose_}."),
    (
        "Ten sam zakup (sprzedawca, nabywca lub gospodarstwo, data i kwota lub towar) jest w zgłoszeniu"
        " {claim}{whose_}, pod innym lub inaczej odczytanym numerem.",
        "The same purchase (seller, buyer or farm, date and amount or goods) is in claim {claim}{whose_},"
        " under another number or one read otherwise.",
    ),
    (
        "Dokumenty {first} i {second} wyglądają na ten sam zakup pod dwoma numerami.",
        "The documents {first} and {second} look like one purchase under two numbers.",
    ),
    (" tego samego uczestnika", " of the same participant"),
    (" innego uczestnika", " of another participant"),
    # corrections
    ("Tę fakturę zmienia faktura korygująca ({where_}).", "A correction invoice changes this invoice ({where_})."),
    (
        "Tę fakturę może zmieniać faktura korygująca ({where_}).",
        "A correction invoice may change this invoice ({where_}).",
    ),
    ("w tym zgłoszeniu, {file}", "in this claim, {file}"),
    ("poza zgłoszeniami, {file}", "outside the claims, {file}"),
    ("w zgłoszeniu {claim}, {file}", "in claim {claim}, {file}"),
    ("żadna znana korekta nie dotyczy tej faktury", "no known correction concerns this invoice"),
    # arithmetic, traces, KSeF
    (
        "Kwota brutto, cyframi i słownie, jest inna niż suma pozycji z podatkiem.",
        "The gross amount, in figures and in words, is not the sum of the lines with their tax.",
    ),
    (
        "Pozycje, VAT i sumy faktury nie zgadzają się ze sobą.",
        "The invoice's lines, VAT and totals do not agree with one another.",
    ),
    ("nic w rachunku faktury sobie nie przeczy", "nothing in the invoice's sums contradicts itself"),
    ("Kwota słownie jest inna niż kwota cyframi.", "The amount in words is not the amount in figures."),
    ("brak śladów przeróbek", "no traces of editing"),
    (
        "Ukryty tekst pliku mówi co innego, niż widać na stronie.",
        "The file's hidden text says something else than the page shows.",
    ),
    (
        "Pod widocznym napisem jest inny: coś zamalowano i napisano na nowo.",
        "Another text lies under the visible one: something was painted over and written anew.",
    ),
    (
        "Na treści faktury leży dopisek dodany w edytorze PDF.",
        "A note added in a PDF editor lies over the invoice's content.",
    ),
    (
        "Fragment strony zakryto i napisano na nim co innego.",
        "A part of the page was covered and something else written on it.",
    ),
    ("Część treści faktury jest przekreślona.", "Some of the invoice's content is struck out."),
    (
        "Tło lub szum w jednym polu obrazu jest inne niż wokół, jak po wklejeniu.",
        "The background or grain of one field of the picture is unlike its surroundings, as if pasted.",
    ),
    (
        "Jedno pole złożono innym krojem pisma niż reszta kolumny.",
        "One field is set in another typeface than the rest of its column.",
    ),
    (
        "Plik zmieniono po utworzeniu: późniejsza wersja ma inną treść strony.",
        "The file was changed after it was made: a later version has other content on the page.",
    ),
    (
        "Jedno pole tabeli dopisano w pliku po całej reszcie strony.",
        "One field of the table was added to the file after all the rest of the page.",
    ),
    (
        "Plik zapisano programem do edycji albo zmieniono po utworzeniu.",
        "The file was saved by a program for editing, or changed after it was made.",
    ),
    (
        "Poza widoczną częścią strony jest ukryty tekst z liczbami.",
        "Hidden text with figures lies outside the visible part of the page.",
    ),
    (
        "Cyfry w polu są kopią innych cyfr z tej strony, razem z szumem papieru.",
        "The digits of a field are a copy of others on the page, grain of the paper and all.",
    ),
    (
        "Zdjęcie wygląda na zrobione z ekranu, nie z papieru.",
        "The photo looks as if taken of a screen, not of paper.",
    ),
    ("Ślad przeróbki lub sprzeczność w dokumencie.", "A trace of editing, or a contradiction in the document."),
    (
        "Faktura z czasu obowiązkowego KSeF nie ma ani numeru KSeF, ani kodu QR.",
        "An invoice from the time when KSeF is compulsory has neither a KSeF number nor a QR code.",
    ),
    ("Numer KSeF ma błędną sumę kontrolną.", "The check sum of the KSeF number is wrong."),
    ("Numer KSeF ma niepoprawną postać.", "The KSeF number does not have the right form."),
    ("NIP w numerze KSeF nie jest NIP-em sprzedawcy.", "The NIP in the KSeF number is not the seller's."),
    (
        "Data w numerze KSeF jest wcześniejsza niż data wystawienia.",
        "The date in the KSeF number is before the date of issue.",
    ),
    ("Dokumenty tej faktury podają różne numery KSeF.", "The documents of this invoice give different KSeF numbers."),
    ("Kod QR prowadzi do testowego KSeF.", "The QR code leads to the test KSeF."),
    ("Kod QR nie prowadzi do KSeF.", "The QR code does not lead to KSeF."),
    ("NIP w kodzie QR nie jest NIP-em sprzedawcy.", "The NIP in the QR code is not the seller's."),
    ("Data w kodzie QR jest inna niż data wystawienia.", "The date in the QR code is not the date of issue."),
    (
        "Dołączony XML nie jest tym, na który wskazuje kod QR.",
        "The XML attached is not the one the QR code points to.",
    ),
    (
        "Plik XML nie jest zgodny ze schematem KSeF, więc nie mógł przez KSeF przejść.",
        "The XML does not follow KSeF's schema, so it cannot have passed through KSeF.",
    ),
    ("XML i wydruk różnią się: {what_}.", "XML and printout differ: {what_}."),
    ("numer KSeF, kod QR i XML nie przeczą sobie ani fakturze", "KSeF number, QR code, XML and invoice agree"),
    ("numer", "the number"),
    ("numer faktury", "invoice number"),
    ("data wystawienia", "date of issue"),
    ("NIP sprzedawcy", "seller's NIP"),
    ("NIP nabywcy", "buyer's NIP"),
    ("kwota brutto", "gross amount"),
    # why a case is risky
    ("brak dokumentu", "no document"),
    ("nieczytelny dokument", "an unreadable document"),
    ("dokument nie jest fakturą", "the document is no invoice"),
    ("faktura korygująca", "a correction invoice"),
    ("sprzedawca spoza listy", "a seller not on the list"),
    ("inny sprzedawca", "another seller"),
    ("inny nabywca", "another buyer"),
    ("inny numer faktury", "another invoice number"),
    ("inna data", "another date"),
    ("inna ilość", "another quantity"),
    ("zakup poza programem", "bought outside the programme"),
    ("towar, który się nie liczy", "goods that do not count"),
    ("faktura już zgłoszona", "the invoice was claimed before"),
    ("ten sam plik lub ta sama kartka", "the same file or the same sheet"),
    ("rachunek się nie zgadza", "the sums do not agree"),
    ("ślady przeróbki", "traces of editing"),
    ("sprzeczne dane KSeF", "contradictory KSeF data"),
    (
        "XML bez wydruku z kodem QR, który by go potwierdzał",
        "an XML without a printout whose QR code would prove it",
    ),
    ("niska cena jednostki siewnej", "a low price of the seed unit"),
    ("duża ilość: {units} j.s.", "a large quantity: {units} seed units"),
    ("najmniej pewny odczyt: {what_} ({share})", "the least sure reading: {what_} ({share})"),
    ("ilość", "quantity"),
    ("nabywca", "buyer"),
    ("sprzedawca", "seller"),
    ("liczba jednostek", "number of units"),
)
