import * as device from "../../../foundation/deviceStore";
import type { WorkoutEntry } from "./workoutOutbox";

export const nameOf = (userId: string) => `wellio-workouts-${userId}`;

/** What an account has done in sessions and the server has not stored, in this browser. */
export function deviceStore(userId: string) {
  return device.deviceStore<WorkoutEntry>(nameOf(userId));
}

/** How many steps of an account wait on this device. */
export async function countUnsent(userId: string): Promise<number> {
  return (await deviceStore(userId).list()).length;
}
