"""A page of any origin may ask, as on a hosted project: keys and policies decide, not addresses."""

from __future__ import annotations

import httpx
import pytest

from wellio_local.stack.shared import SharedStack

ORIGIN = "http://app.example"
WANTED = "authorization,apikey,content-type,prefer,x-client-info,x-supabase-api-version"

each_part = pytest.mark.parametrize(
    "path",
    ["/rest/v1/logs", "/auth/v1/signup", "/storage/v1/object/log-media/a", "/functions/v1/process_logs"],
)


@each_part
def test_a_browser_may_send_what_supabase_js_sends(stack: SharedStack, path: str) -> None:
    answer = httpx.options(
        stack.api_url + path,
        headers={
            "Origin": ORIGIN,
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": WANTED,
        },
    )
    assert answer.status_code == 204
    assert answer.headers["access-control-allow-origin"] == "*"
    assert set(WANTED.split(",")) <= set(answer.headers["access-control-allow-headers"].split(","))
    assert {"PATCH", "DELETE"} <= set(answer.headers["access-control-allow-methods"].split(","))


@each_part
def test_a_page_may_read_the_answer_even_of_a_refusal(stack: SharedStack, path: str) -> None:
    answer = httpx.post(stack.api_url + path, headers={"Origin": ORIGIN}, json={})
    assert answer.status_code >= 400
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "Content-Range" in answer.headers["access-control-expose-headers"]
