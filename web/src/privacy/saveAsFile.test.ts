import { resolveObjectURL } from "node:buffer";
import { afterEach, expect, test, vi } from "vitest";
import { saveAsFile } from "./saveAsFile";

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

test("the file can still be read after the click, and is let go in the end", async () => {
  vi.useFakeTimers();
  const link = { href: "", download: "", click: vi.fn() };
  vi.stubGlobal("document", { createElement: () => link });
  saveAsFile("copy.json", new Blob(['{"name": "Анна"}']));
  expect(link.click).toHaveBeenCalledOnce();
  expect(link.download).toBe("copy.json");

  await vi.advanceTimersByTimeAsync(30_000);
  expect(JSON.parse((await resolveObjectURL(link.href)?.text()) ?? "")).toEqual({ name: "Анна" });
  await vi.advanceTimersByTimeAsync(30_000);
  expect(resolveObjectURL(link.href)).toBeUndefined();
});
