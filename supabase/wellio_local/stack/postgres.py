"""One embedded Postgres cluster: made on first use, started, stopped, crashed and started again."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from wellio_local.stack import binaries
from wellio_local.stack.binaries import SetupError
from wellio_local.stack.processes import Child, Nursery, wait_until

SUPERUSER = "postgres"
START_SECONDS = 30.0
PORT_ATTEMPTS = 5

SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "max_connections": "120",
    "shared_buffers": "64MB",
    "jit": "off",
    "authentication_timeout": "10s",  # an abandoned login blocks `drop database` this long
    "max_wal_senders": "0",
    "wal_level": "minimal",
    "log_line_prefix": "%m [%p] %d ",
    # Only starts, stops and crashes are logged, because the error of a statement quotes what a person wrote.
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}
NOT_DURABLE = {"fsync": "off", "full_page_writes": "off"}


def free_port() -> int:
    """Return a free port. It is below the range that systems use for outgoing connections."""
    while True:
        port = 20_000 + secrets.randbelow(12_000)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port


class Postgres:
    """A cluster below `home`.

    With `durable=False` the data survives a killed process but not a power cut, which is enough for tests and demos.
    """

    def __init__(
        self,
        home: Path,
        *,
        nursery: Nursery,
        cache: Path,
        port: int | None = None,
        durable: bool = False,
        superuser: str = SUPERUSER,
    ) -> None:
        self.home = home.absolute()
        self.log = self.home / "logs" / "postgres.log"
        self._nursery = nursery
        self._durable = durable
        self._cache = cache
        self._port = port
        self._child: Child | None = None
        self._account = binaries.account()
        self.superuser = superuser

    @property
    def port(self) -> int:
        if self._port is None:
            raise RuntimeError("the cluster has not been started")
        return self._port

    @property
    def child(self) -> Child | None:
        """The server, running or dead. None before it was started and after it was stopped."""
        return self._child

    @property
    def pid(self) -> int | None:
        return self._child.pid if self._child else None

    @property
    def password(self) -> str:
        return (self.home / "postgres-password").read_text()

    def dsn(self, database: str = "postgres") -> str:
        """Return a connection URL of the superuser."""
        return f"postgresql://{self.superuser}:{self.password}@127.0.0.1:{self.port}/{database}"

    @property
    def is_made(self) -> bool:
        """Whether the cluster has data to start from."""
        return (self._data() / "PG_VERSION").exists()

    def copy_from(self, home: Path) -> None:
        """Copy the data and the password of a stopped cluster."""
        self.home.mkdir(parents=True, exist_ok=True)
        copying = self._data().with_name("data.building")
        shutil.rmtree(copying, ignore_errors=True)
        # `cp` keeps the owner, and shares the blocks where the file system can.
        subprocess.run(["cp", "-Rp", home / "data", copying], check=True)  # noqa: S603, S607
        shutil.copy2(home / "postgres-password", self.home)
        copying.rename(self._data())

    def start(self) -> None:
        """Make the cluster if it does not exist, start it and wait until it answers."""
        native = binaries.server(self._cache)
        data = self._data()
        if not self.is_made:
            self._initdb(native, data)
        fixed = self._port is not None
        for attempt in range(1, PORT_ATTEMPTS + 1):
            self._port = self._port if fixed else free_port()
            self._child = self._nursery.start(
                "postgres",
                [native / "bin" / "postgres", "-D", data, *self._options()],
                log=self.log,
                env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
                cwd=Path("/"),
                account=self._account,
                ends_on=signal.SIGINT,  # ends the sessions, while SIGTERM would wait for them
            )
            try:
                wait_until(self._answers, timeout=START_SECONDS, child=self._child)
            except RuntimeError:
                taken = "could not bind" in self._child.last_words()
                self._child.stop()
                if not taken or fixed or attempt == PORT_ATTEMPTS:
                    raise
            else:
                return

    def stop(self) -> None:
        """Stop cleanly: end the sessions, and write to disk what was committed."""
        if self._child:
            self._child.stop()
            self._child = None

    def crash(self) -> None:
        """Kill every process of the cluster at once, as a crash would. `start()` brings it back."""
        if self._child is None:
            return
        backends = _children_of(self._child.pid)
        self._child.kill()
        for pid in backends:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        wait_until(lambda: not any(_alive(pid) for pid in backends), timeout=10)
        (self._data() / "postmaster.pid").unlink(missing_ok=True)
        self._child = None

    def destroy(self) -> None:
        """Stop and delete the data."""
        self.stop()
        shutil.rmtree(self._data(), ignore_errors=True)
        folder = binaries.private_folder(self.home)
        if folder != self.home:
            shutil.rmtree(folder, ignore_errors=True)

    def execute(self, query: str, *parameters: Any, database: str = "postgres") -> list[tuple[Any, ...]]:
        """Run one statement on its own connection, in autocommit. Return its rows, if it has any."""
        with psycopg.connect(self.dsn(database), autocommit=True) as connection:
            cursor = connection.execute(query.encode(), parameters or None)
            return cursor.fetchall() if cursor.description else []

    def create_database(self, name: str, *, template: str = "template1") -> str:
        """Make a database as a copy of `template`. Return its connection URL."""
        statement = sql.SQL("create database {} template {}").format(
            sql.Identifier(name), sql.Identifier(template)
        )
        with psycopg.connect(self.dsn("template1"), autocommit=True) as connection:
            connection.execute(statement)
        return self.dsn(name)

    def drop_database(self, name: str) -> None:
        """Drop a database if it exists, and end its connections."""
        statement = sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name))
        with psycopg.connect(self.dsn("template1"), autocommit=True) as connection:
            connection.execute(statement)

    @contextmanager
    def scratch_database(self, *, template: str = "template1") -> Iterator[str]:
        """Make a database that exists as long as the block. Yield its URL."""
        name = f"scratch_{secrets.token_hex(6)}"
        try:
            yield self.create_database(name, template=template)
        finally:
            self.drop_database(name)

    def _data(self) -> Path:
        return binaries.private_folder(self.home) / "data"

    def _options(self) -> list[str]:
        chosen = SETTINGS | {"port": str(self.port)} | ({} if self._durable else NOT_DURABLE)
        return [part for name, value in chosen.items() for part in ("-c", f"{name}={value}")]

    def _answers(self) -> bool:
        try:
            with psycopg.connect(self.dsn(), connect_timeout=2) as connection:
                connection.execute("select 1")
        except psycopg.OperationalError:
            return False
        return True

    def _initdb(self, native: Path, data: Path) -> None:
        """Make the cluster in a draft folder, then rename it, so that no run ever finds half a cluster."""
        password = self.home / "postgres-password"
        self.home.mkdir(parents=True, exist_ok=True)
        password.touch(mode=0o600)
        password.write_text(secrets.token_urlsafe(24))
        building = data.with_name("data.building")
        shutil.rmtree(building, ignore_errors=True)
        building.mkdir(mode=0o700)
        readable = building.with_name("data.password")
        readable.touch(mode=0o600)
        readable.write_text(password.read_text())
        if self._account:
            for path in (building, readable):
                os.chown(path, self._account.uid, self._account.gid)
        try:
            answer = subprocess.run(  # noqa: S603 - our own binary
                [
                    native / "bin" / "initdb",
                    f"--pgdata={building}",
                    f"--username={self.superuser}",
                    f"--pwfile={readable}",
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    "--locale=C",
                    "--locale-provider=builtin",
                    "--builtin-locale=C.UTF-8",
                    "--no-sync",
                    "--no-instructions",
                ],
                env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
                cwd="/",
                capture_output=True,
                text=True,
                check=False,
                user=self._account.uid if self._account else None,
                group=self._account.gid if self._account else None,
                extra_groups=[] if self._account else None,
            )
        finally:
            readable.unlink()
        if answer.returncode != 0:
            raise SetupError(f"initdb failed: {answer.stderr.strip()}")
        building.rename(data)


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def _children_of(pid: int) -> list[int]:
    proc = Path("/proc")
    if proc.is_dir():
        found = []
        for stat in proc.glob("[0-9]*/stat"):
            try:
                parent = int(stat.read_text().rpartition(")")[2].split()[1])
            except (OSError, ValueError, IndexError):
                continue
            if parent == pid:
                found.append(int(stat.parent.name))
        return found
    table = subprocess.run(["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True)  # noqa: S607
    rows = [line.split() for line in table.stdout.splitlines()]
    return [int(row[0]) for row in rows if len(row) == 2 and row[1] == str(pid)]
