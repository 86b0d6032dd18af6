"""Signing in through an OpenID provider, a process of its own, in a real browser."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import text

from pipelines.accounts import add_account
from pipelines.settings import load_settings
from pipelines.workspace import open_workspace
from programme.users import Role
from tests.review_ui.browser import PATIENCE, accessible, free_port, opened, served, settled

_USERS = (
    {"sub": "ewa", "email": "Ewa@example.org", "email_verified": True},
    {"sub": "jan", "email": "jan@example.org"},
    {"sub": "obcy", "email": "obcy@example.org", "email_verified": True},
    {"sub": "podszywacz", "email": "ewa@example.org", "email_verified": False},
)


@contextmanager
def _provider() -> Iterator[str]:
    port = free_port()
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port)]
    for user in _USERS:
        command += ["--user-claims", json.dumps(user)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}/.well-known/openid-configuration"
    try:
        for _ in range(300):
            try:
                with urllib.request.urlopen(url, timeout=2):
                    break
            except (urllib.error.URLError, OSError):
                time.sleep(0.1)
        yield url
    finally:
        process.terminate()
        process.wait(20)


@dataclass(frozen=True)
class Site:
    url: str
    home: Path


@pytest.fixture(scope="module")
def site(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A server that knows a provider, ewa as a reviewer and jan as participant P1."""
    home = Path(shutil.copytree(prepared, tmp_path_factory.mktemp("oidc") / "home"))
    workspace = open_workspace(load_settings(home=home))
    with workspace.reading() as work:
        programme = work.programmes.all()[0]
    add_account(workspace, "ewa@example.org", Role.REVIEWER, None)
    add_account(workspace, "jan@example.org", Role.PARTICIPANT, None, programme, "P1")
    workspace.close()
    port = free_port()
    settings = {"KLOS_OIDC_CLIENT_ID": "klos", "KLOS_OIDC_CLIENT_SECRET": "tajne-w-probie"}
    with (
        _provider() as metadata,
        served(
            home,
            port,
            KLOS_OIDC_METADATA_URL=metadata,
            KLOS_PUBLIC_URL=f"http://127.0.0.1:{port}",
            **settings,
        ) as url,
    ):
        yield Site(url, home)


def _through_provider(page: Page, subject: str) -> None:
    page.get_by_role("button", name="Zaloguj się kontem organizacji").click()
    page.locator("input[name=sub]").fill(subject)
    page.get_by_role("button", name="Authorize").click()
    page.wait_for_url("**/127.0.0.1:*/**", timeout=PATIENCE)
    settled(page)


def _out(page: Page) -> None:
    """Sign out here and at the provider, which asks whether one means it."""
    page.get_by_role("button", name="Wyloguj się").click()
    page.get_by_role("button", name="End session").click()
    page.wait_for_url("**/127.0.0.1:*/**", timeout=PATIENCE)
    expect(page.get_by_role("button", name="Zaloguj się kontem organizacji")).to_be_visible(timeout=PATIENCE)


def _opened(browser: Browser, url: str) -> Page:
    page = opened(browser, url)
    page.route("**/cdn.jsdelivr.net/**", lambda route: route.abort())  # the provider's style sheet
    return page


def test_the_organisations_sign_in_from_start_to_end(browser: Browser, site: Site) -> None:
    page = _opened(browser, site.url)
    accessible(page)
    _through_provider(page, "ewa")
    expect(page.get_by_role("heading", name="Kolejka")).to_be_visible(timeout=PATIENCE)
    page.reload()  # kept over a refresh
    expect(page.get_by_role("heading", name="Kolejka")).to_be_visible(timeout=PATIENCE)
    _out(page)
    page.goto(f"{site.url}/queue")
    expect(page.get_by_role("button", name="Zaloguj się kontem organizacji")).to_be_visible(timeout=PATIENCE)

    _through_provider(page, "jan")
    expect(page.get_by_role("heading", name="Moje zgłoszenia")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_test_id("stSidebarNav")).not_to_contain_text("Kolejka")
    # Taken from the table, he is out at the next step; the provider's word alone opens nothing.
    workspace = open_workspace(load_settings(home=site.home))
    with workspace.engine.begin() as connection:
        connection.execute(text("UPDATE account SET disabled = 1 WHERE name = 'jan@example.org'"))
    workspace.close()
    page.reload()
    expect(page.get_by_text("To konto nie ma tu dostępu. Zgłoś się do organizatora.")).to_be_visible(timeout=PATIENCE)


@pytest.mark.parametrize("subject", ["obcy", "podszywacz"])
def test_who_is_in_no_table_is_refused_in_plain_words(browser: Browser, site: Site, subject: str) -> None:
    """One the organiser does not know, and one who only says that he is ewa."""
    page = _opened(browser, site.url)
    _through_provider(page, subject)
    expect(page.get_by_text("To konto nie ma tu dostępu. Zgłoś się do organizatora.")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_test_id("stSidebarNav")).to_have_count(0)
    accessible(page)
    _out(page)
