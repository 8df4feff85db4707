"""E-mail, by SMTP."""

from __future__ import annotations

from email.message import EmailMessage
from email.utils import formatdate, parseaddr
from html import escape

import aiosmtplib
from aiosmtplib.errors import (
    SMTPAuthenticationError,
    SMTPException,
    SMTPRecipientsRefused,
    SMTPResponseException,
)

from wellio.foundation.errors import GiveUp, Retry
from wellio.notify.channel import Delivery, Sent
from wellio.notify.settings import NotifySettings

OPEN = {"en": "Open Wellio", "ru": "Открыть Wellio"}
UNSUBSCRIBE = {"en": "No more letters like this", "ru": "Больше не присылать такие письма"}


class Mail:
    """A `Channel` to an SMTP server."""

    def __init__(self, settings: NotifySettings) -> None:
        self._settings = settings

    async def send(self, delivery: Delivery) -> Sent:
        security, password = self._settings.smtp_security, self._settings.smtp_password
        try:
            letter = letter_of(delivery, self._settings)
            await aiosmtplib.send(
                letter,
                hostname=self._settings.smtp_host,
                port=self._settings.smtp_port,
                username=self._settings.smtp_user,
                password=password.get_secret_value() if password else None,
                use_tls=security == "tls",
                start_tls=security == "starttls",
                timeout=self._settings.smtp_timeout_seconds,
            )
        except SMTPAuthenticationError as error:
            raise Retry("mail_sign_in_refused", "The mail server refused our sign-in.") from error
        except SMTPRecipientsRefused as error:
            raise _refusal(error.recipients[0].code) from error
        except SMTPResponseException as error:
            raise _refusal(error.code) from error
        except ValueError as error:  # a line break in a header, an address that is none
            raise GiveUp("mail_malformed", "This cannot be written as a letter.") from error
        except (SMTPException, OSError) as error:
            raise Retry("mail_out_of_reach", "The mail server did not answer to the end.") from error
        return Sent(letter["Message-ID"])


def _refusal(code: int) -> Retry | GiveUp:
    if code >= 500:
        return GiveUp("mail_refused", f"The mail server refused the letter for good ({code}).")
    return Retry("mail_refused_for_now", f"The mail server does not take the letter now ({code}).")


def letter_of(delivery: Delivery, settings: NotifySettings) -> EmailMessage:
    """The letter, as text and as HTML. A letter sent again has the same Message-ID."""
    link = f"{settings.app_url.rstrip('/')}{delivery.path}"
    token = delivery.unsubscribe
    stop = f"{settings.app_url.rstrip('/')}/unsubscribe#{token}" if token else None
    letter = EmailMessage()
    letter["From"] = settings.mail_from
    letter["To"] = delivery.address or ""
    letter["Subject"] = delivery.subject
    letter["Date"] = formatdate(usegmt=True)
    letter["Message-ID"] = f"<{delivery.delivery_id}@{_domain(settings.mail_from)}>"
    letter["Auto-Submitted"] = "auto-generated"
    if token and settings.public_functions_url:
        at = f"{settings.public_functions_url.rstrip('/')}/unsubscribe?token={token}"
        letter["List-Unsubscribe"] = f"<{at}>"
        letter["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    text = f"{delivery.body}\n\n{link}\n"
    if stop:
        text += f"\n--\n{UNSUBSCRIBE[delivery.locale]}: {stop}\n"
    letter.set_content(text)
    letter.add_alternative(_html(delivery, link, stop), subtype="html")
    return letter


def _domain(sender: str) -> str:
    return parseaddr(sender)[1].partition("@")[2] or "localhost"


def _html(delivery: Delivery, link: str, stop: str | None) -> str:
    paragraphs = "".join(
        f"<p>{escape(paragraph).replace(chr(10), '<br>')}</p>"
        for paragraph in delivery.body.split("\n\n")
        if paragraph.strip()
    )
    footer = (
        f'<p style="font-size:12px;color:#666"><a href="{escape(stop)}">{UNSUBSCRIBE[delivery.locale]}</a></p>'
        if stop
        else ""
    )
    return (
        f'<!doctype html><html lang="{delivery.locale}"><head><meta charset="utf-8">'
        f"<title>{escape(delivery.subject)}</title></head>"
        '<body style="font-family:sans-serif;max-width:560px;margin:24px auto;padding:0 16px;line-height:1.5">'
        f'<h1 style="font-size:20px">{escape(delivery.subject)}</h1>{paragraphs}'
        f'<p><a href="{escape(link)}">{OPEN[delivery.locale]}</a></p>{footer}</body></html>'
    )
