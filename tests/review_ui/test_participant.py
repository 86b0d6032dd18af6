"""The participants' pages and signing in, in a real browser against a real server."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont
from playwright.sync_api import Browser, Locator, Page, expect

from pipelines.accounts import add_account
from pipelines.batch import verify_intake
from pipelines.review_decisions import Act, Action, decide
from pipelines.settings import load_settings
from pipelines.text_framework import FRAMEWORK_WORDS
from pipelines.workspace import Workspace, open_workspace
from programme.users import Role, User
from tests.pipelines.build import invoice_xml, two_years
from tests.review_ui.browser import PATIENCE, accessible, filmed, opened, served, settled, with_camera

PASSWORD = "żyto-na-wiosnę-8"
PHONE = 375


@dataclass(frozen=True)
class Site:
    url: str
    home: Path

    def workspace(self) -> Workspace:
        return open_workspace(load_settings(home=self.home))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A server with an account of each role; P1 has three claims, P2 none."""
    folder = tmp_path_factory.mktemp("site")
    workspace = open_workspace(load_settings(home=folder / "home", workers=2))
    verify_intake(workspace, two_years(folder / "intake").write(), None)
    with workspace.reading() as work:
        programme = work.programmes.all()[0]
    for name, role, participant in (
        ("jan", Role.PARTICIPANT, "P1"),
        ("anna", Role.PARTICIPANT, "P2"),
        ("ewa", Role.REVIEWER, None),
        ("adam", Role.AUDITOR, None),
    ):
        add_account(workspace, name, role, PASSWORD, programme, participant)
    workspace.close()
    with served(folder / "home", OMP_THREAD_LIMIT="1") as url:
        yield Site(url, folder / "home")
    shutil.rmtree(folder)


def _sign_in(browser: Browser, site: Site, name: str, width: int = 1360, query: str = "") -> Page:
    page = opened(browser, f"{site.url}/{query}", width)
    _give(page, name, PASSWORD)
    expect(page.locator("input[type=password]")).to_have_count(0, timeout=PATIENCE)
    settled(page)
    return page


def _give(page: Page, name: str, password: str) -> None:
    page.locator("input[autocomplete=username]").fill(name)
    page.locator("input[type=password]").fill(password)
    page.get_by_role("button", name=re.compile("^(Zaloguj się|Sign in)$")).click()


def _type(page: Page, label: str, text: str) -> None:
    page.get_by_role("textbox", name=label).fill(text)
    page.keyboard.press("Tab")
    page.wait_for_timeout(150)
    settled(page)


def _drawn(path: Path) -> Path:
    """A picture with a few words on it."""
    image = Image.new("L", (1000, 1400), 255)
    font = ImageFont.truetype("DejaVuSans.ttf", 40)
    ImageDraw.Draw(image).text((80, 100), "Dokument wydania WZ 12/2025", font=font, fill=0)
    image.save(path)
    return path


def polish(page: Page) -> None:
    """No word of the framework's own is left in English, for eyes or for screen readers."""
    words = [english.replace("{}", "") for english, _ in FRAMEWORK_WORDS if not english.startswith("{}")]
    said = page.evaluate("""() => {
      const names = [...document.querySelectorAll('[aria-label]')].map(item => item.getAttribute('aria-label'));
      return [...names, ...document.body.innerText.split('\\n')];
    }""")
    assert [text for text in said if any(text.strip().startswith(word) for word in words)] == []
    assert page.evaluate("document.documentElement.lang") == "pl"


def _fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= page.evaluate("window.innerWidth")


def test_signing_in_staying_in_and_out(browser: Browser, site: Site) -> None:
    page = opened(browser, f"{site.url}/claims", PHONE)
    accessible(page)
    polish(page)
    _fits(page)
    _give(page, "jan", "nie to hasło")
    expect(page.get_by_text("Nieprawidłowa nazwa lub hasło.")).to_be_visible()
    _give(page, "jan", PASSWORD)
    expect(page.get_by_role("heading", name="Moje zgłoszenia")).to_be_visible()
    for _ in range(50):
        cookies = {item["name"]: item for item in page.context.cookies()}
        if "klos_session" in cookies:
            break
        page.wait_for_timeout(100)
    assert cookies["klos_session"]["httpOnly"]
    assert cookies["klos_session"]["sameSite"] == "Lax"
    page.reload()
    expect(page.get_by_role("heading", name="Moje zgłoszenia")).to_be_visible(timeout=PATIENCE)
    page.get_by_role("button", name="Rozwiń menu").click()
    page.get_by_role("button", name="Wyloguj się").click()
    expect(page.locator("input[type=password]")).to_be_visible()
    page.reload()
    expect(page.locator("input[type=password]")).to_be_visible(timeout=PATIENCE)


