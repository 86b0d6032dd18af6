"""Pictures of signing in and of the participant's pages, wide and at a phone's width; `scripts/screenshots.py` runs it.

The participant gets claims of every status first: through his own desk and through a reviewer's decisions.
"""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, expect

from pipelines.claims_desk import Cells, attach, open_draft, save_draft, submit
from pipelines.desk_worker import work_off
from pipelines.review_decisions import Act, Action, decide
from pipelines.workspace import Workspace
from programme.registry import Declaration
from programme.users import Role, User
from storage.programmes import ProgrammeRef
from tests.review_ui.browser import PATIENCE, opened, settled

PHONE = 375
WIDE = 1100
_REVIEWER = User("screenshots", Role.REVIEWER)


def prepare(workspace: Workspace, programme: ProgrammeRef, participant_id: str) -> None:
    """Claims of the participant's own in every status: waiting for him, refused, being read."""
    user = User("screenshots", Role.PARTICIPANT, None, programme.id, participant_id)
    with workspace.reading() as work:
        own = [item.declaration for item in work.programmes.declarations(programme.id)]
        uploads = work.documents.uploads(programme.id)
    claims = [item for item in own if item.participant_id == participant_id and item.documents[0] in uploads]
    sent = []
    for claim, more in ((claims[0], 7), (claims[-1], 0)):
        draft = open_draft(workspace, user)
        save_draft(workspace, user, draft.key, _cells(claim, more))
        attach(workspace, user, draft.key, "faktura.pdf", workspace.objects.get(uploads[claim.documents[0]]))
        result = submit(workspace, user, draft.key)
        sent.append(getattr(result, "declaration_id", ""))
        work_off(workspace)
    _decide(workspace, programme, sent[-1], Action.REJECT, "already_claimed")


def _cells(claim: Declaration, more: int) -> Cells:
    return Cells(
        str(claim.year),
        claim.seller_nip,
        "; ".join(claim.invoice_numbers),
        claim.invoice_date.strftime("%d.%m.%Y"),
        str(claim.seed_units + more),
    )


def _decide(workspace: Workspace, programme: ProgrammeRef, declaration_id: str, action: Action, reason: str) -> None:
    with workspace.reading() as work:
        case = work.reviews.case_of(programme.id, declaration_id)
    if case is not None:
        decide(workspace, _REVIEWER, programme, Act(case.id, case.version, action, reason=reason))


def shoot_participant(
    browser: Browser, url: str, sign_in: Callable[[Page], None], documents: list[Path], folder: Path
) -> None:
    """Every page in `folder`; `documents` are files to add to a draft."""
    for width, ending in ((WIDE, ""), (PHONE, "-phone")):
        page = opened(browser, url, width, 900)
        _shoot(page, folder / f"sign-in{ending}.png")
        inputs = page.locator("[data-testid=stForm] input")
        inputs.nth(0).fill("rolnik")
        inputs.nth(1).fill("nie to hasło")
        inputs.nth(1).press("Enter")
        expect(page.get_by_text("Nieprawidłowa nazwa lub hasło.")).to_be_visible(timeout=PATIENCE)
        _shoot(page, folder / f"sign-in-wrong{ending}.png")
        sign_in(page)
        _shoot(page, folder / f"claims{ending}.png")
        _objection(page, folder / f"objection{ending}.png")
        _declare(page, url, documents, folder, ending)
        page.goto(f"{url}/my_data")
        settled(page)
        page.get_by_text("Chcę usunąć swoje dane").click()
        _shoot(page, folder / f"my-data{ending}.png")
        page.goto(f"{url}/claims?lang=en")
        settled(page)
        _shoot(page, folder / f"claims-en{ending}.png")
        page.goto(f"{url}/declare?lang=en")
        settled(page)
        _shoot(page, folder / f"declare-en{ending}.png")
        page.context.close()


def _objection(page: Page, path: Path) -> None:
    opener = page.get_by_text("Zgłoś sprzeciw").first
    if opener.count():
        opener.click()
        _shoot(page, path)


def _declare(page: Page, url: str, documents: list[Path], folder: Path, ending: str) -> None:
    page.goto(f"{url}/declare")
    settled(page)
    page.get_by_role("button", name="Wyślij zgłoszenie").click()
    page.wait_for_timeout(500)
    settled(page)
    _shoot(page, folder / f"declare-faults{ending}.png")
    page.goto(f"{url}/declare")
    settled(page)
    page.get_by_role("textbox", name="Numer faktury").fill("FV 12/2025")
    page.keyboard.press("Tab")
    page.get_by_role("textbox", name="Liczba jednostek").fill("20")
    page.get_by_role("textbox", name="Liczba jednostek").blur()
    settled(page)
    page.locator("input[type=file]").set_input_files(documents)
    page.wait_for_timeout(1200)
    if page.get_by_text("Czytamy dokument").count():  # not where the same file was read before
        _shoot(page, folder / f"declare-reading{ending}.png", wait=False)
    expect(page.get_by_role("button", name="Usuń „")).to_have_count(len(documents), timeout=PATIENCE)
    expect(page.get_by_text("Czytamy dokument")).to_have_count(0, timeout=4 * PATIENCE)
    _shoot(page, folder / f"declare{ending}.png")
    page.get_by_role("button", name="Anuluj").click()
    expect(page.get_by_role("heading", name="Moje zgłoszenia")).to_be_visible(timeout=PATIENCE)


def _shoot(page: Page, path: Path, wait: bool = True) -> None:
    """The whole page: the window is made as high as what is in it."""
    if wait:
        page.wait_for_timeout(900)  # pictures fade in
        settled(page)
    size = page.viewport_size or {"width": WIDE, "height": 900}
    height = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
    page.set_viewport_size({"width": size["width"], "height": max(600, min(int(height), 4000))})
    page.wait_for_timeout(200)
    keep_picture(page, path)
    page.set_viewport_size(size)


def keep_picture(page: Page, path: Path) -> None:
    """The page as it is shown, as a PNG of 128 colours: a third of the bytes, and no difference an eye sees."""
    with Image.open(BytesIO(page.screenshot())) as picture:
        picture.convert("RGB").quantize(128, dither=Image.Dither.NONE).save(path, optimize=True)
