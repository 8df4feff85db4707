"""A client's time zone is a name of the IANA database: it decides which day a log belongs to."""

from __future__ import annotations

from zoneinfo import available_timezones

import pytest

from tests.foundation.accounts import Coach
from tests.foundation.db import Db
from tests.foundation.rest import insert, refusal, rest
from wellio_local.stack.shared import SharedStack


@pytest.mark.parametrize(
    "name",
    [
        "UTC",
        "Etc/UTC",
        "Etc/GMT+3",
        "Etc/GMT+12",
        "Etc/GMT-14",
        "Europe/Moscow",
        "America/New_York",
        "America/Argentina/Buenos_Aires",
        "America/North_Dakota/New_Salem",
        "America/Port-au-Prince",
        "Africa/Dar_es_Salaam",
        "Antarctica/DumontDUrville",
        "Asia/Ust-Nera",
    ],
)
async def test_a_name_of_the_iana_database_is_accepted(coach: Coach, name: str) -> None:
    assert (await coach.add_client(timezone=name))["timezone"] == name


@pytest.mark.parametrize(
    "name",
    [
        "",
        " ",
        "Moscow",
        "Europe/moscow",
        "europe/moscow",
        "Europe/Atlantis",
        "Europe/Moscow ",
        "Europe/Moscow\n",
        "EST5EDT",
        "FOO3",
        "Foo/Bar3",
        "Etc/GMT+13",
        "Etc/GMT-15",
        "Etc/GMT+99",
        "GMT+3",
        "+03:00",
        "3",
        "<+03>-3",
        "MSK",
        "localtime",
        "posix/Europe/Moscow",
        "../etc",
        "../../etc/passwd",
        "/etc/localtime",
        "Europe/Moscow'; drop table clients; --",
        "Europe/" + "M" * 500,
    ],
)
async def test_anything_else_is_refused_and_no_client_is_made(
    stack: SharedStack, coach: Coach, name: str
) -> None:
    async with rest(stack, coach) as http:
        error = refusal(await insert(http, "clients", {"name": "Anna", "timezone": name}), 422)
    assert "is not a time zone" in error["message"]
    assert len(error["message"]) < 120
    assert "Europe/Moscow" in error["hint"]
    assert name not in {row["timezone"] for row in await coach.rows("clients")}


async def test_a_time_zone_cannot_be_changed_into_nonsense(stack: SharedStack, coach: Coach) -> None:
    client = await coach.add_client(timezone="Europe/Moscow")
    async with rest(stack, coach) as http:
        answer = await http.patch(
            "/rest/v1/clients",
            params={"id": f"eq.{client['id']}"},
            json={"timezone": "Mars/Base", "name": "X"},
        )
    refusal(answer, 422)
    assert await coach.rows("clients", id=client["id"]) == [client]


async def test_every_region_and_city_that_both_python_and_postgres_know_is_accepted(stack_db: Db) -> None:
    known = {row["name"] for row in await stack_db.rows("select name from pg_timezone_names")}
    names = sorted(name for name in available_timezones() & known if "/" in name)
    assert len(names) > 400
    refused = await stack_db.rows(
        "select n from unnest(%s::text[]) n where not private.is_timezone(n)", names
    )
    assert [row["n"] for row in refused] == ["Etc/GMT0"]