@pytest.mark.parametrize(
    ("name", "seen", "hidden"),
    [
        ("ewa", "Kolejka", "Moje zgłoszenia"),
        ("adam", "Kolejka", "Moje zgłoszenia"),
        ("anna", "Moje zgłoszenia", "Kolejka"),
    ],
)
def test_each_role_has_its_pages(browser: Browser, site: Site, name: str, seen: str, hidden: str) -> None:
    page = _sign_in(browser, site, name)
    links = page.get_by_test_id("stSidebarNav").inner_text()
    assert seen in links
    assert hidden not in links
    page.goto(f"{site.url}/{'claims' if hidden == 'Moje zgłoszenia' else 'queue'}")
    settled(page)
    expect(page.get_by_role("heading", name=hidden)).to_have_count(0)


def test_a_purchase_declared_on_a_phone(browser: Browser, site: Site, tmp_path: Path) -> None:
    page = _sign_in(browser, site, "jan", PHONE)
    _fits(page)
    expect(page.get_by_text("Do następnego punktu brakuje: 20 j.s. w roku 2024.")).to_be_visible()
    expect(page.get_by_text("Liczba jednostek siewnych na fakturze jest inna niż w zgłoszeniu.")).to_be_visible()
    years = page.locator(".scroll tbody tr")
    expect(years).to_have_text([re.compile(r"2024\s*20\s*0\s*"), re.compile(r"2025\s*40\s*15\s*")])
    expect(page.get_by_text("Jeden punkt to 20 potwierdzonych jednostek siewnych")).to_be_visible()
    accessible(page)
    polish(page)
    page.get_by_test_id("stMain").get_by_role("button", name="Zgłoś zakup").click()
    expect(page.get_by_role("heading", name="1. Zakup")).to_be_visible()
    settled(page)  # a press while the form is still being drawn is lost

    # Mistakes are told beside their fields.
    page.get_by_role("button", name="Wyślij zgłoszenie").click()
    for fault in ("Wpisz numer faktury.", "Podaj datę z faktury.", "Wpisz liczbę, np. 20.", "Dodaj fakturę"):
        expect(page.get_by_text(fault)).to_be_visible()
    accessible(page)
    polish(page)
    _type(page, "Numer faktury", "FV 77/2025")
    _type(page, "Data wystawienia", "12.09.2025")
    _type(page, "Liczba jednostek", "30")

    # What is no document is refused, what is one is read at once.
    (tmp_path / "faktura.pdf").write_bytes(b"MZ" + bytes(3000))
    (tmp_path / "f.xml").write_bytes(invoice_xml("FV 77/2025"))
    page.locator("input[type=file]").set_input_files([tmp_path / "faktura.pdf", tmp_path / "f.xml"])
    expect(page.get_by_text("to program, nie dokument")).to_be_visible()
    expect(page.get_by_text("liczy się 20 j.s.")).to_be_visible(timeout=10_000)
    expect(page.get_by_text("inaczej – sprawdź")).to_be_visible()
    expect(page.get_by_text("zgadza się", exact=True)).to_have_count(3)
    _fits(page)
    accessible(page)

    # A picture of the page is shown, with words for who cannot see it.
    page.locator("input[type=file]").set_input_files(_drawn(tmp_path / "photo.png"))
    expect(page.get_by_alt_text("Pierwsza strona: photo.png")).to_be_visible(timeout=PATIENCE)
    settled(page)
    _fits(page)
    accessible(page)
    page.get_by_role("button", name="Usuń „photo.png”").click()
    expect(page.get_by_alt_text("Pierwsza strona: photo.png")).to_have_count(0)

    # The draft outlives a refresh; nothing read was typed into it.
    page.wait_for_timeout(300)
    page.goto(f"{site.url}/declare")
    expect(page.get_by_role("textbox", name="Liczba jednostek")).to_have_value("30", timeout=PATIENCE)
    _type(page, "Liczba jednostek", "20")
    expect(page.get_by_text("inaczej – sprawdź")).to_have_count(0)
    page.get_by_role("button", name="Wyślij zgłoszenie").click()
    expect(page.get_by_text(re.compile(r"Zgłoszenie U\d+ wysłane\."))).to_be_visible(timeout=PATIENCE)
    claim = page.locator("[class*=st-key-claim-U]").first
    expect(claim).to_contain_text("FV 77/2025")
    expect(claim).to_contain_text("potwierdzone", timeout=PATIENCE)  # the page draws itself anew
    _fits(page)


