"""A fault of the framework's, mended from outside until it is mended there.

A browser that is to upload a file first asks the server where to. Streamlit 1.67 throws away, whenever a run of the
page begins, what it has not sent yet, that answer too: a file chosen right after a field was left, on a busy machine,
is lost without a word.
"""

from __future__ import annotations

from streamlit.runtime import app_session
from streamlit.runtime.forward_msg_queue import ForwardMsgQueue

_ANSWER = "file_urls_response"


class _KeepingQueue(ForwardMsgQueue):
    """A session's queue of messages to the browser that keeps answers about uploads."""

    def clear(self, retain_lifecycle_msgs: bool = False, fragment_ids_this_run: list[str] | None = None) -> None:
        answers = [message for message in self._queue if message.WhichOneof("type") == _ANSWER]
        super().clear(retain_lifecycle_msgs, fragment_ids_this_run)
        if retain_lifecycle_msgs:  # the session goes on
            self._queue += [answer for answer in answers if answer not in self._queue]


def keep_upload_answers() -> None:
    """Let every session made from here on use such a queue."""
    vars(app_session)["ForwardMsgQueue"] = _KeepingQueue
