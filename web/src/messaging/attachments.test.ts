import { describe, expect, it } from "vitest";
import { MAX_BYTES, prepare, typeOf } from "./attachments";

const file = (bytes: BlobPart, type: string, name = "file") => new File([bytes], name, { type });

describe("an attachment", () => {
  it.each([
    ["%PDF-1.7", "image/png", "application/pdf"],
    ["GIF89a", "text/plain", "image/gif"],
    ["RIFF0000WEBP", "", "image/webp"],
    ["0000ftypqt  ", "", "video/quicktime"],
    ["0000ftypisom", "", "video/mp4"],
    ["0000ftypM4A ", "", "audio/mp4"],
    ["OggS", "", "audio/ogg"],
    ["Белки 120", "text/csv", "text/csv"],
    ["<script>alert(1)</script>", "image/png", "text/plain"],
  ])("has the type of its bytes: %s", async (bytes, claimed, type) => {
    expect(await typeOf(file(bytes, claimed))).toBe(type);
  });

  it("of unknown bytes is not accepted, whatever it claims to be", async () => {
    expect(await prepare(file(new Uint8Array([0x4d, 0x5a, 0x00, 0x90]), "image/png"))).toBe("unsupported");
    expect(await prepare(file("", "text/plain"))).toBe("unsupported");
    expect(await prepare(file(new Uint8Array([0xff, 0xfe, 0x41]), "text/plain"))).toBe("unsupported");
  });

  it("has at most 25 MB", async () => {
    const head = new TextEncoder().encode("%PDF-");
    expect(await prepare(file(new Uint8Array([...head, ...new Array(10)]), ""))).toMatchObject({
      name: "file",
    });
    const large = new Uint8Array(MAX_BYTES + 1);
    large.set(head);
    expect(await prepare(file(large, ""))).toBe("tooLarge");
  });
});
