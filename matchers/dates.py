"""The declared date against the issue date; the sale inside the programme's period and the declared year."""

from __future__ import annotations

import re
from datetime import date, timedelta

from matchers.assembly import AssembledInvoice
from matchers.case import Case, is_picture
from matchers.evidence import Result, Sourced, carries_agreement, failed, is_sure, passed, unsure
from programme.formats import parse_date
from programme.invoices import Witness
from programme.rules import MOST_AHEAD, DateRule
from programme.verdicts import Code

_DATE = re.compile(
    r"(?<![\d.])(?:\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./](?:\d{4}|\d{2})|\d{1,2} [^\W\d]+ \d{4})(?!\d)"
)


def check_issue_dates(case: Case) -> list[Result]:
    """The declared date is an invoice's issue date; of a purchase on several invoices, any one's."""
    if not case.invoices:
        return []
    declared = case.declaration.invoice_date
    read = [found for invoice in case.invoices if (found := invoice.best(lambda i: i.issue_date)) is not None]
    results = [
        unsure("date", "Nie odczytano daty wystawienia.", declared=declared.isoformat(), document=invoice.name)
        for invoice in case.invoices
        if invoice.best(lambda i: i.issue_date) is None
    ]
    results += _disagreeing(case)
    equal = [sourced for sourced in read if sourced.value == declared]
    good = [sourced for sourced in equal if carries_agreement(sourced.field, case.thresholds)]
    if good:
        return [*results, passed("date", "data wystawienia zgodna", found=declared.isoformat(), at=good[0])]
    if equal:
        message = "Datę wystawienia odczytano niepewnie."
        results.append(unsure("date", message, declared=declared.isoformat(), found=declared.isoformat(), at=equal[0]))
    elif read:
        results.append(_mismatch(case, declared, read[0]))
    return results


def _disagreeing(case: Case) -> list[Result]:
    """Documents of one invoice that surely bear different days of issue; a duplicate bears its own too."""
    results = []
    for invoice in case.invoices:
        duplicates = {d.name for d in invoice.documents if d.invoice is not None and d.invoice.duplicate_print}
        sure = [
            found
            for found in invoice.all(lambda i: i.issue_date)
            if is_sure(found.field, case.thresholds) and found.document not in duplicates
        ]
        if len({found.value for found in sure}) > 1:
            message = "Dokumenty tej faktury mają różne daty wystawienia."
            days = ", ".join(sorted({found.value.isoformat() for found in sure}))
            results.append(unsure("date", message, code=Code.DATE_MISMATCH, found=days, at=sure[-1]))
    return results


def check_period(case: Case, invoice: AssembledInvoice) -> list[Result]:
    """The deciding date (`rules.date_rule`) inside the period and in the declared year."""
    issue = invoice.best(lambda i: i.issue_date)
    sale = invoice.best(lambda i: i.sale_date)
    deciding = (sale or issue) if case.rules.date_rule is DateRule.SALE else issue
    if deciding is None:
        return [unsure("period", "Bez daty nie wiadomo, czy zakup mieści się w programie.", document=invoice.name)]
    if not _inside(case, deciding.value):
        year = case.declaration.year
        message = f"Data {deciding.value.isoformat()} leży poza okresem programu lub zgłoszonym rokiem {year}."
        declared = f"{year}; {case.rules.period_start.isoformat()} – {case.rules.period_end.isoformat()}"
        found = deciding.value.isoformat()
        return [failed("period", Code.DATE_OUTSIDE_PROGRAMME, message, declared=declared, found=found, at=deciding)]
    if not carries_agreement(deciding.field, case.thresholds):
        message = "Datę sprzedaży odczytano niepewnie."
        return [unsure("period", message, found=deciding.value.isoformat(), at=deciding)]
    if issue is not None and not _inside(case, issue.value) and not is_sure(deciding.field, case.thresholds):
        # Only the date of sale makes it count: then agreement with nothing declared supports it.
        message = "Liczy się tylko data sprzedaży, a odczytano ją niepewnie."
        return [unsure("period", message, found=deciding.value.isoformat(), at=deciding)]
    outside = [other for other in _deciding_dates(case, invoice) if not _inside(case, other.value)]
    if outside:
        message = "Dokumenty tej faktury podają różne daty sprzedaży."
        return [unsure("period", message, found=outside[0].value.isoformat(), at=outside[0])]
    partly = [(other, day) for other in _deciding_dates(case, invoice) for day in _further_days(case, other)]
    if partly:
        other, day = partly[0]
        message = "Część towaru wydano poza okresem programu lub zgłoszonym rokiem."
        return [unsure("period", message, code=Code.DATE_OUTSIDE_PROGRAMME, found=day.isoformat(), at=other)]
    if sale is not None and issue is not None and not _inside(case, issue.value) and not _lawful(sale, issue):
        message = "Tylko data sprzedaży mieści się w okresie, a od wystawienia faktury dzieli ją za długi czas."
        found = f"{sale.value.isoformat()} / {issue.value.isoformat()}"
        return [unsure("period", message, code=Code.DATE_OUTSIDE_PROGRAMME, found=found, at=sale)]
    if case.rules.date_rule is DateRule.SALE and not all(_inside(case, day) for day in unread_sales(invoice)):
        message = "Nie odczytano daty sprzedaży, a mogła wypaść przed okresem, który się liczy."
        return [unsure("period", message, found=deciding.value.isoformat(), at=deciding)]
    return [passed("period", "zakup w okresie programu i w zgłoszonym roku", at=deciding)]


