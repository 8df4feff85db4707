"""Settings of the channels. A channel without its settings sends nothing, and its deliveries say so."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from pydantic import Field, SecretStr

from wellio.foundation.settings import EnvironmentSettings, MissingSettings

SmtpSecurity = Literal["starttls", "tls", "none"]


class NotifySettings(EnvironmentSettings):
    """Through which services people are told something."""

    app_url: str = "http://127.0.0.1:3000"
    """Address of the web app, to which every notification leads."""
    public_functions_url: str = ""
    """Address of the functions for mail programs, which unsubscribe there with one press. Without it letters have a
    link to the web app only."""

    smtp_host: str | None = None
    """The server that takes e-mail. With it e-mail is sent."""
    smtp_port: int = Field(default=587, gt=0)
    """Its port."""
    smtp_security: SmtpSecurity = "starttls"
    """How the connection is secured: `starttls`, `tls` from the first byte, or `none` on one machine."""
    smtp_user: str | None = None
    """Who signs in to it."""
    smtp_password: SecretStr | None = None
    """And with what."""
    smtp_timeout_seconds: float = Field(default=30, gt=0)
    """For each step of sending a letter."""
    mail_from: str = "Wellio <wellio@localhost>"
    """The sender of letters."""

    vapid_private_key: SecretStr | None = None
    """The key that signs web push (VAPID), in base64url. With it push is sent. Another key ends all subscriptions."""
    vapid_subject: str = "mailto:wellio@localhost"
    """Whom a push service writes to about us: a `mailto:` or `https:` address that is real."""
    push_hosts: str = "fcm.googleapis.com *.push.services.mozilla.com *.push.apple.com *.notify.windows.com"
    """The push services that browsers may name; `*.` stands for any host below. Nothing is sent anywhere else."""

    telegram_bot_token: SecretStr | None = None
    """The token of the bot. With it Telegram is used."""
    telegram_api_url: str = "https://api.telegram.org"
    """Address of the Bot API."""

    twilio_account_sid: str | None = None
    """The account at Twilio. With it and a token SMS are sent."""
    twilio_auth_token: SecretStr | None = None
    """Its token."""
    twilio_from: str = ""
    """The number that SMS come from."""
    twilio_api_url: str = "https://api.twilio.com"
    """Address of Twilio's API."""

    channel_timeout_seconds: float = Field(default=20, gt=0)
    """For one call of a push service, Telegram or Twilio."""

    def check_usable(self) -> None:
        if self.twilio_account_sid and not (self.twilio_auth_token and self.twilio_from):
            raise MissingSettings("TWILIO_ACCOUNT_SID is set: set TWILIO_AUTH_TOKEN and TWILIO_FROM, too.")
        if self.vapid_private_key and not self.vapid_subject.startswith(("mailto:", "https:")):
            raise MissingSettings("VAPID_SUBJECT is a mailto: or https: address.")


@lru_cache(maxsize=1)
def notify_settings() -> NotifySettings:
    """The settings of this process."""
    return NotifySettings()
