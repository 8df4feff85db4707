const KEY = "wellio.joining";

/** Remembers in this tab that somebody has confirmed an invite by signing up or in with it, so that they are not asked again. */
export const joining = {
  begin(code: string): void {
    sessionStorage.setItem(KEY, code);
  },

  /** Whether it was this invite. It is forgotten. */
  end(code: string): boolean {
    const confirmed = sessionStorage.getItem(KEY) === code;
    sessionStorage.removeItem(KEY);
    return confirmed;
  },
};