def test_a_claim_sent_wrong_is_corrected_in_english(browser: Browser, site: Site, tmp_path: Path) -> None:
    page = _sign_in(browser, site, "jan", query="?lang=en")
    page.get_by_test_id("stMain").get_by_role("button", name="Declare a purchase").click()
    expect(page.get_by_role("heading", name="1. The purchase")).to_be_visible()
    _type(page, "Invoice number", "FV 78/2025")
    _type(page, "Date of issue", "2025-09-12")
    _type(page, "Number of seed units", "31")
    (tmp_path / "f.xml").write_bytes(invoice_xml("FV 78/2025", "13"))
    page.locator("input[type=file]").set_input_files(tmp_path / "f.xml")
    expect(page.get_by_text("differs – check")).to_be_visible(timeout=10_000)
    page.get_by_role("button", name="Submit the declaration").click()
    claim = page.locator("[class*=st-key-claim-U]").first
    expect(claim).to_contain_text("needs your action", timeout=PATIENCE)
    claim.get_by_role("button", name="Correct or add a document").click()
    expect(page.get_by_role("heading", name="Correcting declaration")).to_be_visible()
    _type(page, "Number of seed units", "13")
    page.get_by_role("button", name="Submit the declaration").click()
    expect(page.locator("[class*=st-key-claim-U]").first).to_contain_text("confirmed", timeout=PATIENCE)


def test_an_objection_is_made_once_with_a_reason(browser: Browser, site: Site) -> None:
    workspace = site.workspace()
    with workspace.reading() as work:
        programme = work.programmes.all()[0]
        case = work.reviews.case_of(programme.id, "D3")
    assert case is not None
    ewa = User("ewa", Role.REVIEWER)
    act = Act(case.id, case.version, Action.REJECT, reason="quantity_not_shown")
    assert decide(workspace, ewa, programme, act).decision is not None
    page = _sign_in(browser, site, "jan", PHONE)
    claim = page.locator(".st-key-claim-D3")
    expect(claim).to_contain_text("odrzucone")
    expect(claim).to_contain_text("Dokument nie pokazuje liczby jednostek siewnych.")
    other = page.context.new_page()  # the same claim in a second window, before it is objected to
    other.goto(site.url)
    for window in (page, other):
        window.locator(".st-key-claim-D3").get_by_text("Zgłoś sprzeciw", exact=True).click()
    accessible(page)
    _fits(page)
    reason = page.get_by_role("textbox", name="Dlaczego się nie zgadzasz?")
    send = page.get_by_role("button", name="Wyślij sprzeciw")
    reason.fill("nie")
    apart = _apart(reason, send)
    send.click()
    expect(claim.get_by_text("Napisz w kilku słowach, dlaczego.")).to_be_visible(timeout=PATIENCE)
    settled(page)
    assert _apart(reason, send) == apart  # the button stays where the finger is
    reason.fill("Na drugiej stronie jest 15 j.s.")
    send.click()
    expect(page.get_by_text("Sprzeciw przyjęty. Sprawdzi go pracownik.").first).to_be_visible(timeout=PATIENCE)
    expect(claim).to_contain_text("sprawdza pracownik")
    expect(claim.get_by_text("Zgłoś sprzeciw", exact=True)).to_have_count(0)
    # The second one, from the window that shows yesterday's state, is refused.
    other.get_by_role("textbox", name="Dlaczego się nie zgadzasz?").fill("Sprzeciw jeszcze raz.")
    other.get_by_role("button", name="Wyślij sprzeciw").click()
    expect(other.get_by_text("Teraz nie ma czego podważać.")).to_be_visible()
    expect(other.locator(".st-key-claim-D3")).to_contain_text("sprawdza pracownik", timeout=PATIENCE)
    with workspace.reading() as work:
        objections = work.claims.objections(programme.id)
        case = work.reviews.case_of(programme.id, "D3")
    assert [item.reason for item in objections] == ["Na drugiej stronie jest 15 j.s."]
    assert case is not None
    again = Act(case.id, case.version, Action.REJECT, reason="quantity_not_shown")
    assert decide(workspace, ewa, programme, again).decision is not None
    workspace.close()
    page.reload()
    expect(claim).to_contain_text("Sprzeciw został już rozpatrzony.", timeout=PATIENCE)
    expect(claim.get_by_text("Zgłoś sprzeciw", exact=True)).to_have_count(0)


