"""The reviewers' pages in a real browser: queue, case, duplicates, figures, programme, blind audit, both languages."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, FilePayload, Locator, Page, expect

from pipelines.audit_desk import audit_list
from tests.review_ui.browser import PATIENCE, accessible, choose, opened, settled
from tests.review_ui.claims import MISNUMBERED, OVERSTATED
from tests.review_ui.desk import ANNA, decisions, open_case, press, ready, says, units, workspace_of


def test_the_queue_in_polish_and_english(browser: Browser, url: str) -> None:
    page = opened(browser, url)
    expect(page.get_by_role("heading", name="Kolejka")).to_be_visible()
    expect(page.get_by_role("link", name="D2", exact=True)).to_be_visible()
    cases = len(MISNUMBERED) + len(OVERSTATED) + 1
    expect(page.locator(".scroll tbody tr")).to_have_count(cases)
    expect(page.get_by_role("radio", name=f"Do decyzji · {cases}")).to_be_visible()
    accessible(page)
    page.get_by_label("Szukaj").fill("Bąk")
    page.keyboard.press("Enter")
    expect(page.locator(".scroll tbody tr")).to_have_count(1)
    page.get_by_role("link", name="D5", exact=True).click()
    expect(page.locator("h1")).to_contain_text("D5 ·")
    page.goto(f"{url}/nothing?lang=pl")
    expect(page.get_by_role("dialog")).to_contain_text("Nie ma takiej strony", timeout=PATIENCE)
    english = opened(browser, f"{url}/?lang=en")
    expect(english.get_by_role("heading", name="Queue")).to_be_visible()
    expect(english.get_by_role("button", name="Next case")).to_be_visible()
    assert english.evaluate("document.documentElement.lang") == "en"
    english.goto(f"{url}/case?case=1&lang=en")
    expect(english.get_by_role("heading", name="Why it is flagged")).to_be_visible(timeout=PATIENCE)
    assert not set("ąęółśżźćń") & set(english.get_by_test_id("stMain").inner_text().replace("Jan Żuk", "").lower()) - {
        *"żyćąłę"  # names of people and goods stay as they are
    }


def test_the_same_for_many_at_once_each_recorded_alone(browser: Browser, home: Path, url: str) -> None:
    page = opened(browser, url)
    choose(page.get_by_role("combobox", name="Powód"), "Inny numer faktury")
    expect(page.locator(".scroll tbody tr")).to_have_count(len(MISNUMBERED))
    ready(page)
    page.get_by_text("Wiele naraz", exact=False).click()
    for key in ("D14", "D15"):
        choose(page.get_by_role("combobox", name="Sprawy"), f"{key} ·")
        expect(page.get_by_test_id("stMultiSelect").get_by_text(f"{key} ·").first).to_be_visible()
    page.keyboard.press("Escape")
    accessible(page)
    page.get_by_role("button", name="Zapisz dla wybranych").click()
    says(page, "Zapisano: 2. Odmówiono: 0.")
    kept = [decisions(home, key)[-1] for key in ("D14", "D15")]
    assert {item.action for item in kept} == {"ask_document"}
    assert len({item.bulk for item in kept}) == 1


def test_a_duplicate_stands_side_by_side_with_every_page(browser: Browser, home: Path, url: str) -> None:
    page = open_case(browser, home, url, "D5")
    expect(page.get_by_role("heading", name="Ta sama faktura w dwóch zgłoszeniach")).to_be_visible()
    says(page, "Oba zgłoszenia mają ten sam plik.")
    expect(page.get_by_alt_text("Dokument D4.pdf, strona 1")).to_be_visible()
    expect(page.get_by_alt_text("Dokument D5.pdf, strona 1").first).to_be_visible()
    # Each side turns its pages by itself; the own claim's comes first, then the other's, then the evidence.
    chosen = page.get_by_role("combobox", name="Dokument i strona")
    expect(chosen).to_have_count(3)
    choose(chosen.nth(1), "D4.pdf · str. 2")
    expect(page.get_by_alt_text("Dokument D4.pdf, strona 2")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_alt_text("Dokument D5.pdf, strona 1").first).to_be_visible()
    narrow = page.get_by_alt_text("Dokument D4.pdf, strona 2").bounding_box()
    page.get_by_role("radio", name="220%").first.click()
    assert narrow is not None
    width = """document.querySelector('img[alt="Dokument D4.pdf, strona 2"]').getBoundingClientRect().width"""
    page.wait_for_function(f"before => {width} > 1.3 * before", arg=narrow["width"], timeout=PATIENCE)
    ready(page)
    accessible(page)
    # Beside one another on a desk; on a phone what to do comes before the pages, and what was checked after them.
    to_do, pages, checked = (page.locator(f".st-key-case_{part}") for part in ("to_do", "pages", "checked"))
    assert _edge(pages, "x") < _edge(to_do, "x") == _edge(checked, "x")
    assert _edge(pages, "y") == _edge(to_do, "y") < _edge(checked, "y")
    page.set_viewport_size({"width": 390, "height": 844})
    page.wait_for_function("() => matchMedia('(max-width: 640px)').matches")
    assert _edge(pages, "x") == _edge(to_do, "x") == _edge(checked, "x")
    assert _edge(to_do, "y") < _edge(pages, "y") < _edge(checked, "y")


def _edge(part: Locator, axis: str) -> float:
    """Pixels from the window's left ("x") or upper ("y") edge."""
    box = part.bounding_box()
    assert box is not None
    return {"x": box["x"], "y": box["y"]}[axis]


