"""What the reviewers' page tests share: opening a case, pressing keys as a person does, looking into the workspace."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from pipelines.settings import load_settings
from pipelines.workspace import Workspace, open_workspace
from programme.users import Role, User
from storage.reviews import ReviewDecision
from tests.review_ui.browser import PATIENCE, opened, settled

ANNA = User("anna", Role.REVIEWER)
BARTEK = User("bartek", Role.REVIEWER)
PASSWORD = "dobre-hasło-1234"
# Buttons bind their keys once they are painted: two frames after the page stands still. A page not drawn (behind
# another, on a busy machine) has no frames: it is waited for a second.
_PAINTED = """() => new Promise(done => {
  setTimeout(done, 1000);
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 0)));
})"""


@contextmanager
def workspace_of(home: Path) -> Iterator[Workspace]:
    """The workspace of a running server, opened beside it."""
    workspace = open_workspace(load_settings(home=home))
    try:
        yield workspace
    finally:
        workspace.close()


def case_id(home: Path, key: str) -> int:
    """The number of a claim's case."""
    with workspace_of(home) as workspace, workspace.reading() as work:
        case = work.reviews.case_of(1, key)
    assert case is not None
    return case.id


def decisions(home: Path, key: str) -> list[ReviewDecision]:
    """Every decision on a claim, oldest first."""
    with workspace_of(home) as workspace, workspace.reading() as work:
        return work.reviews.decisions(1, key)


def units(home: Path, key: str) -> int:
    """The seed units the ledger holds for a claim."""
    with workspace_of(home) as workspace, workspace.reading() as work:
        booked = work.ledger.standing_of(1, key)
    return int(booked.units) if booked is not None else 0


def open_case(browser: Browser, home: Path, url: str, key: str) -> Page:
    """A new person's page with that claim's case in his hands."""
    for context in browser.contexts:  # a key goes to the page in front
        context.close()
    page = opened(browser, f"{url}/case?case={case_id(home, key)}")
    shows_case(page, key)
    return page


def shows_case(page: Page, key: str) -> None:
    """Wait until the page shows that claim's case, and until its keys work."""
    expect(page.locator("h1")).to_contain_text(f"{key} ·", timeout=PATIENCE)
    expect(page.get_by_role("button", name="Popraw dane", exact=False)).to_be_visible(timeout=PATIENCE)
    ready(page)
    expect(page.locator("h1")).to_contain_text(f"{key} ·")  # still: what stood there before the press may be the same


def shown(page: Page) -> str:
    """The claim whose case the page shows."""
    return page.locator("h1").inner_text().split(" · ")[0]


def ready(page: Page) -> None:
    """Wait until nothing runs and the buttons have bound their keys."""
    settled(page)
    page.evaluate(_PAINTED)
    settled(page)


def press(page: Page, *keys: str) -> None:
    """Press keys as they would be pressed at a desk, each on a page that stands still; wherever the focus is."""
    for key in keys:
        ready(page)
        page.keyboard.press(key)


def says(page: Page, text: str) -> None:
    """Wait until the page says `text`, and stands still."""
    expect(page.get_by_text(text, exact=False).first).to_be_visible(timeout=PATIENCE)
    ready(page)


def sign_in(page: Page, name: str) -> None:
    """Sign in on the page that asks for it, and wait for the queue."""
    inputs = page.locator("[data-testid=stForm] input")
    inputs.nth(0).fill(name)
    inputs.nth(1).fill(PASSWORD)
    inputs.nth(1).press("Enter")
    expect(page.get_by_role("heading", name="Kolejka")).to_be_visible(timeout=PATIENCE)
    ready(page)
