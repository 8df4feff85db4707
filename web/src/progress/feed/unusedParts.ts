import type { Log } from "../api";

/** A range of the text, in characters as people count them: the offsets of `logs.ai_parsed_json`. */
interface Span {
  start: number;
  end: number;
  text: string;
}

interface Reading {
  parser?: string;
  evidence?: { span: Span }[];
  set_aside?: { reason: string; span: Span }[];
  unexplained?: Span[];
}

export interface Part {
  /** Where it begins. */
  start: number;
  text: string;
  /** Whether it made no event. */
  unused: boolean;
}

/** Reasons of what makes no field of its own, but is part of what was read. */
const USED = ["date", "clock", "said twice", "part of the total", "part of the session", "word"];
const SENTENCE = /[.!?;]+(?=\s|$)|\n+|\s(?=(?:но|but|потом|then)\s)/giu;
const COMMA = /,(?!\d)/gu;

/**
 * An entry's text in parts that made an event and parts that did not. Of what a model has read it is not known which
 * words made what, so there only what was plainly left out is unused.
 */
export function partsOf({ raw_text, ai_parsed_json }: Pick<Log, "raw_text" | "ai_parsed_json">): Part[] {
  const letters = [...(raw_text ?? "")];
  const reading = (ai_parsed_json ?? {}) as Reading;
  const isThere = ({ start, end, text }: Span) => letters.slice(start, end).join("") === text;
  const used = (reading.evidence ?? []).map(({ span }) => span).filter(isThere);
  const left = (reading.unexplained ?? []).filter(isThere);
  for (const { reason, span } of reading.set_aside ?? []) {
    if (isThere(span)) (USED.includes(reason) ? used : left).push(span);
  }
  const unused = new Array<boolean>(letters.length).fill(false);
  const mark = ({ start, end }: Pick<Span, "start" | "end">) => unused.fill(true, start, end);
  if (used.length > 0) {
    left.forEach(mark);
    if (/^rules\/\d+$/.test(reading.parser ?? "")) {
      for (const sentence of split(letters, { start: 0, end: letters.length }, SENTENCE)) {
        if (!holds(sentence, used)) mark(sentence);
        for (const phrase of split(letters, sentence, COMMA)) {
          if (!holds(phrase, used) && holds(phrase, left)) mark(phrase);
        }
      }
    }
  }
  return joined(letters, unused);
}

const holds = (range: Pick<Span, "start" | "end">, spans: Span[]) =>
  spans.some(({ start }) => start >= range.start && start < range.end);

/** The pieces of a range between separators, without spaces around them. */
function split(letters: string[], range: { start: number; end: number }, separator: RegExp) {
  const text = letters.slice(range.start, range.end).join("");
  const pieces: { start: number; end: number }[] = [];
  let from = 0;
  for (const found of [...text.matchAll(separator), { index: text.length, 0: "" }]) {
    const piece = text.slice(from, found.index);
    const start = range.start + [...text.slice(0, from)].length + [...(/^\s*/.exec(piece)?.[0] ?? "")].length;
    if (/[\p{L}\p{N}]/u.test(piece)) pieces.push({ start, end: start + [...piece.trim()].length });
    from = found.index + found[0].length;
  }
  return pieces;
}

function joined(letters: string[], unused: boolean[]): Part[] {
  const parts: Part[] = [];
  letters.forEach((letter, at) => {
    const last = parts.at(-1);
    if (last && last.unused === unused[at]) last.text += letter;
    else parts.push({ start: at, text: letter, unused: unused[at] ?? false });
  });
  return parts;
}
