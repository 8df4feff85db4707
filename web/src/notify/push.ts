import { loadConfig } from "../foundation/config";

/** What this browser can do about push, and has done. */
export type PushState = "impossible" | "denied" | "off" | "on";

const isPossible = () => "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;

async function subscription(): Promise<PushSubscription | null> {
  const worker = await navigator.serviceWorker.getRegistration();
  return (await worker?.pushManager.getSubscription()) ?? null;
}

/** `endpoints`: the browsers that get the account's notifications. */
export async function pushState(endpoints: string[]): Promise<PushState> {
  if (!isPossible() || !(await loadConfig()).pushKey) return "impossible";
  if (Notification.permission === "denied") return "denied";
  const mine = await subscription();
  return mine && endpoints.includes(mine.endpoint) ? "on" : "off";
}

/** Asks the person, then the push service. Null: the person said no. Called on a press, or browsers ask nothing. */
export async function subscribe(): Promise<PushSubscriptionJSON | null> {
  if ((await Notification.requestPermission()) !== "granted") return null;
  const { pushKey } = await loadConfig();
  if (!pushKey) return null;
  const worker = await navigator.serviceWorker.register("/worker.js");
  await navigator.serviceWorker.ready;
  const known = await worker.pushManager.getSubscription();
  const made = await (known ??
    worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: pushKey }));
  return made.toJSON();
}

/** Returns the endpoint that is no more. */
export async function unsubscribeBrowser(): Promise<string | null> {
  const mine = await subscription();
  await mine?.unsubscribe();
  return mine?.endpoint ?? null;
}
