import "fake-indexeddb/auto";
import { QueryClient } from "@tanstack/react-query";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { forgetKept, keep, restore } from "./kept";
import { meKey } from "./queries";

const ANNA = { id: "anna", role: "client", client: { id: "row" } };
const NINA = { id: "nina", role: "coach", client: null };
const FEED = ["progress", "row", "feed"];
const PAGES = { pages: [{ logs: [{ id: "log", raw_text: "weight 61.5" }], next: null }], pageParams: [null] };

/** What the device keeps of somebody who has seen Anna's diary. */
async function seenBy(me: { id: string }): Promise<void> {
  const queryClient = new QueryClient();
  const stop = keep(queryClient, me.id);
  await queryClient.fetchQuery({ queryKey: meKey(me.id), queryFn: () => Promise.resolve(me) });
  await queryClient.fetchQuery({ queryKey: FEED, queryFn: () => Promise.resolve(PAGES) });
  await vi.waitFor(async () => expect(await kept(me.id)).toBeDefined(), { timeout: 3_000 });
  await new Promise((resolve) => setTimeout(resolve, 50));
  stop();
}

async function kept(userId: string): Promise<unknown> {
  return (await opened(userId)).getQueryData(meKey(userId));
}

async function opened(userId: string): Promise<QueryClient> {
  const queryClient = new QueryClient();
  await restore(queryClient, userId);
  return queryClient;
}

describe("what the device keeps", () => {
  beforeEach(() => forgetKept());
  afterEach(() => forgetKept());

  it("is a client's own diary, which is asked for again when it is shown", async () => {
    await seenBy(ANNA);
    const queryClient = await opened(ANNA.id);
    await new Promise((resolve) => setTimeout(resolve, 50)); // it waits for its screen
    expect(queryClient.getQueryData(FEED)).toEqual(PAGES);
    expect(queryClient.getQueryState(FEED)?.isInvalidated).toBe(true);
  });

  it("is never that of a coach's client", async () => {
    await seenBy(NINA);
    expect((await opened(NINA.id)).getQueryData(FEED)).toBeUndefined();
  });

  it("is never another person's, and goes when another one opens the app", async () => {
    await seenBy(ANNA);
    expect(await kept(NINA.id)).toBeUndefined();
    expect(await kept(ANNA.id)).toBeUndefined();
  });

  it("is nothing once somebody has signed out", async () => {
    await seenBy(ANNA);
    await forgetKept();
    expect(await kept(ANNA.id)).toBeUndefined();
  });
});
