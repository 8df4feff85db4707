import "fake-indexeddb/auto";
import { beforeEach, describe, expect, it } from "vitest";
import { deviceStore } from "../../../foundation/deviceStore";
import { RequestError } from "../../../foundation/request";
import { type Action, after, type DoneSet, type SessionDocument } from "../session/document";
import { type WorkoutEntry, workoutOutbox } from "./workoutOutbox";

const OFFLINE = new RequestError(0, "", "Failed to fetch");
const SESSION = "session";
const SQUAT = {
  id: "squat",
  name_en: "Squat",
  name_ru: "Присед",
  kind: "weight_reps",
  unilateral: false,
  equipment: [],
} as const;

/** A server that carries out steps, each once, and fails when told to. */
class Server {
  document: SessionDocument | null = null;
  calls: string[] = [];
  offline = false;
  losesAnswers = false;

  send = async (step: WorkoutEntry) => {
    if (this.offline) throw OFFLINE;
    this.calls.push(step.requestId);
    if (step.action.do === "swap") throw new RequestError(404, "PT404", "No such exercise");
    this.document = after(this.document, step);
    if (this.losesAnswers) throw OFFLINE;
  };
}

let devices = 0;
let name: string;
let server: Server;

/** The page, opened again on the same device. */
function open() {
  return workoutOutbox({
    store: deviceStore<WorkoutEntry>(name),
    send: server.send,
    onStored: () => undefined,
  });
}

const step = (requestId: string, action: Action) => ({
  requestId,
  clientId: "anna",
  sessionId: SESSION,
  action,
});

const set = (number: number, changes: Partial<DoneSet> = {}): DoneSet => ({
  client_request_id: `set-${number}`,
  set_number: number,
  is_warmup: false,
  side: null,
  reps: 8,
  kg: 60,
  seconds: null,
  meters: null,
  rpe: null,
  ...changes,
});

const WORKOUT = [
  step("1", { do: "create", title: "Gym" }),
  step("2", { do: "add", id: "slot", exercise: { ...SQUAT, equipment: [] } }),
  step("3", { do: "log", id: "slot", exerciseId: "squat", set: set(1) }),
  step("4", { do: "log", id: "slot", exerciseId: "squat", set: set(2) }),
  step("5", { do: "log", id: "slot", exerciseId: "squat", set: set(2, { reps: 7 }) }),
  step("6", { do: "log", id: "slot", exerciseId: "squat", set: set(3) }),
  step("7", { do: "undo", setId: "set-3" }),
  step("8", { do: "finish", rpe: 8, notes: null }),
];

const done = (document: SessionDocument | null) =>
  document?.exercises.flatMap((one) => one.done.map(({ set_number, reps }) => [set_number, reps]));

beforeEach(() => {
  devices += 1;
  name = `workouts-${devices}`;
  server = new Server();
});

describe("the outbox of workouts", () => {
  it.each(["offline", "losesAnswers"] as const)("loses no set when each tap is cut: %s", async (fault) => {
    for (const one of WORKOUT) {
      server[fault] = true;
      const page = open();
      await page.flush();
      await page.add(one); // resolves when it is on the device
      await page.flush();
      page.close(); // the phone kills the page after each tap
    }
    server[fault] = false;
    const page = open();
    await page.flush();
    expect(page.getState().entries).toEqual([]);
    expect(server.document?.session.status).toBe("finished");
    expect(done(server.document)).toEqual([
      [1, 8],
      [2, 7],
    ]);
    const firsts = server.calls.filter((id, index) => server.calls.indexOf(id) === index);
    expect(firsts).toEqual(WORKOUT.map(({ requestId }) => requestId));
  });

  it("sends each step once when nothing goes wrong", async () => {
    const page = open();
    for (const one of WORKOUT) await page.add(one);
    await page.flush();
    expect(server.calls).toEqual(WORKOUT.map(({ requestId }) => requestId));
  });

  it("shows at once what has not been sent", async () => {
    server.offline = true;
    const page = open();
    for (const one of WORKOUT.slice(0, 4)) await page.add(one);
    const shown = page.getState().entries.reduce<SessionDocument | null>(after, null);
    expect(done(shown)).toEqual([
      [1, 8],
      [2, 8],
    ]);
    expect(shown?.session).toMatchObject({ status: "started", title: "Gym" });
  });

  it("keeps what is refused, and sends the sets after it", async () => {
    const page = open();
    await page.add(WORKOUT[0] as (typeof WORKOUT)[number]);
    await page.add(WORKOUT[1] as (typeof WORKOUT)[number]);
    await page.add(
      step("bad", { do: "swap", id: "slot", exercise: { ...SQUAT, id: "gone", equipment: [] } }),
    );
    await page.add(WORKOUT[2] as (typeof WORKOUT)[number]);
    await page.flush();
    expect(done(server.document)).toEqual([[1, 8]]);
    expect(page.getState().entries).toMatchObject([{ requestId: "bad", refusal: { code: "PT404" } }]);
  });
});
