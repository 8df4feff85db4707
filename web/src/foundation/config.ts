/** Where this build runs. Served beside it as /config.json. */
export interface Config {
  apiUrl: string;
  publishableKey: string;
  /** The public key of web push (VAPID). Absent: push is not configured. */
  pushKey?: string;
  /** The number that SMS come from. Absent: SMS are not configured. */
  smsFrom?: string;
}

export async function loadConfig(): Promise<Config> {
  const response = await fetch("/config.json", { credentials: "same-origin" });
  if (!response.ok) throw new Error(`config.json: ${response.status}`);
  const config: unknown = await response.json();
  if (!isConfig(config)) throw new Error("config.json lacks apiUrl or publishableKey");
  return config;
}

function isConfig(value: unknown): value is Config {
  const config = value as Partial<Config> | null;
  return typeof config?.apiUrl === "string" && typeof config.publishableKey === "string";
}