def test_every_form_of_a_case_is_accessible(browser: Browser, home: Path, url: str) -> None:
    page = open_case(browser, home, url, "D3")
    accessible(page)
    for key, words in (("o", "Dlaczego odrzucić?"), ("d", "Czego potrzebujemy?"), ("h", "innych weryfikatorów")):
        press(page, key)
        says(page, words)
        accessible(page)
        press(page, "Escape")
        expect(page.get_by_text(words)).to_have_count(0)
    press(page, "e")
    says(page, "Pozycja, której maszyna nie odczytała")
    accessible(page)
    page = open_case(browser, home, url, "D2")
    accessible(page)
    # After the field the keyboard's next stop is the button that keeps its value; the page does not take it back.
    page.reload()
    expect(page.locator(".st-key-keying input").first).to_be_focused(timeout=PATIENCE)
    page.keyboard.press("Tab")
    save = page.locator(".st-key-keying button").first
    expect(save).to_be_focused()
    page.wait_for_timeout(800)
    expect(save).to_be_focused()
    expect(save).to_contain_text("Zapisz")


def test_figures_programme_and_a_phones_width(browser: Browser, url: str) -> None:
    page = opened(browser, f"{url}/figures")
    expect(page.get_by_text("Bez udziału człowieka")).to_be_visible()
    says(page, "Wylosowano do ślepej kontroli: 2.")
    accessible(page)
    page = opened(browser, f"{url}/programme")
    accessible(page)
    for tab in ("Partnerzy", "Produkty", "Uczestnicy"):
        page.get_by_role("tab", name=tab).click()
        accessible(page)
    expect(page.get_by_text("Anna Bąk")).to_be_visible()
    page.get_by_text("Import z CSV lub XLSX").locator("visible=true").click()
    table = "participant_id,name,nip,address,postal_code,city,email\nP1,Jan,123,,,,\n,Ewa,,,,,\n"
    upload = FilePayload(name="lista.csv", mimeType="text/csv", buffer=table.encode())
    page.locator("input[type=file]").last.set_input_files([upload])
    says(page, "Pliku nie przyjęto. Błędnych miejsc: 2")
    accessible(page)
    for path in ("", "case?case=1", "audit", "figures", "programme"):
        phone = opened(browser, f"{url}/{path}", width=375)
        phone.locator(".scroll, dl.figures").first.wait_for(state="attached")
        assert phone.evaluate(_TOO_WIDE) == [], path
        assert phone.evaluate(_FROM_ELSEWHERE) == []
        assert phone.evaluate(_SCRIPTS_WITH_ROOM) == 0
        phone.context.close()


