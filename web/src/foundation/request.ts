/** Why the database refuses something: a stable name, and the values that its words mention. */
export interface Reason {
  name: string;
  args: Record<string, unknown>;
}

/** A failed request. `status` is 0 when there was no answer. */
export class RequestError extends Error {
  override readonly name = "RequestError";
  readonly status: number;
  readonly code: string;
  readonly hint: string | null;
  readonly reason: Reason | null;

  constructor(
    status: number,
    code: string,
    message: string,
    hint: string | null = null,
    reason: Reason | null = null,
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.hint = hint;
    this.reason = reason;
  }

  /** Whether the same request can succeed later. */
  get isTemporary(): boolean {
    return (
      this.status === 0 ||
      this.status === 401 ||
      this.status === 408 ||
      this.status === 429 ||
      this.status >= 500
    );
  }

  get isOffline(): boolean {
    return this.status === 0;
  }
}

interface Answer {
  data: unknown;
  error: { code?: string; message: string; hint?: string | null; details?: string | null } | null;
  status: number;
}

/** The data of a PostgREST answer; throws `RequestError`. */
export async function unwrap<A extends Answer>(
  answer: PromiseLike<A>,
): Promise<Extract<A, { error: null }>["data"]> {
  const { data, error, status } = await answer;
  if (error) {
    const { code = "", message, hint = null, details } = error;
    throw new RequestError(status, code, message, hint, reasonIn(details));
  }
  return data as Extract<A, { error: null }>["data"];
}

/** The details that `private.refuse` sends. Null for other errors, whose details are prose. */
function reasonIn(details: string | null | undefined): Reason | null {
  try {
    const { reason, ...args } = JSON.parse(details ?? "{}") as { reason?: unknown };
    return typeof reason === "string" ? { name: reason, args } : null;
  } catch {
    return null;
  }
}

/** Converts errors of Auth and Storage, which have other shapes. */
export function asRequestError(error: unknown): RequestError {
  if (error instanceof RequestError) return error;
  const { status, statusCode, code, message } = error as Record<string, unknown>;
  // Storage says 400 in the status of a duplicate, and 409 in its statusCode.
  const known = Number(statusCode ?? status);
  return new RequestError(
    Number.isFinite(known) ? known : 0,
    typeof code === "string" ? code : "",
    typeof message === "string" ? message : String(error),
  );
}
