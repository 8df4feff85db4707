// What the browser gets to know about the project: its URL, the publishable key, the public key of web push, and the number that SMS
// come from.

/** @typedef {{ apiUrl: string, publishableKey: string, pushKey?: string, smsFrom?: string }} PublicConfig */

/**
 * @param {Record<string, string | undefined>} env
 * @returns {PublicConfig}
 */
export function publicConfig(env) {
  const apiUrl = env.SUPABASE_URL?.replace(/\/+$/, "");
  const publishableKey = env.SUPABASE_PUBLISHABLE_KEY;
  if (!apiUrl || !publishableKey) throw new Error("Set SUPABASE_URL and SUPABASE_PUBLISHABLE_KEY.");
  if (isSecret(publishableKey)) {
    throw new Error("SUPABASE_PUBLISHABLE_KEY holds a secret key. It would be readable by everybody.");
  }
  return {
    apiUrl,
    publishableKey,
    ...(env.VAPID_PUBLIC_KEY && { pushKey: env.VAPID_PUBLIC_KEY }),
    ...(env.TWILIO_FROM && { smsFrom: env.TWILIO_FROM }),
  };
}

/** @param {string} key */
export function isSecret(key) {
  if (key.startsWith("sb_secret_")) return true;
  try {
    return JSON.parse(Buffer.from(key.split(".")[1] ?? "", "base64url").toString()).role === "service_role";
  } catch {
    return false;
  }
}
