"""The file of an invoice: set once by typst, in the language of the buyer, and kept with its hash."""

from __future__ import annotations

import asyncio
import json
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal
from uuid import UUID

from storage3.exceptions import StorageApiError
from supabase import AsyncClient

from wellio.foundation.errors import Retry
from wellio.foundation.rows import Row

BUCKET = "invoices"
TEMPLATE = Path(__file__).with_name("invoice.typ")
WORDS = {
    "en": {
        "invoice": "Invoice",
        "credit_note": "Credit note",
        "issued": "Issued",
        "due": "Due",
        "seller": "From",
        "buyer": "To",
        "tax_id": "Tax ID",
        "description": "Description",
        "quantity": "Qty",
        "price": "Price",
        "amount": "Amount",
        "tax": "including tax",
        "total": "Total",
        "corrects": "Corrects invoice",
    },
    "ru": {
        "invoice": "Счёт",
        "credit_note": "Корректировочный счёт",
        "issued": "Дата",
        "due": "Оплатить до",
        "seller": "Продавец",
        "buyer": "Покупатель",
        "tax_id": "ИНН",
        "description": "Наименование",
        "quantity": "Кол-во",
        "price": "Цена",
        "amount": "Сумма",
        "tax": "в том числе налог",
        "total": "Итого",
        "corrects": "К счёту",
    },
}


class Item(Row):
    description: str
    quantity: int
    unit_amount: int
    amount: int


class Seller(Row):
    name: str = ""
    address: str = ""
    tax_id: str = ""


class Buyer(Row):
    name: str = ""
    email: str | None = None


class Document(Row):
    """What an invoice says, as the database keeps it."""

    invoice_id: UUID
    client_id: UUID
    kind: Literal["invoice", "credit_note"]
    label: str
    corrects_label: str | None = None
    locale: Literal["ru", "en"]
    currency: str
    digits: int
    total: int
    tax: int
    seller: Seller
    buyer: Buyer
    note: str
    issued_at: datetime
    due_on: date
    items: tuple[Item, ...]

    @property
    def path(self) -> str:
        return f"{self.client_id}/{self.invoice_id}.pdf"


def money(amount: int, digits: int, locale: str) -> str:
    """An amount of minor units as people write it, in decimal arithmetic."""
    whole, _, part = f"{Decimal(amount).scaleb(-digits):,.{digits}f}".partition(".")
    if locale == "ru":
        whole, point = whole.replace(",", "\u00a0"), ","
    else:
        point = "."
    return f"{whole}{point}{part}" if part else whole


def rendered(document: Document) -> bytes:
    """The PDF. The same document is the same bytes, because its date is that of the invoice."""
    words = WORDS[document.locale]

    def shown(amount: int) -> str:
        return money(amount, document.digits, document.locale)

    data = {
        "lang": document.locale,
        "words": words,
        "title": f"{words[document.kind]} {document.label}",
        "corrects": document.corrects_label or "",
        "issued": document.issued_at.date().isoformat(),
        "due": document.due_on.isoformat() if document.kind == "invoice" else "",
        "seller": document.seller.model_dump(),
        "buyer": {"name": document.buyer.name, "email": document.buyer.email or ""},
        "currency": document.currency,
        "items": [
            [item.description, str(item.quantity), shown(item.unit_amount), shown(item.amount)]
            for item in document.items
        ],
        "tax": shown(document.tax) if document.tax else "",
        "total": shown(document.total),
        "note": document.note,
    }
    made = _compiler().compile(
        format="pdf",
        sys_inputs={"invoice": json.dumps(data, ensure_ascii=False)},
        timestamp=int(document.issued_at.timestamp()),
    )
    return bytes(made)


def _compiler() -> Any:
    import typst  # heavy, and needed by this task alone

    return typst.Compiler(str(TEMPLATE), ignore_system_fonts=True)


async def kept(client: AsyncClient, document: Document) -> tuple[str, str]:
    """Make the file and store it, and return its path and hash. A file that is there already stays."""
    bucket = client.storage.from_(BUCKET)
    pdf = await asyncio.to_thread(rendered, document)
    try:
        await bucket.upload(document.path, pdf, {"content-type": "application/pdf"})
    except StorageApiError as error:
        if str(error.status) not in {"409", "400"}:
            raise Retry("storage_away", "The file could not be stored now.") from error
        pdf = await bucket.download(document.path)  # an earlier attempt was killed before it answered
    return document.path, sha256(pdf).hexdigest()
