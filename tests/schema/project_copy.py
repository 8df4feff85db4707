"""A copy of the project's schema, which a test changes and writes a migration of."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from wellio_local import project


class ProjectCopy:
    """`domains.txt`, `sql/` and the migrations in a folder of their own."""

    def __init__(self, root: Path, of: Path = project.ROOT) -> None:
        self.root = root
        for name in ("domains.txt", "supabase/config.toml"):
            (root / name).parent.mkdir(exist_ok=True)
            shutil.copy(of / name, root / name)
        for name in ("sql", "supabase/migrations"):
            shutil.copytree(of / name, root / name)

    @contextmanager
    def in_use(self) -> Iterator[None]:
        """While it lasts, the tools work on the copy."""
        with pytest.MonkeyPatch.context() as patch:
            for name in ("MIGRATIONS", "CONFIG", "SQL"):
                patch.setattr(project, name, self.root / getattr(project, name).relative_to(project.ROOT))
            patch.setattr(project, "ROOT", self.root)
            yield

    def newest_migration(self) -> str:
        return max((self.root / "supabase/migrations").iterdir()).read_text()

    def replace(self, file: str, old: str, new: str) -> None:
        """Replace the first occurrence of a text in a file of `sql/`."""
        path = self.root / "sql" / file
        text = path.read_text()
        assert old in text, (file, old)
        path.write_text(text.replace(old, new, 1))

    def append(self, file: str, text: str) -> None:
        """Write at the end of a file of `sql/`, which need not exist."""
        path = self.root / "sql" / file
        path.parent.mkdir(exist_ok=True)
        with path.open("a") as stream:
            stream.write(f"\n{text.strip()}\n")
