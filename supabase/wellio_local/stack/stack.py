"""The whole local Supabase: Postgres, gateway, background worker, functions and web app, as one."""

from __future__ import annotations

import json
import shutil
import sys
import time
import urllib.error
import urllib.request
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Self

import psycopg

from wellio.notify.settings import NotifySettings
from wellio_local import supabase_cli
from wellio_local.doubles import server as doubles
from wellio_local.node import node, quiet_environment
from wellio_local.project import FUNCTIONS, INSTANCES, LOCAL, MIGRATIONS, ROOT
from wellio_local.services import background, web_app
from wellio_local.stack import hosted, seed
from wellio_local.stack.binaries import SetupError
from wellio_local.stack.postgres import Postgres, free_port
from wellio_local.stack.processes import Child, Nursery, wait_until
from wellio_local.stack.secrets_file import Secrets

SCHEMAS = ("public", "worker")
MAX_ROWS = 1000
STATEMENT_SECONDS = 8
"""As the roles `authenticated` and `service_role` have it on a hosted project."""
REWRITTEN = "Remote migration versions not found in local migrations directory"
FILE_BYTES = 50 * 1024 * 1024
START_SECONDS = 30.0
DEATHS = 3
DEATHS_SECONDS = 60.0
"""A part that dies this often within this many seconds is not started again."""


