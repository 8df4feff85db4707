"""Rules that the text of `sql/` keeps and the catalog cannot show; each is also seen broken."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from wellio_schema import schema

COMMENT = re.compile(r"--.*$", re.MULTILINE)
CALLER = re.compile(r"\(select auth\.uid\(\)\)|auth\.uid\(\)")
HOLDS_CALLER = re.compile(r"\b(v_\w+)\s+uuid\s*:=\s*caller\b")
ASSIGNED = re.compile(r"\bset\s+(?:\w+ = [^=;]*?, )*\w+ = caller\b")
LINK = r"(?:\w+\.)?(?:coach_id|user_id)\b"
COMPARED = re.compile(
    rf"{LINK}\s*(?:=|<>|!=|is (?:not )?distinct from)\s*(?:any \()?\s*caller\b"
    rf"|{LINK}\s+(?:not )?in \([^)]*\bcaller\b"
    rf"|\bcaller\s*(?:=|<>|!=|is (?:not )?distinct from)\s*(?:any \(array\[)?[\w., ]*?{LINK}"
    rf"|\bcaller\s+(?:not )?in \([^)]*{LINK}"
    rf"|\bcase caller when [^;]*?{LINK}"
)

DEFINED = re.compile(
    r"^create (?:or replace )?(?:table|view|function|type|sequence|procedure)"
    r" ((?:public|private|worker)\.\w+)",
    re.MULTILINE,
)
USED = re.compile(r"\b((?:public|private|worker)\.\w+)")


def comparisons(text: str) -> list[str]:
    """Where a coach or an account of a client is compared with the caller, or with a variable holding them."""
    text = re.sub(r"\s+", " ", CALLER.sub("caller", COMMENT.sub("", text)))
    for name in set(HOLDS_CALLER.findall(text)):
        text = re.sub(rf"\b{name}\b", "caller", text)
    return COMPARED.findall(ASSIGNED.sub("", text))


def test_only_access_compares_the_links_of_clients_with_the_caller() -> None:
    found = {f"{file.parent.name}/{file.name}" for file in schema.files() if comparisons(file.read_text())}
    assert found == {"people/access.sql"}


@pytest.mark.parametrize(
    "breach",
    [
        "using (coach_id = (select auth.uid()))",
        "where c.user_id = auth.uid()",
        "where auth.uid() in (c.coach_id, c.user_id)",
        "where auth.uid() = any (array[c.coach_id, c.user_id])",
        "if v_client.coach_id is distinct from (select auth.uid()) then",
        "v_me uuid := (select auth.uid());\nbegin\n  if exists (select from t where t.coach_id = v_me) then",
        "v_me uuid := auth.uid();\nbegin\n  x := case v_me when c.user_id then 1 end;",
        "update t set name = 'x' where user_id = auth.uid()",
    ],
)
def test_a_comparison_with_the_caller_is_seen(breach: str) -> None:
    assert comparisons(breach)


def test_setting_a_link_is_no_comparison() -> None:
    assert not comparisons("update public.clients set name = 'x', user_id = auth.uid() where id = v_id")


def used_too_early(texts: list[tuple[str, str]]) -> Iterator[str]:
    """Uses of objects that a later room defines, in (room, text) in the order of the rooms."""
    texts = [(room, COMMENT.sub("", text)) for room, text in texts]
    order = list(dict.fromkeys(room for room, _ in texts))
    home = {name: room for room, text in texts for name in DEFINED.findall(text)}
    for room, text in texts:
        for name in USED.findall(text):
            if name in home and order.index(home[name]) > order.index(room):
                yield f"{room} uses {name} of {home[name]}"


def test_a_domain_uses_its_own_objects_and_those_of_domains_before_it() -> None:
    assert set(used_too_early([(file.parent.name, file.read_text()) for file in schema.files()])) == set()


def test_a_use_of_a_later_domain_is_seen() -> None:
    later = "create function private.late()"
    assert list(used_too_early([("early", "select private.late()"), ("later", later)])) == [
        "early uses private.late of later"
    ]
    assert not list(used_too_early([("early", "-- private.late"), ("later", later)]))


def test_every_room_defines_something() -> None:
    """Else the rule above would hold because nothing is found."""
    rooms = {file.parent.name for file in schema.files() if DEFINED.search(file.read_text())}
    assert rooms == set(schema.rooms())
