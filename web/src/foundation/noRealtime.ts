/**
 * Stands in for @supabase/realtime-js in the build (see vite.config.ts): Wellio polls and opens no sockets, so 12 kB of
 * every first load would be wasted. To subscribe to changes, remove the alias.
 */
export class RealtimeClient {
  setAuth(): Promise<void> {
    return Promise.resolve();
  }

  getChannels(): never[] {
    return [];
  }

  removeAllChannels(): Promise<never[]> {
    return Promise.resolve([]);
  }

  channel(): never {
    throw new Error("Realtime is not part of this build");
  }
}