def _further_days(case: Case, sold: Sourced[date]) -> list[date]:
    """Other days of sale outside the period; only of structured documents, elsewhere they are other readings."""
    if Witness.STRUCTURED not in sold.field.witnesses:
        return []
    return [day for day in sold.field.alternatives if not _inside(case, day)]


def _lawful(sale: Sourced[date], issue: Sourced[date]) -> bool:
    """Whether an invoice of that day may document that sale: at most 60 days before it, or by the 15th of the month
    after it (VAT Act, art. 106i(1) and (7))."""
    return _earliest_sale(issue.value) <= sale.value <= issue.value + timedelta(days=MOST_AHEAD)


def unread_sales(invoice: AssembledInvoice) -> list[date]:
    """Where no date of sale was read, lawful days before the issue it may have been; none where one was read.

    What a picture says may be unread altogether: the earliest lawful day. A file's text is all there, but its label may
    be one nobody knows: the days it prints.
    """
    issue = invoice.best(lambda i: i.issue_date)
    if issue is None or invoice.best(lambda i: i.sale_date) is not None:
        return []
    earliest = _earliest_sale(issue.value)
    if is_picture(invoice):
        return [earliest]
    texts = [document.invoice.text for document in invoice.documents if document.invoice is not None]
    printed = (parse_date(found) for text in texts for found in _DATE.findall(text))
    return [day for day in printed if day is not None and earliest <= day < issue.value]


def _earliest_sale(issued: date) -> date:
    """The earliest lawful sale of an invoice issued that day.

    An invoice is due by the 15th of the month after the sale (VAT Act, art. 106i): issued later than the 15th
    it belongs to its own month.
    """
    first = issued.replace(day=1)
    return first if issued.day > 15 else (first - timedelta(days=1)).replace(day=1)


def _inside(case: Case, day: date) -> bool:
    rules = case.rules
    year = case.declaration.year
    return rules.period_start <= day <= rules.period_end and day.year == year and year in rules.years


def _deciding_dates(case: Case, invoice: AssembledInvoice) -> list[Sourced[date]]:
    if case.rules.date_rule is DateRule.SALE:
        return invoice.all(lambda i: i.sale_date) or invoice.all(lambda i: i.issue_date)
    return invoice.all(lambda i: i.issue_date)


def _mismatch(case: Case, declared: date, read: Sourced[date]) -> Result:
    sales = {found.value for invoice in case.invoices for found in invoice.all(lambda i: i.sale_date)}
    message = "Data wystawienia faktury jest inna niż zgłoszona."
    if declared in sales:
        message += " Zgłoszono datę sprzedaży."
    found = read.value.isoformat()
    return failed("date", Code.DATE_MISMATCH, message, declared=declared.isoformat(), found=found, at=read)
