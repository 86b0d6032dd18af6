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
from programme.verdicts import Decision  # noqa: E402
from scripts.participant_pictures import keep_picture, prepare, shoot_participant  # noqa: E402
from tests.review_ui.browser import chromium, opened, served, settled  # noqa: E402

IMAGES = ROOT / "docs" / "images"
PASSWORD = "obrazki-do-instrukcji-1"
PHONE = 390
FARMER, REVIEWER = "rolnik", "anna"


def main() -> None:
    """Make them all."""
    source = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "demo-out" / "workspace"
    if not (source / "klos.db").is_file():
        sys.exit(f"There is no workspace in {source}. Run `make demo` first, or name another one.")
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        home = Path(shutil.copytree(source, Path(folder) / "home"))
        _report(browser, source.parent / "report.html")
        cases = _cases(home)
        _draw(home)
        _accounts(home)
        with served(home) as url:
            _reviewer(browser, url, cases)
            shoot_participant(browser, url, lambda page: _sign_in(page, FARMER), _papers(source), IMAGES)
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


def _draw(home: Path) -> None:
    """Something for the audit's picture: the confirmed claims with a page to show."""
    with _workspace(home) as workspace, workspace.work() as work:
        programme = work.programmes.all()[0]
        claims = [item.declaration for item in work.programmes.declarations(programme.id)]
        names = {claim.declaration_id: claim.documents for claim in claims}
        for stored in work.decisions.current(programme.id):
            verdict = stored.verdict
            paper = not any(name.lower().endswith(".xml") for name in names[verdict.declaration_id])
            if verdict.decision is Decision.CONFIRMED and paper:
                work.audit_sample.draw(programme.id, verdict.declaration_id, stored.id)
        work.commit()


def _accounts(home: Path) -> None:
    """An account for a reviewer, and one for the participant with most claims."""
    with _workspace(home) as workspace:
        with workspace.reading() as work:
            programme = work.programmes.all()[0]
            owners = [item.declaration.participant_id for item in work.programmes.declarations(programme.id)]
        busiest = max(sorted(set(owners)), key=owners.count)
        prepare(workspace, programme, busiest)
        add_account(workspace, FARMER, Role.PARTICIPANT, PASSWORD, programme, busiest)
        add_account(workspace, REVIEWER, Role.REVIEWER, PASSWORD)


def _report(browser: Browser, path: Path) -> None:
    """The report of the run that made the workspace, which stands beside it: its figures and a claim with a mark."""
    page = browser.new_page(viewport={"width": 1280, "height": 1640})
    page.goto(path.resolve().as_uri())
    page.get_by_text("Inny numer faktury (").click()
    keep_picture(page, IMAGES / "report.png")
    page.close()


def _reviewer(browser: Browser, url: str, cases: dict[str, int]) -> None:
    page = opened(browser, url)
    _sign_in(page, REVIEWER)
    _shoot(page, "queue")
    _visit(page, f"{url}/?lang=en", "queue-en")
    page.set_viewport_size({"width": 1360, "height": 1150})
    for code, name in (
        ("invoice_number_mismatch", "case"),
        ("quantity_mismatch", "case-keyed-blind"),
        ("duplicate_invoice", "case-duplicate"),
        ("tampering_suspected", "case-tampering"),
    ):
        if code in cases:
            _visit(page, f"{url}/case?case={cases[code]}&lang=pl", name)
    _visit(page, f"{url}/audit?lang=pl", "audit")
    _visit(page, f"{url}/figures?lang=pl", "figures")
    _visit(page, f"{url}/programme?lang=pl", "programme")
    page.set_viewport_size({"width": PHONE, "height": 950})
    _visit(page, f"{url}/?lang=pl", "queue-phone")
    page.context.close()


def _papers(home: Path) -> list[Path]:
    """A PDF and a photo of the demo's documents, to add to a draft."""
    folder = home.parent / "intake" / "documents"
    found = [next(iter(sorted(folder.glob(f"*.{kind}"))), None) for kind in ("pdf", "jpg")]
    return [path for path in found if path is not None]


def _visit(page: Page, url: str, name: str) -> None:
    page.goto(url)
    settled(page)
    _shoot(page, name)


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
    keep_picture(page, IMAGES / f"{name}.png")


if __name__ == "__main__":
    main()
