"""A real browser against a real server over a workspace of its own."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)
MISSING = "These tests drive a browser, and none is installed. On Debian: apt-get install chromium (make test does it)."
_FLAGS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--disable-background-networking"]
# The first page of a cold server on a busy machine; everything later is far quicker.
PATIENCE = 30_000
expect.set_options(timeout=PATIENCE)  # what comes at once where there is time comes late on a busy machine


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, without a window."""
    if CHROMIUM is None:
        raise RuntimeError(MISSING)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=_FLAGS)
        yield browser
        browser.close()


@contextmanager
def with_camera(browser: Browser, film: Path) -> Iterator[Browser]:
    """A second Chromium beside `browser` whose camera sees `film` (see `filmed`)."""
    camera = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"]
    camera.append(f"--use-file-for-fake-video-capture={film}")
    own = browser.browser_type.launch(executable_path=CHROMIUM, args=[*_FLAGS, *camera])
    yield own
    own.close()


@contextmanager
def served(home: Path, port: int | None = None, **environment: str) -> Iterator[str]:
    """`klos ui` over the workspace `home`; gives the address."""
    port = port or free_port()
    command = [sys.executable, "-m", "cli", "ui", "--port", str(port)]
    settings = {name: value for name, value in os.environ.items() if not name.startswith("KLOS_")}
    settings |= {"KLOS_HOME": str(home), "PYTHONPATH": str(ROOT), **environment}
    log = (home.parent / f"{home.name}-ui.log").open("wb")
    process = subprocess.Popen(command, cwd=home.parent, env=settings, stdout=log, stderr=subprocess.STDOUT)
    try:
        _wait(process, f"http://127.0.0.1:{port}/_stcore/health")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)
        log.close()


def free_port() -> int:
    """A port nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(process: subprocess.Popen[bytes], url: str) -> None:
    for _ in range(300):
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.returncode}")
        try:
            with urllib.request.urlopen(url, timeout=2) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError("the server did not answer within 30 s")


def opened(browser: Browser, url: str, width: int = 1360, height: int = 950) -> Page:
    """A new person's page at `url`, drawn."""
    page = browser.new_context(viewport={"width": width, "height": height}, locale="pl-PL").new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(url)
    settled(page)
    return page


def settled(page: Page) -> None:
    """Wait until the page has a heading and nothing runs."""
    expect(page.locator("h1").first).to_be_visible(timeout=PATIENCE)
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]", timeout=PATIENCE)


def accessible(page: Page) -> None:
    """No serious fault by axe-core's rules, once what fades in or out has its colour."""
    settled(page)
    page.evaluate(_FADED)
    found = Axe().run(page).response
    assert found["passes"]
    serious = [item for item in found["violations"] if item["impact"] in ("serious", "critical")]
    told = [(item["id"], item["help"], [node["html"][:200] for node in item["nodes"][:3]]) for item in serious]
    assert not told, told


# Every transition that ends is put to its end: one that is never drawn, or replaced, would be waited for for ever.
_FADED = """() => document.getAnimations()
  .filter(item => Number.isFinite(item.effect.getComputedTiming().endTime)).forEach(item => item.finish())"""

# The element's place has not changed for 0.4 s.
_STILL = """field => new Promise(done => {
  let place = "", since = performance.now();
  const look = () => {
    const {x, y, width, height} = field.getBoundingClientRect(), now = [x, y, width, height].join();
    if (now !== place) { place = now; since = performance.now(); }
    if (performance.now() - since > 400) done(); else setTimeout(look, 20);
  };
  look();
})"""


def choose(box: Locator, option: str, exact: bool = False) -> None:
    """Take `option` of the select field `box` by its words, once the field has stopped moving.

    By key: an open list closes when the page scrolls, and before a click the page is scrolled to where it will go.
    """
    box.scroll_into_view_if_needed()
    box.evaluate(_STILL)
    box.focus()
    box.page.keyboard.type(option)
    wanted = box.page.get_by_role("option", name=option, exact=exact)
    expect(wanted).to_have_attribute("data-focused", "true")
    box.page.keyboard.press("Enter")  # not by `box`: with the list open, all else is hidden from roles


def filmed(path: Path, page: Image.Image) -> None:
    """What a camera held over `page` sees, as a film for Chromium's camera: YUV4MPEG2, two frames."""
    width, height = 960, 720
    frame = Image.new("RGB", (width, height), (70, 60, 50))
    sheet = page.convert("RGB").resize((int(height * page.width / page.height), height))
    frame.paste(sheet, ((width - sheet.width) // 2, 0))
    luma, blue, red = frame.convert("YCbCr").split()
    half = (width // 2, height // 2)
    planes = luma.tobytes() + blue.resize(half).tobytes() + red.resize(half).tobytes()
    head = f"YUV4MPEG2 W{width} H{height} F5:1 Ip A1:1 C420jpeg\n".encode()
    path.write_bytes(head + (b"FRAME\n" + planes) * 2)


def press(page: Page, key: str) -> None:
    """Press a key as a person does with nothing focused, and wait for the page."""
    page.evaluate("document.activeElement && document.activeElement.blur()")
    page.keyboard.press(key)
    page.wait_for_timeout(250)
    settled(page)
