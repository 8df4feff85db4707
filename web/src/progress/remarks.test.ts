import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { remarksOn, SENTENCES } from "./remarks";

const written = ["functions/wellio", "sql"]
  .map((folder) => fileURLToPath(new URL(`../../../${folder}`, import.meta.url)))
  .flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((file) => /\.(py|sql)$/.test(file))
      .map((file) => readFileSync(path.join(folder, file), "utf8")),
  )
  .join("\n");

it.each(SENTENCES.flatMap(([sentence]) => sentence.source.split("|")))(
  "knows what is written: %s",
  (source) => {
    const [begins = ""] = source.split(/ ?\\?[([]/);
    expect(written).toContain(begins.replaceAll("\\", ""));
  },
);

const log = (ai_error: string | null, ai_parsed_json: { [key: string]: number } | null = null) => ({
  ai_error,
  ai_parsed_json,
});

it("finds nothing to remark", () => {
  expect(remarksOn(log(null))).toEqual({ codes: [], rest: "" });
  expect(remarksOn(log(null, { repeated_pictures: 0 }))).toEqual({ codes: [], rest: "" });
});

it("tells several sentences apart", () => {
  const said =
    "The picture could not be read: reading pictures needs a model and a key. Part of the text was not understood.";
  expect(remarksOn(log(said))).toEqual({ codes: ["pictureNeedsModel", "notUnderstood"], rest: "" });
});

it("says whose calls to a model are used up", () => {
  const ofClient = "Today's model calls for this client are used up.";
  const ofAccount = "Today's model calls for the whole account are used up.";
  expect(remarksOn(log(ofClient))).toEqual({ codes: ["budgetSpent"], rest: "" });
  expect(remarksOn(log(ofAccount))).toEqual({ codes: ["accountBudgetSpent"], rest: "" });
});

it("keeps the server's words for what it does not know", () => {
  expect(remarksOn(log("A picture is missing. The moon is full."))).toEqual({
    codes: ["pictureMissing"],
    rest: "The moon is full.",
  });
});

it("names pictures that were logged before", () => {
  expect(remarksOn(log(null, { repeated_pictures: 1 })).codes).toEqual(["repeatedPicture"]);
});
