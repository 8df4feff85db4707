"""What every channel holds to: the fake that tests of the worker use, and the real ones against their doubles."""

from __future__ import annotations

import base64
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

import http_ece
import pytest

from tests.notify.doubles import BrowserKeys, Doubles, running
from tests.notify.fake_channel import FakeChannel
from wellio.foundation.errors import GiveUp, Retry
from wellio.notify.channel import Channel, ChannelName, Delivery, PushKeys, Suppressed
from wellio.notify.channels import configured
from wellio.notify.push import is_push_service
from wellio.notify.settings import NotifySettings

HOSTILE = "Анна <b>&amp;\"' {{name}} <script>alert(1)</script>"
NUMBER = "+15005550009"


@dataclass
class Line:
    """A channel and the other end of it."""

    name: ChannelName
    channel: Channel
    received: Callable[[], list[tuple[str, str | None]]]
    """Text and id of each, the oldest first."""
    say: Callable[[str], None]
    """Have the next delivery answered: busy, failing, dropped, refused."""
    address: str | None
    keys: PushKeys | None = None

    def delivery(self, **how: Any) -> Delivery:
        said: dict[str, Any] = {
            "delivery_id": uuid4(),
            "notification_id": 7,
            "channel": self.name,
            "subject": "News",
            "body": "Line one.\n\nLine two.",
            "path": "/progress",
            "locale": "en",
            "address": self.address,
            "keys": self.keys,
        }
        return Delivery.model_validate(said | how)


HTTP: dict[str, dict[str, Any]] = {
    "busy": {"status": 429, "headers": {"Retry-After": "7"}},
    "failing": {"status": 500},
    "dropped": {"status": 503},
    "refused": {"status": 400},
}
SMTP = {"busy": "451 Busy", "failing": "421 Failing", "dropped": "drop", "refused": "550 No such mailbox"}


def mail(doubles: Doubles, channel: Channel) -> Line:
    def received() -> list[tuple[str, str | None]]:
        letters = reversed(doubles.mailbox.received())
        return [
            (f"{one.message['Subject']}\n{one.part('plain')}{one.part('html')}", one.message["Message-ID"])
            for one in letters
        ]

    return Line(
        "email",
        channel,
        received,
        lambda what: doubles.mailbox.answers.append(SMTP[what]),
        "anna@example.com",
    )


def push(doubles: Doubles, channel: Channel) -> Line:
    browser = BrowserKeys()

    def opened(body: str) -> str:
        content = http_ece.decrypt(
            base64.b64decode(body), private_key=browser.private, auth_secret=browser.secret
        )
        said = json.loads(content)
        return f"{said['title']}\n{said['body']}"

    return Line(
        "push",
        channel,
        lambda: [(opened(one["body"]), one["topic"]) for one in doubles.services.taken("push")],
        lambda what: doubles.services.answer("push", HTTP[what]),
        None,
        PushKeys(endpoint=doubles.endpoint(), p256dh=browser.p256dh, auth=browser.auth),
    )


def text(name: ChannelName, address: str) -> Callable[[Doubles, Channel], Line]:
    def line(doubles: Doubles, channel: Channel) -> Line:
        return Line(
            name,
            channel,
            lambda: [(one["text"], None) for one in doubles.services.taken(name)],
            lambda what: doubles.services.answer(name, HTTP[what]),
            address,
        )

    return line


def fake(_doubles: Doubles, _channel: Channel) -> Line:
    channel = FakeChannel()
    return Line("email", channel, lambda: channel.received, channel.answers.append, "anna@example.com")


LINES = {
    "fake": fake,
    "email": mail,
    "push": push,
    "telegram": text("telegram", "4711"),
    "sms": text("sms", NUMBER),
}


@pytest.fixture
async def doubles() -> AsyncIterator[Doubles]:
    async with running() as found:
        yield found


@pytest.fixture(params=LINES)
def line(request: pytest.FixtureRequest, doubles: Doubles) -> Line:
    name: ChannelName = request.param if request.param != "fake" else "email"
    return LINES[request.param](doubles, configured(doubles.settings)[name])


async def test_what_is_taken_arrives_once_and_has_a_name(line: Line) -> None:
    sent = await line.channel.send(line.delivery())
    [(received, _)] = line.received()
    assert received.startswith(("News", "<b>News</b>")) and "Line two." in received
    assert sent.provider_id


