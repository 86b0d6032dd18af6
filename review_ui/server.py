"""The server of the pages: Streamlit's own with one route more, which sets a sign-in's cookie, and workers behind."""

from __future__ import annotations

import hashlib
import sys
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import streamlit as st

_HERE = Path(__file__).resolve().parent
# Streamlit runs this file as a script: the project's rooms lie one folder up.
if str(_HERE.parent) not in sys.path:
    sys.path.insert(0, str(_HERE.parent))

from starlette.concurrency import run_in_threadpool  # noqa: E402
from starlette.middleware import Middleware  # noqa: E402
from starlette.requests import Request  # noqa: E402
from starlette.responses import Response  # noqa: E402
from starlette.routing import Route  # noqa: E402

from pipelines.accounts import exchange_code  # noqa: E402
from pipelines.desk_worker import DeskWorker  # noqa: E402
from pipelines.logs import logger  # noqa: E402
from pipelines.notification import tell_all  # noqa: E402
from pipelines.settings import Settings, load_settings  # noqa: E402
from pipelines.workspace import Workspace, open_workspace  # noqa: E402
from programme.errors import Unavailable  # noqa: E402
from review_ui.framework_repairs import keep_upload_answers  # noqa: E402
from review_ui.headers import SafeHeaders  # noqa: E402
from review_ui.session import CODE_ROUTE, COOKIE  # noqa: E402
from review_ui.warming import warm  # noqa: E402

_CODE_LENGTH = 200
_SEND_SECONDS = 10.0
_JOIN_SECONDS = 5.0


@cache
def _workspace() -> Workspace:
    return open_workspace(load_settings())


async def hand_over_cookie(request: Request) -> Response:
    """POST a one-time code, get the sign-in's cookie. Only from our own pages, or a stranger could plant his own."""
    if not _from_our_page(request):
        return Response(status_code=403)
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > _CODE_LENGTH:
            return Response(status_code=413)
    found = await run_in_threadpool(exchange_code, _workspace(), body.decode("ascii", "replace"))
    if found is None:
        return Response(status_code=403)
    cookie, seconds = found
    response = Response(status_code=204, headers={"Cache-Control": "no-store"})
    secure = (_workspace().settings.public_url or "").startswith("https://")
    response.set_cookie(COOKIE, cookie, max_age=seconds, path="/", httponly=True, samesite="lax", secure=secure)
    return response


def _from_our_page(request: Request) -> bool:
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    origin = urlsplit(request.headers.get("origin", ""))
    return bool(origin.netloc) and origin.netloc == request.headers.get("host")


def sign_in_secrets(settings: Settings) -> dict[str, Any] | None:
    """Streamlit's [auth] section from our settings; None where the organisation's sign-in is not set up."""
    if settings.oidc_metadata_url is None:
        return None
    secret = settings.oidc_client_secret.get_secret_value() if settings.oidc_client_secret else ""
    return {
        "auth": {
            "redirect_uri": f"{(settings.public_url or '').rstrip('/')}/oauth2callback",
            # Derived, so that several servers of one installation read one another's cookies.
            "cookie_secret": hashlib.sha256(f"klos-cookie:{secret}".encode()).hexdigest(),
            "client_id": settings.oidc_client_id or "",
            "client_secret": secret,
            "server_metadata_url": settings.oidc_metadata_url,
        }
    }


@asynccontextmanager
async def working(_app: st.App) -> AsyncIterator[None]:
    """While the server runs, what participants send is read and decided, and changes of status are told, whoever
    made them: a page, a batch run, a reviewer."""
    await run_in_threadpool(warm, _workspace())
    stop = threading.Event()
    sender = threading.Thread(target=_send_until, args=(stop,), name="klos-sender", daemon=True)
    desk = DeskWorker(_workspace())
    sender.start()
    desk.start()
    try:
        yield
    finally:
        stop.set()
        await run_in_threadpool(desk.stop)
        await run_in_threadpool(sender.join, _JOIN_SECONDS)


def _send_until(stop: threading.Event) -> None:
    while not stop.wait(_SEND_SECONDS):
        try:
            tell_all(_workspace())
        except Unavailable as error:  # the database is away: the next round finds what this one left
            logger("notification").warning("not_told", error=str(error))
        except Exception as error:  # a defect of ours is told, and the next round is made all the same
            logger("notification").error("not_told", error=f"{type(error).__name__}: {error}", exc_info=True)


keep_upload_answers()
app = st.App(
    _HERE / "app.py",
    secrets=sign_in_secrets(load_settings()),
    lifespan=working,
    middleware=[Middleware(SafeHeaders)],
    routes=[Route(f"/{CODE_ROUTE}", hand_over_cookie, methods=["POST"])],
)
