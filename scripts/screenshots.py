"""Pictures of every page into docs/images/: `make screenshots`, over the demo's workspace (`make demo` makes it).

The workspace is copied first; the accounts the pictures need are made in the copy.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from playwright.sync_api import Browser, Page  # noqa: E402

from pipelines.accounts import add_account  # noqa: E402
from pipelines.review_door import Role, User  # noqa: E402
from pipelines.review_queue import QueueFilter, queue_page  # noqa: E402
from pipelines.settings import load_settings  # noqa: E402
from pipelines.workspace import Workspace, open_workspace  # noqa: E402
from tests.review_ui.browser import chromium, opened, served, settled  # noqa: E402

IMAGES = ROOT / "docs" / "images"
PASSWORD = "obrazki-do-instrukcji-1"
PHONE = 390


def main() -> None:
    """Make them all."""
    source = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "demo-out" / "workspace"
    if not (source / "klos.db").is_file():
        sys.exit(f"There is no workspace in {source}. Run `make demo` first, or name another one.")
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        home = Path(shutil.copytree(source, Path(folder) / "home"))
        with served(home) as url:
            _reviewer(browser, url, _cases(home))
        participant = _accounts(home)
        with served(home) as url:
            _participant(browser, url, participant)
    for path in sorted(IMAGES.glob("*.png")):
        print(path.relative_to(ROOT))


@contextmanager
def _workspace(home: Path) -> Iterator[Workspace]:
    workspace = open_workspace(load_settings(home=home))
    try:
        yield workspace
    finally:
        workspace.close()


def _cases(home: Path) -> dict[str, int]:
    """A case to show for each reason, by code."""
    user = User("screenshots", Role.REVIEWER)
    found: dict[str, int] = {}
    with _workspace(home) as workspace:
        with workspace.reading() as work:
            programme = work.programmes.all()[0]
        for item in queue_page(workspace, user, programme, QueueFilter()).items:
            for code in item.codes if len(item.codes) > 1 else item.codes * 2:
                if len(item.codes) == 1 or code not in found:
                    found[code] = item.case.id
    return found


def _accounts(home: Path) -> str:
    """An account for the participant with most claims; his number."""
    with _workspace(home) as workspace:
        with workspace.reading() as work:
            programme = work.programmes.all()[0]
            owners = [item.declaration.participant_id for item in work.programmes.declarations(programme.id)]
        busiest = max(sorted(set(owners)), key=owners.count)
        add_account(workspace, "rolnik", Role.PARTICIPANT, PASSWORD, programme, busiest)
    return "rolnik"


def _reviewer(browser: Browser, url: str, cases: dict[str, int]) -> None:
    _shoot(opened(browser, url), "queue")
    _shoot(opened(browser, f"{url}/?lang=en"), "queue-en")
    for code, name in (
        ("invoice_number_mismatch", "case"),
        ("quantity_mismatch", "case-keyed-blind"),
        ("duplicate_invoice", "case-duplicate"),
        ("tampering_suspected", "case-tampering"),
    ):
        if code in cases:
            _shoot(opened(browser, f"{url}/case?case={cases[code]}", height=1150), name)
    _shoot(opened(browser, f"{url}/figures", height=1100), "figures")
    page = opened(browser, f"{url}/programme")
    _shoot(page, "programme")
    _shoot(opened(browser, url, width=PHONE), "queue-phone")


def _participant(browser: Browser, url: str, name: str) -> None:
    page = opened(browser, url)
    _shoot(page, "sign-in")
    _sign_in(page, name)
    for path in ("claims", "declare", "my_data"):
        page.goto(f"{url}/{path}")
        settled(page)
        _shoot(page, path.replace("_", "-"))
    phone = opened(browser, url, width=PHONE)
    _sign_in(phone, name)
    _shoot(phone, "claims-phone")


def _sign_in(page: Page, name: str) -> None:
    inputs = page.locator("[data-testid=stForm] input")
    inputs.nth(0).fill(name)
    inputs.nth(1).fill(PASSWORD)
    inputs.nth(1).press("Enter")
    page.wait_for_selector("[data-testid=stForm] input[type=password]", state="detached")
    page.wait_for_timeout(1500)
    settled(page)


def _shoot(page: Page, name: str) -> None:
    page.wait_for_timeout(1200)  # charts and pictures fade in
    settled(page)
    page.screenshot(path=IMAGES / f"{name}.png")


if __name__ == "__main__":
    main()
