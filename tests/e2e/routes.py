"""The screens that the domains declare in their manifests (`web/src/<domain>/domain.ts`)."""

from __future__ import annotations

import re
from collections import defaultdict

from wellio_local.project import WEB

ROUTE = re.compile(r'\bpath: "(/[^"]+)",\s*access: "(\w+)"')
SECTION = re.compile(r'\bpath: "([^/"]+)",\s*label: ')


def routes() -> dict[str, list[str]]:
    """The paths by who can open them; a client's page by its sections, of which it shows the first by itself."""
    texts = [file.read_text() for file in sorted((WEB / "src").glob("*/domain.ts"))]
    found: defaultdict[str, list[str]] = defaultdict(list)
    for path, access in (match for text in texts for match in ROUTE.findall(text)):
        home, has_sections, _ = path.partition(":section?")
        ends = [one for text in texts for one in SECTION.findall(text)] if has_sections else [""]
        found[access] += [home + end for end in ends]
    return dict(found)
