"""`python -m docs.generate`: write the generated parts of the pages."""

from __future__ import annotations

import sys

from docs.generate.pages import pages
from wellio_local.stack import hosted, instance
from wellio_schema import schema


def main() -> int:
    with (
        instance.temporary_cluster("docs") as postgres,
        postgres.scratch_database(template=hosted.TEMPLATE) as dsn,
    ):
        schema.load(dsn)
        for path, text in pages(dsn).items():
            if path.read_text() != text:
                path.write_text(text)
                sys.stdout.write(f"docs/{path.name}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
