"""The work that waits in the queue of billing."""

from __future__ import annotations

from typing import Any, Literal

from wellio.billing.invoice_pdf import Document, kept
from wellio.billing.provider import ChangeJob, Fact, Provider, RefundJob, as_json
from wellio.billing.providers import ledger, online
from wellio.foundation.errors import GiveUp, Retry
from wellio.foundation.rows import Row
from wellio.foundation.supabase import shared_client
from wellio.queue.protocol import Claimed
from wellio.queue.worker import Worker


class PaymentTask(Row):
    """One claimed row, besides its lease. Without a job there is nothing to do any more."""

    task: Literal["pdf", "refund", "check", "watch", "change"]
    job: dict[str, Any] | None = None


class PaymentTaskResult(Row):
    """What `worker.finish_payment_tasks` takes."""

    facts: tuple[dict[str, Any], ...] = ()
    invoice_id: str | None = None
    pdf_path: str | None = None
    pdf_sha256: str | None = None


async def _work(claimed: Claimed[PaymentTask]) -> PaymentTaskResult:
    task, job = claimed.job.task, claimed.job.job
    if job is None:
        return PaymentTaskResult()
    if task == "pdf":
        document = Document.model_validate(job)
        path, digest = await kept(shared_client(), document)
        return PaymentTaskResult(invoice_id=str(document.invoice_id), pdf_path=path, pdf_sha256=digest)
    provider = online()
    if provider is None:
        raise Retry("provider_not_configured", "No payment provider is configured.")
    return PaymentTaskResult(facts=tuple(as_json(await _ask(provider, task, job))))


async def _ask(provider: Provider, task: str, job: dict[str, Any]) -> list[Fact]:
    revision = ledger().revision
    match task:
        case "refund":
            return await provider.refund(RefundJob.model_validate(job), revision)
        case "change":
            return await provider.change(ChangeJob.model_validate(job), revision)
        case "watch":
            return await provider.facts(str(job["subscription"]), revision)
    known = job.get("provider_invoice_id") or job.get("checkout_id") or job.get("intent_id")
    if not known:
        raise GiveUp("payment_not_begun", "The payment has no page at the provider.")
    return await provider.facts(str(known), revision)


payment_tasks = Worker("payment_tasks", PaymentTask, _work, in_flight=4)