_TOO_WIDE = """() => [document.documentElement,
  ...document.querySelectorAll("[data-testid=stMain] :is(.scroll, [role=radiogroup], .st-key-acts *)")]
  .filter(item => item.scrollWidth > item.clientWidth + 1).map(item => item.outerHTML.slice(0, 80))"""
# A page asks no other server for anything: whoever runs that would learn who looks at what.
_FROM_ELSEWHERE = """() => [...performance.getEntriesByType("resource").map(entry => entry.name),
  ...[...document.querySelectorAll("link[rel*=icon]")].map(link => link.href)]
  .filter(name => /^http/.test(name) && new URL(name).host !== location.host)"""
_SCRIPTS_WITH_ROOM = """() => [...document.querySelectorAll("[data-testid=stHtml] > script")]
  .filter(item => getComputedStyle(item.parentElement.parentElement).position !== "absolute").length"""


def test_a_blind_audit_from_the_draw_to_the_figures(browser: Browser, home: Path, url: str) -> None:
    page = opened(browser, f"{url}/audit")
    expect(page.get_by_role("heading", name="Ślepa kontrola")).to_be_visible()
    _choose(page, "D1")
    says(page, "Dokumenty zgłoszenia D1")
    accessible(page)
    _key(page, "FV 1/2025", "12.09.2025", "526-000-12-46", "40")
    says(page, "D1: potwierdzenie słuszne")
    assert units(home, "D1") == 40

    # What differs is asked again without saying how; only the second time it counts.
    says(page, "Dokumenty zgłoszenia D4")
    expect(page.get_by_alt_text("Dokument D4.pdf, strona 1")).to_be_visible()
    _key(page, "FV 77/2025", "12.09.2025", "5260001246", "2")
    says(page, "D4: wpisano co innego, niż potwierdziła maszyna (Jednostki siewne).")
    assert _audited(home) == {"D1": True}
    page.get_by_role("textbox", name="Jednostki siewne żyta hybrydowego").fill("19")
    page.get_by_role("button", name="Zapisz wynik").click()
    says(page, "D4: potwierdzenie błędne. Jednostki siewne: wpisano 19, potwierdzono 20.")
    assert _audited(home) == {"D1": True, "D4": False}
    says(page, "Wszystkie wylosowane zgłoszenia są skontrolowane.")
    accessible(page)
    figures = opened(browser, f"{url}/figures")
    expect(figures.get_by_text("50,0%").first).to_be_visible()
    says(figures, "Błędnych 1 z 2 skontrolowanych na ślepo; z pewnością 95% najwyżej 98,7%.")


def _choose(page: Page, key: str) -> None:
    choose(page.get_by_role("combobox", name="Zgłoszenie"), key, exact=True)
    settled(page)


def _key(page: Page, number: str, day: str, seller: str, amount: str) -> None:
    page.get_by_label("Numer faktury").fill(number)
    page.get_by_label("Data wystawienia").fill(day)
    page.get_by_label("NIP sprzedawcy").fill(seller)
    page.get_by_role("textbox", name="Jednostki siewne żyta hybrydowego").fill(amount)
    page.get_by_text("uczestnik:", exact=False).click()
    page.get_by_role("button", name="Zapisz wynik").click()


def _audited(home: Path) -> dict[str, bool]:
    with workspace_of(home) as workspace:
        with workspace.reading() as work:
            programme = work.programmes.all()[0]
        return {item.declaration_id: item.right for item in audit_list(workspace, ANNA, programme).done}
