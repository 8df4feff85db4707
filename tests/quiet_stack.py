"""A stack for one test process alone: no nudge is ever sent, so work waits until a test claims it."""

from __future__ import annotations

from contextlib import ExitStack

import pytest

from local import instance
from local.stack import Stack

_running = pytest.StashKey[Stack]()


def quiet_stack(config: pytest.Config) -> Stack:
    """The quiet stack of this process: started when first asked for, gone when the test run ends."""
    if _running not in config.stash:
        with ExitStack() as starting:
            home = starting.enter_context(instance.temporary("quiet"))
            stack = Stack(home, functions_env={"AI_MODE": "rules"}, functions_cwd=home, background=False)
            starting.callback(stack.destroy)
            stack.start()
            config.add_cleanup(starting.pop_all().close)
        config.stash[_running] = stack
    return config.stash[_running]
