import type {
  RealtimeClientOptions,
  RealtimeClient as WholeClient,
} from "@supabase/realtime-js/dist/module/index.js";

/**
 * What supabase-js takes for the RealtimeClient of @supabase/realtime-js (see vite.config.ts). It makes one at the start;
 * the library, 15 kB, is loaded when the first topic is joined, after the first screen is there.
 */
export class RealtimeClient {
  readonly #url: string;
  readonly #options: RealtimeClientOptions;
  #whole: Promise<WholeClient> | undefined;

  constructor(url: string, options: RealtimeClientOptions) {
    this.#url = url;
    this.#options = options;
  }

  /** The client of the library. */
  async whole(): Promise<WholeClient> {
    this.#whole ??= import("@supabase/realtime-js/dist/module/index.js").then(
      (library) => new library.RealtimeClient(this.#url, this.#options),
    );
    try {
      return await this.#whole;
    } catch (error) {
      this.#whole = undefined; // it could not be loaded: the next time it may be
      throw error;
    }
  }

  /** Called by supabase-js for each new session. */
  async setAuth(token?: string | null): Promise<void> {
    if (this.#whole) await (await this.#whole).setAuth(token);
  }

  getChannels(): never[] {
    return [];
  }

  removeAllChannels(): Promise<never[]> {
    return Promise.resolve([]);
  }
}