def _apart(above: Locator, below: Locator) -> int:
    """Pixels from the top of one to the top of the other."""
    first, second = above.bounding_box(), below.bounding_box()
    assert first and second
    return round(second["y"] - first["y"])


def test_several_documents_and_a_photo_from_the_camera(browser: Browser, site: Site, tmp_path: Path) -> None:
    filmed(tmp_path / "camera.y4m", Image.open(_drawn(tmp_path / "page.png")))
    (tmp_path / "a.xml").write_bytes(invoice_xml("FV 81/2025", "11"))
    (tmp_path / "b.xml").write_bytes(invoice_xml("FV 82/2025", "9"))
    with with_camera(browser, tmp_path / "camera.y4m") as own:
        page = _sign_in(own, site, "jan", PHONE)
        page.goto(f"{site.url}/declare")
        expect(page.get_by_role("heading", name="2. Faktura")).to_be_visible(timeout=PATIENCE)
        page.locator("input[type=file]").set_input_files([tmp_path / "a.xml", tmp_path / "b.xml"])
        expect(page.get_by_text("FV 81/2025, FV 82/2025")).to_be_visible(timeout=PATIENCE)
        page.get_by_text("Zrób zdjęcie aparatem").click()
        shutter = page.get_by_role("button", name="Zrób zdjęcie")
        expect(shutter).to_be_enabled(timeout=PATIENCE)
        polish(page)
        accessible(page)
        page.wait_for_timeout(500)
        shutter.click()
        expect(page.get_by_alt_text("Pierwsza strona: zdjęcie")).to_be_visible(timeout=2 * PATIENCE)
        expect(page.get_by_role("button", name="Usuń „")).to_have_count(3)
        _fits(page)
        page.get_by_role("button", name="Anuluj").click()
        expect(page.get_by_role("heading", name="Moje zgłoszenia")).to_be_visible(timeout=PATIENCE)


def test_the_pages_cannot_be_framed(browser: Browser, site: Site) -> None:
    answer = opened(browser, site.url).request.get(site.url)
    assert answer.headers["x-frame-options"] == "DENY"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_own_data_are_downloaded_and_erased(browser: Browser, site: Site) -> None:
    page = _sign_in(browser, site, "anna", PHONE)
    page.goto(f"{site.url}/my_data")
    expect(page.get_by_role("heading", name="Moje dane")).to_be_visible(timeout=PATIENCE)
    accessible(page)
    polish(page)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Pobierz moje dane").click()
    assert Path(waiting.value.path()).read_bytes().startswith(b"PK")
    page.get_by_text("Chcę usunąć swoje dane").click()
    page.get_by_text("Rozumiem, że tego nie da się cofnąć.").click()
    page.get_by_role("button", name="Usuń moje dane").click()
    expect(page.locator("input[type=password]")).to_be_visible(timeout=PATIENCE)
    _give(page, "anna", PASSWORD)
    expect(page.get_by_text("Nieprawidłowa nazwa lub hasło.")).to_be_visible()
    workspace = site.workspace()
    with workspace.reading() as work:
        assert work.lookup.participant(1, "P2").name == "—"  # type: ignore[union-attr]
    workspace.close()


def test_the_cookie_route_takes_codes_of_our_own_pages_only(browser: Browser, site: Site) -> None:
    page = opened(browser, site.url)
    answer = page.request.post(f"{site.url}/klos-session", data="x", headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status == 403
    answer = page.request.post(f"{site.url}/klos-session", data="x", headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.status == 403
    answer = page.request.post(f"{site.url}/klos-session", data="x" * 500, headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.status == 413
