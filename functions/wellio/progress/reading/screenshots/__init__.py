"""Reading screenshots of trackers without a model: OCR, geometry and a lexicon.

picture -> `ink` (spots that are printed) -> `lines` (of one size) -> `engine` (what each says) -> `cells` (what
stands together) -> `figures` (what a cell says) -> `pairing` (which words name which figure) -> `page`
-> `nutrition`, `measures`, `workout` -> `tracker` (events, if each measured figure is told or there is a reason
not to); `reader` does so for a log.

Nothing is guessed: a page with a figure that may be measured, and is not told, waits for a person.
"""
