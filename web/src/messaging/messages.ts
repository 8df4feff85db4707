import type { Message } from "./api";

/** Pages of a thread, the newest page first; within a page in the order in which the messages were sent. */
export type Pages = Message[][];

/**
 * The pages with the newest one loaded again. Messages have numbers without holes, so a gap to what was known says that
 * more was written than one page holds: then only the newest page is kept, and the rest is loaded when it is looked at.
 */
export function withNewest(pages: Pages, newest: Message[]): Pages {
  const first = newest[0];
  const known = pages[0]?.at(-1);
  if (!first || !known || first.seq > known.seq + 1) return [newest];
  const [page = [], ...older] = pages;
  return [[...page.filter(({ seq }) => seq < first.seq), ...newest], ...older];
}

/** The pages with one message in place of its older copy. */
export function withMessage(pages: Pages, message: Message): Pages {
  return pages.map((page) => page.map((one) => (one.id === message.id ? message : one)));
}

/** In the order in which they were sent. */
export function inOrder(pages: Pages): Message[] {
  return pages.toReversed().flat();
}

/** Where the page before these begins; null when the thread begins on them. */
export function olderThan(page: Message[], size: number): number | null {
  return page.length < size ? null : (page[0]?.seq ?? null);
}