class Stack:
    """One running local project. Use it as a context manager, or call `start` and `stop`.

    `home` holds its data, logs and keys; two stacks need two homes. `functions_env` is added to the
    environment of the functions, on top of what they need to find this project. `migrate=False` leaves the
    database like that of a new hosted project. With `durable=False` the data does not survive a power cut.
    Cron's clock runs `cron_speed` times as fast as ours. `web=True` also builds and serves the web app.
    Realtime asks every `recheck_seconds` again who may hear what. With `confirms_email`, as hosted, an account can be
    used once the link in its letter has been opened.
    `settings` are values of `private.settings` that differ from those of the migrations.
    """

    def __init__(
        self,
        home: Path,
        *,
        functions_env: Mapping[str, str] | None = None,
        settings: Mapping[str, int] | None = None,
        functions_source: Path = FUNCTIONS / "main.py",
        functions_cwd: Path = ROOT,
        migrate: bool = True,
        background: bool = True,
        web: bool = False,
        cron_speed: float = 1.0,
        recheck_seconds: float = 20.0,
        confirms_email: bool = False,
        durable: bool = False,
        ports: Mapping[str, int] | None = None,
    ) -> None:
        self.home = home.absolute()
        self.secrets = Secrets.load_or_make(self.home / "secrets.json")
        self.nursery = Nursery()
        self._ports = dict(ports or {})
        self.postgres = Postgres(
            self.home,
            nursery=self.nursery,
            cache=INSTANCES / "cache",
            port=self._ports.get("postgres"),
            durable=durable,
        )
        self.doubles: Child | None = None
        self.gateway: Child | None = None
        self.functions: Child | None = None
        self.background: Child | None = None
        self.web: Child | None = None
        self._functions_env = dict(functions_env or {})
        self._settings = dict(settings or {})
        self._functions_source = functions_source
        self._functions_cwd = functions_cwd
        self._migrate = migrate
        self._background = background
        self._durable = durable
        self._web = web
        self._cron_speed = cron_speed
        self._recheck_seconds = recheck_seconds
        self._confirms_email = confirms_email
        self._deaths: defaultdict[str, list[float]] = defaultdict(list)
        """The moments at which each part has died, by its name."""

    @property
    def dsn(self) -> str:
        """The database, as superuser."""
        return self.postgres.dsn(hosted.DATABASE)

    @property
    def api_url(self) -> str:
        """What a client uses as the URL of the project."""
        return f"http://127.0.0.1:{self._ports['gateway']}"

    @property
    def functions_url(self) -> str:
        """Where the database calls the functions. `/<name>` follows."""
        return f"http://127.0.0.1:{self._ports['functions']}/functions/v1"

    @property
    def web_url(self) -> str | None:
        """What people open. None without the web app."""
        return f"http://127.0.0.1:{self._ports['web']}" if self._web else None

    @property
    def site_url(self) -> str:
        """The address of the web app in letters, also where it is not served."""
        return self.web_url or "http://127.0.0.1:3000"

    @property
    def mail_url(self) -> str:
        """Where the letters that were caught are read, and the other doubles answer."""
        return f"http://127.0.0.1:{self._ports['doubles']}"

    @property
    def publishable_key(self) -> str:
        return self.secrets.publishable_key

    @property
    def secret_key(self) -> str:
        return self.secrets.secret_key

    @property
    def jwt_secret(self) -> str:
        return self.secrets.jwt_secret

    @property
    def webhook_secret(self) -> str:
        return self.secrets.webhook_secret

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Start everything and wait until it answers."""
        if self._web:
            web_app.build()
        planted = not self._durable and seed.plant(self.postgres, migrated=self._migrate)
        self.postgres.start()
        hosted.ensure_template(self.postgres)
        self._ports.setdefault("functions", free_port())
        self._ports.setdefault("gateway", free_port())
        self._ports.setdefault("smtp", free_port())
        self._ports.setdefault("doubles", free_port())
        if self._web:
            self._ports.setdefault("web", free_port())
        if not planted:
            self._apply_migrations()
        self._apply_settings()
        self.start_doubles()
        self.start_gateway()
        self.start_functions()
        self.set_vault_secrets()
        if self._background:
            self.start_background()
        if self._web:
            self.start_web()

    def stop(self) -> None:
        """Stop everything and keep the data."""
        for child in (self.web, self.background, self.gateway, self.functions, self.doubles):
            if child:
                child.stop()
        self.web = self.background = self.gateway = self.functions = self.doubles = None
        self.postgres.stop()
        self.nursery.close()

    def destroy(self) -> None:
        """Stop everything and delete the data."""
        self.stop()
        self.postgres.destroy()
        shutil.rmtree(self.home, ignore_errors=True)

    def reset(self) -> None:
        """Make the database anew, with migrations and secrets. Sessions and stored files are lost."""
        for child in (self.background, self.gateway):
            if child:
                child.stop()
        hosted.reset_database(self.postgres)
        shutil.rmtree(self.home / "storage", ignore_errors=True)
        self._apply_migrations()
        self._apply_settings()
        self.start_gateway()
        self.set_vault_secrets()
        if self._background:
            self.start_background()

    def _apply_migrations(self) -> None:
        if self._migrate and any(MIGRATIONS.glob("*.sql")):
            try:
                supabase_cli.push(self.dsn)
            except supabase_cli.CommandError as error:
                if REWRITTEN not in str(error):
                    raise
                raise SetupError(
                    f"The data of {self.home.name} was made by migrations that have been rewritten since. "
                    "Delete it: `make reset`, or for an instance of another name "
                    f"`.venv/bin/python -m wellio_local --instance {self.home.name} reset`."
                ) from error

    def _apply_settings(self) -> None:
        if self._migrate and self._settings:
            with psycopg.connect(self.dsn) as connection:
                for setting in self._settings.items():
                    connection.execute(
                        "update private.settings set value = %s where name = %s", setting[::-1]
                    )

    def check(self) -> None:
        """Raises `RuntimeError` when a part has died."""
        for child in (
            self.postgres.child,
            self.doubles,
            self.gateway,
            self.functions,
            self.background,
            self.web,
        ):
            if child and child.returncode is not None:
                raise RuntimeError(f"{child.ending()}\nIt ends:\n{child.last_words()}")

    def revive(self) -> str | None:
        """Start one part again that has died. Return a message that says so, or None.

        Raises `RuntimeError` for Postgres and for a part that keeps dying, because a start would not help them.
        """
        for child, start in (
            (self.doubles, self.start_doubles),
            (self.gateway, self.start_gateway),
            (self.functions, self.start_functions),
            (self.background, self.start_background),
            (self.web, self.start_web),
        ):
            if child and child.returncode is not None:
                self._count_death(child)
                child.stop()  # its process id may belong to another process by now
                start()
                return f"{child.ending()}\nIt was started again."
        self.check()
        return None

    def _count_death(self, child: Child) -> None:
        now = time.monotonic()
        deaths = [at for at in self._deaths[child.name] if at > now - DEATHS_SECONDS] + [now]
        self._deaths[child.name] = deaths
        if len(deaths) >= DEATHS:
            raise RuntimeError(
                f"{child.ending()}\nIt has ended {DEATHS} times within {DEATHS_SECONDS:.0f} s and is not started "
                f"again. Its log ends:\n{child.last_words()}\nFix what the log names, then start the stack again."
            )

    def start_doubles(self) -> None:
        """Start what stands in for those who send: mail, push, Telegram, Twilio."""
        self.doubles = self.nursery.start(
            "doubles",
            [
                sys.executable,
                "-m",
                "wellio_local.doubles.server",
                "--smtp-port",
                str(self._ports["smtp"]),
                "--http-port",
                str(self._ports["doubles"]),
                "--stripe-webhook",
                f"{self.functions_url}/stripe_webhook",
            ],
            log=self.home / "logs" / "doubles.log",
            env=quiet_environment() | {"PYTHONUNBUFFERED": "1"},
            cwd=self.home,
        )

    def channel_settings(self) -> dict[str, str]:
        """The settings of notify: every channel leads to a double."""
        return {
            "APP_URL": self.site_url,
            "PUBLIC_FUNCTIONS_URL": f"{self.api_url}/functions/v1",
            "SMTP_HOST": "127.0.0.1",
            "SMTP_PORT": str(self._ports["smtp"]),
            "SMTP_SECURITY": "none",
            "VAPID_PRIVATE_KEY": self.secrets.vapid_private_key,
            "VAPID_SUBJECT": "mailto:wellio@example.com",
            "PUSH_HOSTS": f"{NotifySettings.model_fields['push_hosts'].default} 127.0.0.1",
            "TELEGRAM_BOT_TOKEN": doubles.TELEGRAM_TOKEN,
            "TELEGRAM_API_URL": self.mail_url,
            "TWILIO_ACCOUNT_SID": doubles.TWILIO_ACCOUNT,
            "TWILIO_AUTH_TOKEN": doubles.TWILIO_TOKEN,
            "TWILIO_FROM": doubles.TWILIO_FROM,
            "TWILIO_API_URL": self.mail_url,
        }

    def payment_settings(self) -> dict[str, str]:
        """The settings of billing: people pay at a double of Stripe."""
        return {
            "STRIPE_SECRET_KEY": doubles.STRIPE_KEY,
            "STRIPE_WEBHOOK_SECRET": doubles.STRIPE_WEBHOOK_SECRET,
            "STRIPE_API_URL": f"{self.mail_url}/stripe",
            "BILLING_RETURN_URL": f"{self.site_url}/billing",
        }

    def start_gateway(self) -> None:
        """Start REST, Auth, Storage and Realtime."""
        config = {
            "dsn": self.dsn,
            "port": self._ports["gateway"],
            "url": self.api_url,
            "siteUrl": self.site_url,
            "smtpPort": self._ports["smtp"],
            "schemas": SCHEMAS,
            "maxRows": MAX_ROWS,
            "connections": 20,
            "statementSeconds": STATEMENT_SECONDS,
            "jwtSecret": self.secrets.jwt_secret,
            "jwtExpiry": 3600,
            "publishableKey": self.publishable_key,
            "secretKey": self.secret_key,
            "storageFolder": str(self.home / "storage"),
            "fileSizeLimit": FILE_BYTES,
            "functionsUrl": self.functions_url.removesuffix("/functions/v1"),
            "recheckSeconds": self._recheck_seconds,
            "confirmsEmail": self._confirms_email,
        }
        self.gateway = self.nursery.start(
            "gateway",
            [node(), LOCAL / "gateway" / "server.mjs"],
            log=self.home / "logs" / "gateway.log",
            env=quiet_environment()
            | {"GATEWAY": json.dumps(config), "EXPERIMENTAL_STORAGE": "1", "TZ": "UTC"},
            cwd=self.home,
        )
        wait_until(lambda: _answers(f"{self.api_url}/health"), timeout=START_SECONDS, child=self.gateway)

    def start_functions(self) -> None:
        """Start the functions, unless the project has none yet."""
        if self._functions_source.exists():
            self.functions = self.serve_functions("functions", self._ports["functions"])

    def serve_functions(self, name: str, port: int, **env: str) -> Child:
        """Start a process that serves the functions. The database only calls the one at `functions_url`."""
        child = self.nursery.start(
            name,
            [
                sys.executable,
                "-m",
                "wellio_local.services.functions_server",
                "--port",
                str(port),
                "--source",
                self._functions_source,
            ],
            log=self.home / "logs" / f"{name}.log",
            env=quiet_environment()
            | {
                "SUPABASE_URL": self.api_url,
                "SUPABASE_SECRET_KEY": self.secret_key,
                "WEBHOOK_SECRET": self.webhook_secret,
                "PYTHONUNBUFFERED": "1",
            }
            | self.channel_settings()
            | self.payment_settings()
            | self._functions_env
            | env,
            cwd=self._functions_cwd,
        )
        wait_until(lambda: _answers(f"http://127.0.0.1:{port}/health"), timeout=START_SECONDS, child=child)
        return child

    def start_background(self) -> None:
        """Start the worker that stands in for those of pg_net and pg_cron."""
        self.background = self.nursery.start(
            "background",
            [
                sys.executable,
                "-m",
                "wellio_local.services.background",
                "--cron-speed",
                str(self._cron_speed),
            ],
            log=self.home / "logs" / "background.log",
            env=quiet_environment() | {"PYTHONUNBUFFERED": "1", background.DSN: self.dsn},
            cwd=self.home,
        )

    def start_web(self) -> None:
        """Serve the built web app."""
        self.web = web_app.serve(
            self.nursery,
            api_url=self.api_url,
            publishable_key=self.publishable_key,
            push_key=self.secrets.vapid_public_key,
            sms_from=doubles.TWILIO_FROM,
            port=self._ports["web"],
            log=self.home / "logs" / "web.log",
        )
        wait_until(lambda: _answers(f"{self.web_url}/config.json"), timeout=START_SECONDS, child=self.web)

    def set_vault_secrets(self) -> None:
        """Write to Vault what a deploy writes once: where the functions are, and the secret that they check."""
        with psycopg.connect(self.dsn, autocommit=True) as connection:
            if connection.execute("select to_regclass('vault.secrets')").fetchone() == (None,):
                return
            for name, value in (
                ("functions_url", self.functions_url),
                ("webhook_secret", self.webhook_secret),
            ):
                known = connection.execute("select id from vault.secrets where name = %s", (name,)).fetchone()
                if known:
                    connection.execute("select vault.update_secret(%s, %s)", (known[0], value))
                else:
                    connection.execute("select vault.create_secret(%s, %s)", (value, name))


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as response:  # noqa: S310 - our own server
            return int(response.status) == 200
    except (OSError, urllib.error.URLError):
        return False
