"""A text as nodes: its tokens, phrases of the lexicon joined, senses attached. Numbers are still apart."""

from __future__ import annotations

from wellio.progress.reading.rules.lexicon import Lexicon, default_lexicon
from wellio.progress.reading.rules.nodes import Node
from wellio.progress.reading.rules.tokens import tokenize


def nodes(text: str) -> list[Node]:
    """All words and phrases, numbers and marks of the text, in order."""
    tokens = tokenize(text)
    found: list[Node] = []
    words = default_lexicon()
    texts = [token.text if token.kind == "word" else "" for token in tokens]
    abroad = words.abroad([text for text in texts if text and text.isascii()])
    at = 0
    while at < len(tokens):
        token = tokens[at]
        at += 1
        if token.kind == "word":
            if at < len(tokens) and tokens[at].kind == "number" and tokens[at].glued:
                at = _joined_digits(tokens, at, words)
                texts[at - 1] = token.text
            length, token.senses = words.match(texts, at - 1, abroad=abroad)
            if length > 1:
                token.text = " ".join(texts[at - 1 : at + length - 1])
                at += length - 1
                token.end = tokens[at - 1].end
        elif token.kind == "mark":
            if token.text == "." and token.glued and found and _abbreviated(found[-1], tokens, at):
                continue
            token.senses = words.sign(token.text)
        found.append(token)
    return found


def _joined_digits(tokens: list[Node], at: int, words: Lexicon) -> int:
    """«spo2», «hba1c», «f45»: letters and digits that are one word of the lexicon. Returns where it ends."""
    word, after = tokens[at - 1], at
    text = word.text
    while after < len(tokens) and tokens[after].glued and tokens[after].kind in ("word", "number"):
        text += tokens[after].text
        after += 1
    if not words.exactly(text):
        return at
    word.text, word.end = text, tokens[after - 1].end
    return after


def _abbreviated(word: Node, tokens: list[Node], after: int) -> bool:
    """«7 тыс. шагов»: the stop is of the word and not of the sentence."""
    return (
        word.has("multiplier") and len(word.text) > 1 and after < len(tokens) and tokens[after].kind == "word"
    )
