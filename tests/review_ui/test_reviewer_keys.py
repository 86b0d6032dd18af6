"""A reviewer at the keyboard: every decision by key, few presses a case, undo, and nobody in anybody's way."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from pipelines.accounts import add_account
from pipelines.review import case_view
from pipelines.review_decisions import Act, Action, decide
from programme.users import Role
from tests.review_ui.browser import PATIENCE, choose, opened, served
from tests.review_ui.desk import (
    BARTEK,
    PASSWORD,
    case_id,
    decisions,
    open_case,
    press,
    ready,
    says,
    shown,
    shows_case,
    sign_in,
    units,
    workspace_of,
)


class Reviewer:
    """A scripted person who counts the keys he presses."""

    def __init__(self, page: Page) -> None:
        self.page, self.pressed = page, 0

    def press(self, *keys: str) -> None:
        press(self.page, *keys)
        self.pressed += len(keys)


def test_one_flag_is_cleared_with_one_key_and_undone_with_one(browser: Browser, home: Path, url: str) -> None:
    page = open_case(browser, home, url, "D3")
    press(page, "p")
    says(page, "D3: potwierdzono 20 j.s.")
    assert shown(page) != "D3"
    decided = decisions(home, "D3")[-1]
    assert (decided.action, decided.case_version, decided.reason) == ("confirm", 1, "checked")
    assert units(home, "D3") == 20
    press(page, "u")
    shows_case(page, "D3")
    assert units(home, "D3") == 0
    assert [item.action for item in decisions(home, "D3")] == ["confirm", "undo"]


def test_each_other_decision_by_key(browser: Browser, home: Path, url: str) -> None:
    page = open_case(browser, home, url, "D6")
    press(page, "o")
    says(page, "Dlaczego odrzucić?")
    press(page, "3")
    says(page, "D6: odrzucono.")
    assert (decisions(home, "D6")[-1].action, decisions(home, "D6")[-1].reason) == ("reject", "already_claimed")
    page = open_case(browser, home, url, "D7")
    press(page, "d")
    says(page, "Czego potrzebujemy?")
    press(page, "Escape")
    expect(page.get_by_text("Czego potrzebujemy?")).to_have_count(0)
    press(page, "d")
    says(page, "Czego potrzebujemy?")
    press(page, "1")
    says(page, "D7: poproszono o dokument.")
    page = open_case(browser, home, url, "D8")
    press(page, "z")
    says(page, "D8: odłożono.")
    assert [decisions(home, key)[-1].action for key in ("D7", "D8")] == ["ask_document", "postpone"]


def test_keys_typed_ahead_reach_the_panel_they_were_meant_for(browser: Browser, home: Path, url: str) -> None:
    page = open_case(browser, home, url, "D6")
    for key in "o3":  # nobody waits for the server
        page.keyboard.press(key)
    says(page, "D6: odrzucono.")
    assert (decisions(home, "D6")[-1].action, decisions(home, "D6")[-1].reason) == ("reject", "already_claimed")
    page = open_case(browser, home, url, "D7")
    press(page, "o")
    says(page, "Dlaczego odrzucić?")
    for key in "d1":  # the panel of rejections still stands when the number comes
        page.keyboard.press(key)
    says(page, "D7: poproszono o dokument.")
    assert [item.action for item in decisions(home, "D7")] == ["ask_document"]
    page = open_case(browser, home, url, "D8")
    press(page, "o")
    says(page, "Dlaczego odrzucić?")
    for key in ("Escape", "3"):  # the panel still stands when the number comes
        page.keyboard.press(key)
    expect(page.get_by_text("Dlaczego odrzucić?")).to_have_count(0, timeout=PATIENCE)
    ready(page)
    for key in ("o", "Escape", "3"):
        page.keyboard.press(key)
    page.wait_for_function("() => !window.klosTyping()", timeout=PATIENCE)  # the panel came and went
    ready(page)
    assert decisions(home, "D8") == []


def test_a_key_that_was_held_back_is_lifted_again(browser: Browser, home: Path, url: str) -> None:
    page = open_case(browser, home, url, "D7")
    for _ in range(3):
        for key in ("d", "Escape"):  # Escape waits until the panel's keys work
            page.keyboard.press(key)
        page.wait_for_function("() => !window.klosTyping()", timeout=PATIENCE)  # nothing is kept any more
        press(page, "o")
        says(page, "Dlaczego odrzucić?")
        press(page, "Escape")
        expect(page.get_by_text("Dlaczego odrzucić?")).to_have_count(0)
    for key in "o3":
        page.keyboard.press(key)
    says(page, "D7: odrzucono.")
    press(page, "u")
    shows_case(page, "D7")
    assert [item.action for item in decisions(home, "D7")] == ["reject", "undo"]


def test_a_message_that_comes_or_goes_leaves_the_buttons_as_they_are(browser: Browser, home: Path, url: str) -> None:
    """A button made anew is away for a moment, longer on a busy machine, and a key pressed meanwhile is lost."""
    page = open_case(browser, home, url, "D8")
    buttons = [page.locator(f".st-key-{key} button") for key in ("undo", "next", "do_reject", "do_correct")]
    for button in buttons:
        button.evaluate("button => { button.dataset.seen = 'yes' }")
    press(page, "z")
    says(page, "D8: odłożono.")
    press(page, "n")
    expect(page.get_by_text("D8: odłożono.")).to_have_count(0)
    for key in ("d", "Escape", "e"):
        press(page, key)
    says(page, "Pozycja, której maszyna nie odczytała")
    page.get_by_label("NIP sprzedawcy").fill("1")
    page.get_by_role("button", name="Zapisz poprawki").click()
    says(page, "NIP sprzedawcy: takiej wartości nie można zapisać.")
    expect(page.get_by_label("NIP sprzedawcy")).to_have_value("1")
    for button in buttons:
        expect(button).to_have_attribute("data-seen", "yes")


def test_a_field_is_corrected_and_a_missed_line_added(browser: Browser, home: Path, url: str) -> None:
    page = open_case(browser, home, url, "D9")
    press(page, "e")
    says(page, "Pozycja, której maszyna nie odczytała")
    page.get_by_label("Numer faktury").fill("FV 33/2025")
    page.get_by_label("NIP sprzedawcy").fill("5260001247")
    page.get_by_role("button", name="Zapisz poprawki").click()
    says(page, "NIP sprzedawcy: takiej wartości nie można zapisać.")
    page.get_by_label("NIP sprzedawcy").fill("5260001246")
    choose(page.get_by_role("combobox", name="Produkt"), "KWS TAYO")
    page.get_by_label("Jednostki siewne (j.s.)").fill("5")
    page.get_by_role("button", name="Zapisz poprawki").click()
    says(page, "D9: zapisano poprawkę.")
    expect(page.get_by_text("poprawione ręcznie")).to_be_visible()
    expect(page.get_by_text("dopisana ręcznie")).to_be_visible()
    kept = decisions(home, "D9")[-1]
    assert kept.action == "correct"
    assert kept.details["fields"] == {"invoice_number": "FV 33/2025"}
    page.get_by_text("Historia").click()
    says(page, "Numer faktury: FV 33/2025 · KWS TAYO 1 j.s.: 5 j.s.")


def test_no_one_flag_case_takes_more_than_three_keys(browser: Browser, home: Path, url: str) -> None:
    reviewer = Reviewer(open_case(browser, home, url, "D20"))
    for position in range(8):
        key = shown(reviewer.page)
        overstated = key in ("D2", "D20", "D21", "D22")
        before = reviewer.pressed
        if overstated:  # the quantity's field has the focus; the invoice shows 10
            expect(reviewer.page.locator(".st-key-keying input").first).to_be_focused()
            reviewer.press("1", "0", "Enter")
            says(reviewer.page, f"{key}: potwierdzono 10 j.s.")
        elif key == "D5":
            reviewer.press("o", "3")
            says(reviewer.page, f"{key}: odrzucono")
        elif position % 2:
            reviewer.press("p")
            says(reviewer.page, f"{key}: potwierdzono 20 j.s.")
        else:
            reviewer.press("o", "1")
            says(reviewer.page, f"{key}: odrzucono")
        assert 1 <= reviewer.pressed - before <= 3, key
        shows_case(reviewer.page, shown(reviewer.page))
    assert [item.action for item in decisions(home, "D20")] == ["correct", "confirm"]
    assert units(home, "D20") == 10


def test_a_quantity_is_keyed_blind_and_letters_go_to_the_page(browser: Browser, home: Path, url: str) -> None:
    page = open_case(browser, home, url, "D2")
    expect(page.get_by_text("ukryte do czasu przepisania ilości").first).to_be_visible()
    expect(page.get_by_role("button", name="Potwierdź", exact=False).last).to_be_disabled()
    assert "15" not in page.locator("[data-testid=stMain]").inner_text()
    field = page.locator(".st-key-keying input").first
    expect(field).to_be_focused()
    press(page, "o")  # no letter of a number: the page takes it
    says(page, "Dlaczego odrzucić?")
    press(page, "Escape")
    expect(page.get_by_text("Dlaczego odrzucić?")).to_have_count(0)
    field.fill("12")
    page.locator(".st-key-keying button").first.click()
    says(page, "Wpisano 12, maszyna odczytała 10.")
    assert decisions(home, "D2") == []
    expect(field).to_be_focused()
    field.fill("10")
    field.press("Enter")
    says(page, "D2: potwierdzono 10 j.s.")
    assert units(home, "D2") == 10


def test_a_confirmation_against_a_hard_reason_says_why(browser: Browser, home: Path, url: str) -> None:
    page = open_case(browser, home, url, "D5")
    if page.locator(".st-key-keying input").count():
        page.locator(".st-key-keying input").first.fill("20")
        page.locator(".st-key-keying input").first.press("Enter")
        says(page, "D5: zapisano poprawkę.")
    press(page, "p")
    says(page, "Dlaczego mimo to potwierdzić?")
    assert not [item for item in decisions(home, "D5") if item.action == "confirm"]
    press(page, "1")
    says(page, "D5: potwierdzono 20 j.s.")
    assert decisions(home, "D5")[-1].reason == "two_purchases"


def test_a_stale_decision_is_refused(browser: Browser, home: Path, url: str) -> None:
    page = open_case(browser, home, url, "D3")
    with workspace_of(home) as workspace:
        with workspace.work() as work:
            case = work.reviews.case_of(1, "D3")
            assert case is not None and case.leased_by is not None
            work.reviews.release(1, case.leased_by)
            work.commit()
        with workspace.reading() as work:
            programme = work.programmes.all()[0]
        view = case_view(workspace, BARTEK, programme, declaration_id="D3")
        assert view is not None
        postponed = decide(workspace, BARTEK, programme, Act(view.case.id, view.case.version, Action.POSTPONE))
        assert postponed.decision is not None
    press(page, "p")
    says(page, "Sprawa zmieniła się w międzyczasie")
    assert [item.action for item in decisions(home, "D3")] == ["postpone"]
    assert units(home, "D3") == 0


@pytest.fixture
def staffed(home: Path) -> Iterator[str]:
    """A server with two reviewers' accounts."""
    with workspace_of(home) as workspace:
        for name in ("anna", "bartek"):
            add_account(workspace, name, Role.REVIEWER, PASSWORD)
    with served(home) as url:
        yield url


def test_two_reviewers_never_on_one_case_and_handing_on(browser: Browser, home: Path, staffed: str) -> None:
    anna, bartek = (opened(browser, staffed) for _ in range(2))
    sign_in(anna, "anna")
    sign_in(bartek, "bartek")
    for page in (anna, bartek):
        page.bring_to_front()
        press(page, "n")
        expect(page.locator("h1", has_text=" · ")).to_be_visible(timeout=PATIENCE)
        ready(page)
    first, second = shown(anna), shown(bartek)
    assert first != second
    bartek.goto(f"{staffed}/case?case={case_id(home, first)}")
    says(bartek, "Sprawą zajmuje się teraz: anna.")

    anna.bring_to_front()
    press(anna, "h")
    says(anna, "Komu")
    press(anna, "1")
    says(anna, f"{first}: przekazano.")
    assert decisions(home, first)[-1].action == "hand_on"
    bartek.bring_to_front()
    press(bartek, "n")
    shows_case(bartek, first)  # what was handed to him comes first
