"""What the framework would lose, kept."""

from __future__ import annotations

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime import app_session

from review_ui.framework_repairs import keep_upload_answers


def test_where_to_upload_is_told_also_when_a_run_begins_meanwhile() -> None:
    keep_upload_answers()
    queue = vars(app_session)["ForwardMsgQueue"]()
    answer, drawn = ForwardMsg(), ForwardMsg()
    answer.file_urls_response.response_id = "1"
    drawn.delta.new_element.text.body = "of the run before"
    for message in (drawn, answer):
        queue.enqueue(message)
    queue.clear(retain_lifecycle_msgs=True)
    assert queue.flush() == [answer]
    queue.enqueue(answer)
    queue.clear()
    assert queue.flush() == []
    assert "ForwardMsgQueue" in app_session.AppSession.__init__.__code__.co_names  # sessions ask for it by this name
