"""Reading screenshots of trackers without a model: OCR, geometry and a lexicon.

picture -> `engine`, `glyphs` (words with boxes) -> `layout` (cells) -> `cells` (what a cell says)
-> `pairing` (which value belongs to which label) -> `tracker` (events); `reader` does so for a log.

Nothing is guessed: a picture on which no label of the lexicon has a value of its own is not read at all.
"""