async def test_what_is_sent_again_has_the_same_id_where_there_is_one(line: Line) -> None:
    delivery = line.delivery()
    for _ in range(2):
        await line.channel.send(delivery)
    await line.channel.send(line.delivery())
    first, second, other = [name for _, name in line.received()]
    assert first == second
    assert first is None or other != first


@pytest.mark.parametrize("answer", ["busy", "failing", "dropped"])
async def test_a_receiver_that_cannot_now_is_asked_again_later(line: Line, answer: str) -> None:
    line.say(answer)
    with pytest.raises(Retry) as raised:
        await line.channel.send(line.delivery())
    if answer == "busy" and line.name != "email":
        assert raised.value.after == timedelta(seconds=7)
    assert line.received() == []
    await line.channel.send(line.delivery())
    assert len(line.received()) == 1


async def test_a_refusal_for_good_is_not_tried_again(line: Line) -> None:
    line.say("refused")
    with pytest.raises(GiveUp):
        await line.channel.send(line.delivery())
    assert line.received() == []


async def test_words_stay_words(line: Line) -> None:
    await line.channel.send(line.delivery(subject=HOSTILE, body=f"{HOSTILE}\n\n{HOSTILE}"))
    [(received, _)] = line.received()
    if line.name in ("email", "telegram"):
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in received
    else:
        assert HOSTILE in received


async def test_a_line_break_in_a_subject_makes_no_header(doubles: Doubles) -> None:
    line = mail(doubles, configured(doubles.settings)["email"])
    with pytest.raises(GiveUp):
        await line.channel.send(line.delivery(subject="News\r\nBcc: somebody@example.com"))
    assert line.received() == []


async def test_a_mail_server_that_takes_and_breaks_off_gets_the_same_letter_again(doubles: Doubles) -> None:
    line = mail(doubles, configured(doubles.settings)["email"])
    doubles.mailbox.answers.append("take and drop")
    delivery = line.delivery()
    with pytest.raises(Retry):
        await line.channel.send(delivery)
    await line.channel.send(delivery)
    (_, first), (_, second) = line.received()
    assert first == second == f"<{delivery.delivery_id}@localhost>"


async def test_letters_can_be_stopped_with_one_press(doubles: Doubles) -> None:
    line = mail(doubles, configured(doubles.settings)["email"])
    await line.channel.send(line.delivery(unsubscribe="a.b.c"))
    await line.channel.send(line.delivery())
    without, with_link = [one.message for one in doubles.mailbox.received()]
    assert with_link["List-Unsubscribe"] == "<https://functions.example.com/unsubscribe?token=a.b.c>"
    assert with_link["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert without["List-Unsubscribe"] is None


@pytest.mark.parametrize("status", [404, 410])
async def test_a_browser_that_is_gone_is_said_to_be_gone(doubles: Doubles, status: int) -> None:
    line = push(doubles, configured(doubles.settings)["push"])
    doubles.services.answer("push", {"status": status})
    with pytest.raises(Suppressed) as raised:
        await line.channel.send(line.delivery())
    assert raised.value.reason == "subscription_gone"


@pytest.mark.parametrize(
    ("endpoint", "is_one"),
    [
        ("https://fcm.googleapis.com/fcm/send/x", True),
        ("https://updates.push.services.mozilla.com/wpush/v2/x", True),
        ("https://web.push.apple.com/x", True),
        ("http://fcm.googleapis.com/x", False),
        ("https://fcm.googleapis.com.evil.example/x", False),
        ("https://169.254.169.254/latest/meta-data", False),
        ("https://localhost/x", False),
        ("http://127.0.0.1:54321/rest/v1/rpc/x", False),
    ],
)
def test_nothing_is_sent_to_addresses_that_are_no_push_service(endpoint: str, is_one: bool) -> None:
    assert is_push_service(endpoint, str(NotifySettings.model_fields["push_hosts"].default)) is is_one


async def test_somebody_who_has_answered_stop_gets_no_sms(doubles: Doubles) -> None:
    line = text("sms", NUMBER)(doubles, configured(doubles.settings)["sms"])
    doubles.services.answer("sms", {"status": 400, "body": {"code": 21610}})
    with pytest.raises(Suppressed) as raised:
        await line.channel.send(line.delivery())
    assert raised.value.reason == "opted_out"
