"""Those who must not get at what is Anna's."""

from __future__ import annotations

STRANGERS = ("another coach", "another client", "a stranger")
