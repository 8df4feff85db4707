"""The work that waits in the queue of notify."""

from __future__ import annotations

from functools import cache

from wellio.notify.channel import Delivery
from wellio.notify.channels import Channels, DeliveryResult, configured
from wellio.notify.settings import notify_settings
from wellio.queue.protocol import Claimed
from wellio.queue.worker import Worker


@cache
def _channels() -> Channels:
    return Channels(configured(notify_settings()))


async def _deliver(claimed: Claimed[Delivery]) -> DeliveryResult:
    return await _channels().deliver(claimed.job)


deliver = Worker("deliveries", Delivery, _deliver, in_flight=16)
