"""Logs with what people decided about their events, as the tools over history get them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

from tests.foundation.accounts import Row
from tests.foundation.budget_scopes import budget_scope
from wellio.progress.history.log_history import PastEvent, PastLog
from wellio.progress.reading.formats import EventType

DAY = date(2026, 3, 4)


def event(
    event_type: str, status: str, days: int = 0, reasons: tuple[str, ...] = (), **data: Any
) -> PastEvent:
    return PastEvent(
        event_type=EventType(event_type),
        date_for_metric=DAY + timedelta(days=days),
        data_json=data,
        status=status,
        review_reasons=reasons,
        decided=status in ("confirmed", "corrected", "rejected"),
    )


def past(text: str, *events: PastEvent, **changed: Any) -> PastLog:
    media = changed.pop("media_urls", [])
    row: Row = {
        "log": {
            "id": uuid4(),
            "raw_text": text,
            "media_urls": media,
            "source": "smart_log",
            "local_date": DAY,
        },
        "client": budget_scope(today=DAY, locale="ru"),
        "created_at": datetime(2026, 3, 4, 9, tzinfo=UTC),
        "ai_status": "processed",
        "names_client": False,
        "explained": True,
        "repeated_pictures": 0,
        "events": [one.model_dump() for one in events],
    }
    return PastLog.model_validate(row | changed)


WEIGHT = event("weight", "confirmed", value=67.5, unit="kg")
