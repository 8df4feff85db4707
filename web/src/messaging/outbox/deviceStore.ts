import * as device from "../../foundation/deviceStore";
import type { WaitingMessage } from "./messageOutbox";

export const nameOf = (userId: string) => `wellio-messages-${userId}`;

/** An account's waiting messages in this browser, files included. */
export function deviceStore(userId: string) {
  return device.deviceStore<WaitingMessage>(nameOf(userId));
}

/** How many messages of an account wait on this device. */
export async function countUnsent(userId: string): Promise<number> {
  return (await deviceStore(userId).list()).length;
}
