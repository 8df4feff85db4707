import { execFileSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { documentsOf, packedPath, toCsv } from "./copy";
import { zipped } from "./zip";

test("a table says what people wrote, and starts no formula", () => {
  const rows = [
    { raw_text: 'обед "700", ккал', media_urls: ["a.jpg"], note: null },
    { raw_text: "=1+1", extra: 5 },
  ];
  expect(toCsv(rows)).toBe(
    '\ufeffraw_text,media_urls,note,extra\r\n"обед ""700"", ккал","[""a.jpg""]",,\r\n\'=1+1,,,5\r\n',
  );
});

test("the copy is an archive that others can read", async () => {
  const exported = { format: "wellio.client/1", files: [], logs: [{ raw_text: "вес 70" }], plans: [] };
  const picture = {
    path: packedPath({ path: "id/обед.png" }),
    blob: new Blob([new Uint8Array([0, 255, 7])]),
  };
  const archive = await zipped([...documentsOf(exported), picture]);
  const file = join(mkdtempSync(join(tmpdir(), "copy-")), "copy.zip");
  writeFileSync(file, new Uint8Array(await archive.arrayBuffer()));
  const script =
    "import sys, zipfile, json; z = zipfile.ZipFile(sys.argv[1]); bad = z.testzip();" +
    "print(json.dumps([bad, z.namelist(), z.read('tables/logs.csv').decode('utf-8-sig'), list(z.read('files/обед.png'))]))";
  const told = JSON.parse(execFileSync("python3", ["-X", "utf8", "-c", script, file], { encoding: "utf8" }));
  expect(told).toEqual([
    null,
    ["data.json", "tables/logs.csv", "files/обед.png"],
    "raw_text\r\nвес 70\r\n",
    [0, 255, 7],
  ]);
});
