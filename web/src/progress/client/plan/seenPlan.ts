const key = (userId: string, clientId: string) => `wellio.plan-seen.${userId}.${clientId}`;

/** Which plans this device has shown; null if none yet. */
export function recallPlan(userId: string, clientId: string): string | null {
  return localStorage.getItem(key(userId, clientId));
}

export function rememberPlan(userId: string, clientId: string, plans: string): void {
  localStorage.setItem(key(userId, clientId), plans);
}

export function forgetPlan(userId: string, clientId: string): void {
  localStorage.removeItem(key(userId, clientId));
}
