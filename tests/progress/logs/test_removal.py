"""People delete an entry, or one picture of it, that they wrote themselves."""

from __future__ import annotations

from uuid import UUID

import psycopg
import pytest
from psycopg.types.json import Jsonb

from tests.foundation.db import PERSON, newcomer
from tests.progress.progress_db import MONDAY, ProgressDb


class Diary:
    """A client with an account, and entries with pictures."""

    def __init__(self, db: ProgressDb) -> None:
        self.db = db
        self.client = db.client()
        self.user: UUID = db.value(PERSON, *newcomer("client"))
        db.rows("update public.clients set user_id = %s where id = %s", self.user, self.client)

    @property
    def coach(self) -> UUID:
        return self.db.coach_of(self.client)

    def picture(self, name: str) -> str:
        path = f"{self.client}/{name}"
        self.db.rows("insert into storage.objects (bucket_id, name) values ('log-media', %s)", path)
        return path

    def entry(self, *paths: str, text: str | None = "lunch 650 kcal", author: str = "client") -> UUID:
        log = self.db.log(self.client)
        self.db.rows(
            "update public.logs set raw_text = %s, media_urls = %s, author_type = %s where id = %s",
            text, Jsonb(paths), author, log,
        )  # fmt: skip
        self.db.rows("select pgmq.purge_queue('erasures')")
        return log

    def deletes(self, who: UUID, log: UUID, path: str | None = None) -> None:
        with self.db.acting_as(who):
            if path is None:
                self.db.rows("select public.delete_log(%s)", log)
            else:
                self.db.rows("select public.delete_picture(%s, %s)", log, path)

    def to_be_erased(self) -> list[str]:
        with self.db.role("service_role"):
            claimed = self.db.rows("select files from worker.claim_erasures(10, 0)")
        return [file["path"] for row in claimed for file in row["files"]]

    def status(self, log: UUID) -> tuple[object, object] | None:
        found = self.db.rows("select ai_status, media_urls from public.logs where id = %s", log)
        return (found[0]["ai_status"], found[0]["media_urls"]) if found else None


@pytest.fixture
def diary(db: ProgressDb) -> Diary:
    return Diary(db)


def test_an_entry_goes_with_its_events_and_pictures(db: ProgressDb, diary: Diary) -> None:
    path = diary.picture("a.jpg")
    log = diary.entry(path)
    event = db.event(diary.client, "weight", MONDAY, {"value": 67.5, "unit": "kg"})
    db.rows("update public.progress_events set log_id = %s where id = %s", log, event["id"])
    diary.deletes(diary.user, log)
    assert diary.status(log) is None
    assert db.rows("select from public.progress_events where client_id = %s", diary.client) == []
    assert diary.to_be_erased() == [path]


@pytest.mark.parametrize(("author", "who"), [("coach", "user"), ("client", "coach")])
def test_only_who_wrote_an_entry_deletes_it(diary: Diary, author: str, who: str) -> None:
    path = diary.picture("a.jpg")
    log = diary.entry(path, author=author)
    for what in (None, path):
        with pytest.raises(psycopg.DatabaseError) as refused, diary.db.connection.transaction():
            diary.deletes(getattr(diary, who), log, what)
        assert refused.value.sqlstate == "PT403"
        diary.db.rows("select set_config('role', 'none', true)")
    assert diary.status(log) == ("processed", [path])


def test_a_picture_goes_and_the_entry_is_read_again(db: ProgressDb, diary: Diary) -> None:
    wrong, right = diary.picture("wrong.jpg"), diary.picture("right.jpg")
    log = diary.entry(wrong, right)
    digest = "insert into private.media_digests values (%s, %s, %s)"
    db.rows(digest, diary.client, "0" * 64, log)
    diary.deletes(diary.user, log, wrong)
    assert diary.status(log) == ("pending", [right])
    assert diary.to_be_erased() == [wrong]
    assert db.rows("select from private.media_digests where log_id = %s", log) == []


def test_an_entry_of_one_picture_goes_with_it(diary: Diary) -> None:
    path = diary.picture("a.jpg")
    log = diary.entry(path, text=None)
    diary.deletes(diary.user, log, path)
    assert diary.status(log) is None
    assert diary.to_be_erased() == [path]


def test_a_picture_of_two_entries_stays_with_the_other(diary: Diary) -> None:
    path = diary.picture("a.jpg")
    first, second = diary.entry(path), diary.entry(path)
    diary.deletes(diary.user, first)
    assert diary.status(second) == ("processed", [path])
    assert diary.to_be_erased() == []


@pytest.mark.parametrize("whole", [True, False])
def test_the_next_entry_with_a_deleted_picture_is_read_again(
    db: ProgressDb, diary: Diary, whole: bool
) -> None:
    path = diary.picture("a.jpg")
    first, repeat, another = diary.entry(path), diary.entry(path), diary.entry(diary.picture("b.jpg"))
    db.rows("update public.logs set ai_parsed_json = '{\"repeated_pictures\": 1}' where id = %s", repeat)
    diary.deletes(diary.user, first, None if whole else path)
    assert diary.status(repeat) == ("pending", [path])
    assert diary.status(another) == ("processed", [f"{diary.client}/b.jpg"])
    waiting = "select msg_id from pgmq.q_log_pictures where message ->> 'log_id' = %s::text"
    assert len(db.rows(waiting, str(repeat))) == 1


def test_a_client_without_a_coach_may_delete_what_a_coach_wrote(db: ProgressDb, diary: Diary) -> None:
    log = diary.entry(text="come on Friday", author="coach")
    db.rows("update public.clients set coach_id = null where id = %s", diary.client)
    diary.deletes(diary.user, log)
    assert diary.status(log) is None


def test_a_picture_that_is_being_read_stays_until_it_has_been(db: ProgressDb, diary: Diary) -> None:
    path = diary.picture("a.jpg")
    log = diary.entry(path)
    db.rows("update public.logs set ai_status = 'processing' where id = %s", log)
    with pytest.raises(psycopg.DatabaseError) as refused:
        diary.deletes(diary.user, log, path)
    assert refused.value.sqlstate == "PT409"


def test_deleting_a_picture_again_changes_nothing(diary: Diary) -> None:
    path = diary.picture("a.jpg")
    log = diary.entry(path)
    diary.deletes(diary.user, log, path)
    assert diary.status(log) == ("pending", [])
    diary.deletes(diary.user, log, path)
    assert diary.status(log) == ("pending", [])


def test_no_picture_is_no_picture_of_the_entry(db: ProgressDb, diary: Diary) -> None:
    path = diary.picture("a.jpg")
    log = diary.entry(path)
    with db.acting_as(diary.user):
        db.rows("select public.delete_picture(%s, null)", log)
    assert diary.status(log) == ("processed", [path])
