"""The reviewers' pages in a real browser."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from pipelines.review import case_view
from pipelines.review_decisions import Act, Action, decide
from pipelines.settings import load_settings
from pipelines.workspace import Workspace, open_workspace
from programme.users import Role, User
from storage.reviews import ReviewDecision
from tests.review_ui.browser import opened, press, served, settled

BARTEK = User("bartek", Role.REVIEWER)


def _workspace(home: Path) -> Workspace:
    return open_workspace(load_settings(home=home))


def _case_id(workspace: Workspace, key: str) -> int:
    with workspace.reading() as work:
        case = work.reviews.case_of(1, key)
    assert case is not None
    return case.id


def _decisions(home: Path, key: str) -> list[ReviewDecision]:
    workspace = _workspace(home)
    with workspace.reading() as work:
        found = work.reviews.decisions(1, key)
    workspace.close()
    return found


def _units(home: Path, key: str) -> int:
    workspace = _workspace(home)
    with workspace.reading() as work:
        booked = work.ledger.standing_of(1, key)
    workspace.close()
    return int(booked.units) if booked is not None else 0


def _open_case(browser: Browser, home: Path, url: str, key: str) -> Page:
    workspace = _workspace(home)
    number = _case_id(workspace, key)
    workspace.close()
    for context in browser.contexts:  # a key goes to the page in front
        context.close()
    page = opened(browser, f"{url}/case?case={number}")
    expect(page.locator("h1")).to_contain_text(f"{key} ·")
    expect(page.get_by_role("button", name="Popraw dane", exact=False)).to_be_visible()
    settled(page)
    page.wait_for_timeout(400)  # the keys are bound just after the last button is drawn
    return page


def _shown(page: Page) -> str:
    return page.locator("h1").inner_text().split(" · ")[0]


def test_the_queue_in_polish_and_english(browser: Browser, url: str) -> None:
    page = opened(browser, url)
    expect(page.get_by_role("heading", name="Kolejka")).to_be_visible()
    expect(page.get_by_role("link", name="D2")).to_be_visible()
    assert page.locator(".scroll tbody tr").count() == 8
    page.get_by_label("Szukaj").fill("Bąk")
    page.keyboard.press("Enter")
    expect(page.locator(".scroll tbody tr")).to_have_count(1)
    page.get_by_role("link", name="D5").click()
    expect(page.locator("h1")).to_contain_text("D5 ·")
    english = opened(browser, f"{url}/?lang=en")
    expect(english.get_by_role("heading", name="Queue")).to_be_visible()
    expect(english.get_by_role("button", name="Next case")).to_be_visible()


def test_one_flag_is_cleared_with_one_key_and_the_next_case_comes(browser: Browser, home: Path, url: str) -> None:
    page = _open_case(browser, home, url, "D3")
    press(page, "p")
    expect(page.get_by_text("D3: potwierdzono 20 j.s.")).to_be_visible()
    assert _shown(page) != "D3"
    decided = _decisions(home, "D3")[-1]
    assert (decided.action, decided.case_version, decided.reason) == ("confirm", 1, "checked")
    assert _units(home, "D3") == 20
    press(page, "u")
    expect(page.locator("h1")).to_contain_text("D3 ·")
    assert _units(home, "D3") == 0
    assert [item.action for item in _decisions(home, "D3")] == ["confirm", "undo"]


def test_each_other_decision_by_key(browser: Browser, home: Path, url: str) -> None:
    page = _open_case(browser, home, url, "D6")
    press(page, "o")
    expect(page.get_by_text("Dlaczego odrzucić?")).to_be_visible()
    press(page, "3")
    expect(page.get_by_text("D6: odrzucono.")).to_be_visible()
    assert _decisions(home, "D6")[-1].reason == "already_claimed"
    page = _open_case(browser, home, url, "D7")
    press(page, "d")
    expect(page.get_by_text("Czego potrzebujemy?")).to_be_visible()
    press(page, "1")
    expect(page.get_by_text("D7: poproszono o dokument.")).to_be_visible()
    page = _open_case(browser, home, url, "D8")
    press(page, "z")
    expect(page.get_by_text("D8: odłożono.")).to_be_visible()
    page = _open_case(browser, home, url, "D9")
    press(page, "e")
    page.get_by_label("Numer faktury").fill("FV 34/2025")
    page.get_by_role("button", name="Zapisz poprawki").click()
    expect(page.get_by_text("D9: zapisano poprawkę.")).to_be_visible()
    expect(page.get_by_text("poprawione ręcznie")).to_be_visible()
    assert [_decisions(home, key)[-1].action for key in ("D7", "D8", "D9")] == ["ask_document", "postpone", "correct"]


def test_a_stale_decision_is_refused(browser: Browser, home: Path, url: str) -> None:
    page = _open_case(browser, home, url, "D3")
    workspace = _workspace(home)
    with workspace.work() as work:
        work.reviews.release(1, _holder(work.reviews.case_of(1, "D3")))
        work.commit()
    with workspace.reading() as work:
        programme = work.programmes.all()[0]
    view = case_view(workspace, BARTEK, programme, declaration_id="D3")
    assert view is not None
    act = Act(view.case.id, view.case.version, Action.POSTPONE)
    assert decide(workspace, BARTEK, programme, act).decision is not None
    workspace.close()
    press(page, "p")
    expect(page.get_by_text("Sprawa zmieniła się w międzyczasie")).to_be_visible()
    assert [item.action for item in _decisions(home, "D3")] == ["postpone"]
    assert _units(home, "D3") == 0


def _holder(case: object) -> str:
    holder = getattr(case, "leased_by", None)
    assert isinstance(holder, str)
    return holder


def test_a_flagged_quantity_is_keyed_blind(browser: Browser, home: Path, url: str) -> None:
    page = _open_case(browser, home, url, "D2")
    expect(page.get_by_text("ukryte do czasu przepisania ilości").first).to_be_visible()
    expect(page.get_by_role("button", name="Potwierdź", exact=False).first).to_be_disabled()
    field = page.locator("[data-testid=stForm] input").first
    field.fill("12")
    field.press("Enter")
    expect(page.get_by_text("Wpisano 12, maszyna odczytała 10.", exact=False)).to_be_visible()
    settled(page)
    field.fill("10")
    field.press("Enter")
    expect(page.get_by_role("button", name="Potwierdź 10 j.s.", exact=False)).to_be_enabled()
    press(page, "p")
    expect(page.get_by_text("D2: potwierdzono 10 j.s.")).to_be_visible()
    assert _units(home, "D2") == 10


def test_a_duplicate_stands_side_by_side(browser: Browser, home: Path, url: str) -> None:
    page = _open_case(browser, home, url, "D5")
    expect(page.get_by_role("heading", name="Ta sama faktura w dwóch zgłoszeniach")).to_be_visible()
    expect(page.get_by_text("Oba zgłoszenia mają ten sam plik.")).to_be_visible()
    expect(page.get_by_alt_text("Dokument D4.pdf, strona 1")).to_be_visible()
    expect(page.get_by_alt_text("Dokument D5.pdf, strona 1").first).to_be_visible()


def test_two_reviewers_never_on_one_case(browser: Browser, home: Path) -> None:
    from pipelines.accounts import add_account

    workspace = _workspace(home)
    for name in ("anna", "bartek"):
        add_account(workspace, name, Role.REVIEWER, "dobre-hasło-1234")
    workspace.close()
    with served(home) as url:
        pages = []
        for name in ("anna", "bartek"):
            page = opened(browser, url)
            _sign_in(page, name)
            pages.append(page)
        for page in pages:
            press(page, "n")
            expect(page.locator("h1")).to_contain_text(" · ")
        shown = [_shown(page) for page in pages]
        assert shown[0] != shown[1]
        workspace = _workspace(home)
        number = _case_id(workspace, shown[0])
        workspace.close()
        pages[1].goto(f"{url}/case?case={number}")
        settled(pages[1])
        expect(pages[1].get_by_text("Sprawą zajmuje się teraz: anna.")).to_be_visible()


def _sign_in(page: Page, name: str) -> None:
    inputs = page.locator("[data-testid=stForm] input")
    inputs.nth(0).fill(name)
    inputs.nth(1).fill("dobre-hasło-1234")
    inputs.nth(1).press("Enter")
    expect(page.get_by_role("heading", name="Kolejka")).to_be_visible()
    settled(page)


def test_figures_and_programme_and_a_phones_width(browser: Browser, url: str) -> None:
    page = opened(browser, f"{url}/figures")
    expect(page.get_by_text("Bez udziału człowieka")).to_be_visible()
    page = opened(browser, f"{url}/programme")
    page.get_by_role("tab", name="Uczestnicy").click()
    expect(page.get_by_text("Anna Bąk")).to_be_visible()
    page.get_by_text("Import z CSV lub XLSX").locator("visible=true").click()
    table = "participant_id,name,nip,address,postal_code,city,email\nP1,Jan,123,,,,\n,Ewa,,,,,\n"
    upload = {"name": "lista.csv", "mimeType": "text/csv", "buffer": table.encode()}
    page.locator("input[type=file]").last.set_input_files([upload])
    expect(page.get_by_text("Pliku nie przyjęto. Błędnych miejsc: 2")).to_be_visible()
    phone = opened(browser, f"{url}/", width=390)
    overflow = phone.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overflow <= 0


def test_no_serious_accessibility_fault(browser: Browser, home: Path, url: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    for path in ("/", "/case?case=1", "/figures", "/programme"):
        page = opened(browser, f"{url}{path}")
        found = Axe().run(page).response
        assert found["passes"]
        serious = [item["id"] for item in found["violations"] if item["impact"] in ("serious", "critical")]
        assert not serious, (path, serious)
        page.context.close()
