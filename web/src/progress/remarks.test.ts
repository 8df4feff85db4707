import { expect, it } from "vitest";
import { remarksOn } from "./remarks";

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
