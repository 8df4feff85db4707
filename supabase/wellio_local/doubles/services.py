"""A push service, Telegram's Bot API and Twilio's API, as far as they are used, and at least as strict."""

from __future__ import annotations

import base64
import json
import re
from collections import deque
from html.parser import HTMLParser
from itertools import count
from time import time
from typing import Any
from urllib.parse import parse_qsl

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

KEPT = 20_000
LARGEST_PUSH = 4096
DAY = 86_400
NUMBER = re.compile(r"\+[1-9]\d{6,14}")
TOPIC = re.compile(r"[A-Za-z0-9_-]{1,32}")
TAGS = {"b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "a", "code", "pre", "blockquote"}


class Services:
    """What was taken, newest last, and what is to be answered instead of taking it.

    `answers` holds, by service, the answers for the next calls: {"status", "headers", "body"}.
    """

    def __init__(self, *, telegram_token: str, twilio_account: str, twilio_token: str) -> None:
        self._telegram_token = telegram_token
        self._twilio = (twilio_account, twilio_token)
        self._taken: deque[dict[str, Any]] = deque(maxlen=KEPT)
        self._answers: dict[str, deque[dict[str, Any]]] = {}
        self._gone: set[str] = set()
        self._ids = count(1)

    def routes(self) -> list[Route]:
        return [
            Route("/push/{name}", self._push, methods=["POST"]),
            Route("/bot{token}/sendMessage", self._telegram, methods=["POST"]),
            Route("/2010-04-01/Accounts/{account}/Messages.json", self._sms, methods=["POST"]),
            Route("/taken.json", self._show),
            Route("/gone/{name}", self._forget, methods=["POST"]),
        ]

    async def _show(self, request: Request) -> Response:
        wanted = request.query_params
        return JSONResponse(
            [one for one in self._taken if all(str(one.get(name)) == wanted[name] for name in wanted)]
        )

    def answer(self, service: str, *answers: dict[str, Any]) -> None:
        """Have the next calls of a service answered so, instead of taking them."""
        self._answers[service] = deque(answers)

    def taken(self, service: str) -> list[dict[str, Any]]:
        """What a service has taken, the oldest first."""
        return [one for one in self._taken if one["service"] == service]

    async def _forget(self, request: Request) -> Response:
        self._gone.add(request.path_params["name"])
        return JSONResponse({})

    def _scripted(self, service: str) -> Response | None:
        waiting = self._answers.get(service)
        if not waiting:
            return None
        said = waiting.popleft()
        return JSONResponse(said.get("body", {}), said["status"], headers=said.get("headers", {}))

    def _take(self, service: str, to: str, **what: Any) -> int:
        number = next(self._ids)
        self._taken.append({"service": service, "to": to, "number": number, **what})
        return number

    async def _push(self, request: Request) -> Response:
        name, body = request.path_params["name"], await request.body()
        if name in self._gone:
            return JSONResponse({"reason": "gone"}, 410)
        if problem := _push_problem(request, body):
            return JSONResponse({"reason": problem[1]}, problem[0])
        if scripted := self._scripted("push"):
            return scripted
        number = self._take(
            "push", name, topic=request.headers.get("topic"), body=base64.b64encode(body).decode()
        )
        return Response(status_code=201, headers={"Location": f"{request.base_url}message/{number}"})

    async def _telegram(self, request: Request) -> Response:
        def refused(status: int, why: str) -> Response:
            return JSONResponse({"ok": False, "error_code": status, "description": why}, status)

        if request.path_params["token"] != self._telegram_token:
            return refused(401, "Unauthorized")
        try:
            said = await request.json()
        except ValueError:
            return refused(400, "Bad Request: not JSON")
        unknown = set(said) - {"chat_id", "text", "parse_mode", "disable_notification"}
        if unknown:
            return refused(400, f"Bad Request: unknown {sorted(unknown)}")
        text = said.get("text") or ""
        if not said.get("chat_id"):
            return refused(400, "Bad Request: chat_id is empty")
        if not 0 < len(text) <= LARGEST_PUSH:
            return refused(400, "Bad Request: message text is empty or too long")
        if said.get("parse_mode") == "HTML" and (problem := _Entities.problem_of(text)):
            return refused(400, f"Bad Request: can't parse entities: {problem}")
        if scripted := self._scripted("telegram"):
            return scripted
        number = self._take("telegram", str(said["chat_id"]), text=text)
        return JSONResponse({"ok": True, "result": {"message_id": number, "text": text}})

    async def _sms(self, request: Request) -> Response:
        def refused(status: int, code: int, why: str) -> Response:
            return JSONResponse({"code": code, "message": why, "status": status}, status)

        basic = base64.b64encode(":".join(self._twilio).encode()).decode()
        if request.headers.get("authorization") != f"Basic {basic}":
            return refused(401, 20003, "Authenticate")
        if request.path_params["account"] != self._twilio[0]:
            return refused(404, 20404, "Not found")
        form = dict(parse_qsl((await request.body()).decode(), keep_blank_values=True))
        if unknown := set(form) - {"To", "From", "Body", "StatusCallback"}:
            return refused(400, 20001, f"Unknown parameter {sorted(unknown)}")
        if not NUMBER.fullmatch(form.get("To", "")):
            return refused(400, 21211, "Invalid 'To' Phone Number")
        if not NUMBER.fullmatch(form.get("From", "")):
            return refused(400, 21212, "Invalid 'From' Phone Number")
        if not 0 < len(form.get("Body", "")) <= 1600:
            return refused(400, 21617, "The body is empty or too long")
        if scripted := self._scripted("sms"):
            return scripted
        number = self._take("sms", form["To"], text=form["Body"])
        return JSONResponse({"sid": f"SM{number:032x}", "status": "queued"}, 201)


def _push_problem(request: Request, body: bytes) -> tuple[int, str] | None:
    """What a push service would refuse, as (status, reason)."""
    if not 0 < len(body) <= LARGEST_PUSH:
        return 413, "payload too large"
    if request.headers.get("content-encoding") != "aes128gcm":
        return 400, "not aes128gcm"
    if not request.headers.get("ttl", "").isdecimal():
        return 400, "TTL is missing"
    topic = request.headers.get("topic")
    if topic is not None and not TOPIC.fullmatch(topic):
        return 400, "Topic is malformed"
    match = re.fullmatch(r"vapid t=([\w.-]+), ?k=([\w-]+)", request.headers.get("authorization", ""))
    if not match:
        return 401, "not signed"
    return _signature_problem(match[1], match[2], str(request.base_url).rstrip("/"))


def _signature_problem(token: str, key: str, origin: str) -> tuple[int, str] | None:
    head, _, signature = token.rpartition(".")
    raw = _bytes(signature)
    try:
        public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), _bytes(key))
        both = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
        public.verify(both, head.encode(), ec.ECDSA(hashes.SHA256()))
    except (ValueError, InvalidSignature):
        return 403, "the signature is wrong"
    claims = json.loads(_bytes(head.partition(".")[2]))
    if claims.get("aud") != origin:
        return 403, "aud is not this service"
    if not time() < claims.get("exp", 0) <= time() + DAY:
        return 403, "exp is past, or more than a day ahead"
    if not re.match(r"mailto:.+@.+|https://", claims.get("sub", "")):
        return 403, "sub is missing"
    return None


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


class _Entities(HTMLParser):
    """Telegram's HTML: few tags, all of them closed, every other < and & written out."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.open: list[str] = []
        self.problem = ""

    @classmethod
    def problem_of(cls, text: str) -> str:
        parser = cls()
        parser.feed(text)
        parser.close()
        return parser.problem or (f"unclosed {parser.open[-1]}" if parser.open else "")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            self.problem = f"unsupported {tag}"
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.problem = f"unexpected end of {tag}"

    def handle_data(self, data: str) -> None:
        if "<" in data or "&" in data:
            self.problem = "a bare < or &"

    def handle_entityref(self, name: str) -> None:
        if name not in ("lt", "gt", "amp", "quot"):
            self.problem = f"unknown &{name};"
