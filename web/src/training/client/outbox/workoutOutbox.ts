import { exclusively } from "../../../foundation/deviceStore";
import { Outbox, type OutboxStore, type Waiting } from "../../../foundation/outbox";
import { sendStep } from "../api";
import type { Step } from "../session/document";
import { deviceStore, nameOf } from "./deviceStore";

/** A step of a session that waits for being sent. */
export interface WorkoutEntry extends Waiting, Step {}

export type WorkoutOutbox = Outbox<WorkoutEntry, WorkoutEntry>;

interface Options {
  store: OutboxStore<WorkoutEntry>;
  send: (step: WorkoutEntry) => Promise<void>;
  onStored: (step: WorkoutEntry) => void;
  exclusively?: (work: () => Promise<void>) => Promise<void>;
}

/** Steps are sent one by one and in order, because each builds on those before it. */
export function workoutOutbox({ send, ...options }: Options): WorkoutOutbox {
  return new Outbox({
    ...options,
    about: ({ sessionId }) => sessionId,
    send: async (step) => {
      await send(step);
      return step;
    },
  });
}

interface Running {
  userId: string;
  outbox: WorkoutOutbox;
  /** Called with a step that has been sent. */
  sent: Set<(step: WorkoutEntry) => void>;
}

let running: Running | null = null;

/** The outbox of the signed-in account. There is one, so that leaving the screen stops nothing. */
export function outboxOf(userId: string): Running {
  if (running?.userId === userId) return running;
  running?.outbox.close();
  const sent = new Set<(step: WorkoutEntry) => void>();
  const outbox = workoutOutbox({
    store: deviceStore(userId),
    send: sendStep,
    onStored: (step) => {
      for (const tell of sent) tell(step);
    },
    exclusively: (work) => exclusively(nameOf(userId), work),
  });
  running = { userId, outbox, sent };
  const flush = () => {
    if (document.visibilityState === "visible") void outbox.flush(); // does nothing once it is closed
  };
  window.addEventListener("online", flush);
  document.addEventListener("visibilitychange", flush);
  outbox.open();
  return running;
}
