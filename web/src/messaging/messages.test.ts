import { describe, expect, it } from "vitest";
import type { Message } from "./api";
import { inOrder, olderThan, withMessage, withNewest } from "./messages";

const message = (seq: number, body = `${seq}`): Message => ({
  id: `id-${seq}`,
  seq,
  sender_id: "somebody",
  body,
  reply_to: null,
  sent_at: "2026-11-30T10:00:00Z",
  edited_at: null,
  deleted_at: null,
  attachments: [],
});
const range = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => message(from + index));
const seqs = (pages: Message[][]) => inOrder(pages).map(({ seq }) => seq);

describe("the pages of a thread", () => {
  it("take the newest page over, edits and deletions included", () => {
    const pages = withNewest([range(4, 6), range(1, 3)], [message(5, "edited"), message(6), message(7)]);
    expect(seqs(pages)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(inOrder(pages)[4]?.body).toBe("edited");
  });

  it("go on after exactly one page of news", () => {
    expect(seqs(withNewest([range(1, 3)], range(4, 6)))).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it("begin anew when more was written than a page holds", () => {
    expect(seqs(withNewest([range(1, 3)], range(6, 8)))).toEqual([6, 7, 8]);
  });

  it("begin with the first message of an empty thread", () => {
    expect(seqs(withNewest([[]], [message(1)]))).toEqual([1]);
    expect(seqs(withNewest([range(1, 2)], []))).toEqual([]);
  });

  it("replace one message", () => {
    expect(inOrder(withMessage([range(3, 4), range(1, 2)], message(2, "new")))[1]?.body).toBe("new");
  });

  it("end where a page is not full", () => {
    expect(olderThan(range(5, 7), 3)).toBe(5);
    expect(olderThan(range(5, 6), 3)).toBeNull();
  });
});
