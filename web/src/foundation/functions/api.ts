import { askAgainWhenUnauthorized, connected, supabase } from "../supabase";

type Answer =
  | { data: unknown; error: null; status: number }
  | { data: null; error: { code?: string; message: string; details?: string }; status: number };

/** Calls a cloud function as the account that is signed in. `unwrap` reads its answer as one of the database. */
export async function callFunction(name: string, body: object): Promise<Answer> {
  const { data } = await supabase().auth.getSession();
  const { apiUrl, publishableKey } = connected();
  try {
    const answer = await askAgainWhenUnauthorized(`${apiUrl}/functions/v1/${name}`, {
      method: "POST",
      headers: {
        apikey: publishableKey,
        Authorization: `Bearer ${data.session?.access_token ?? publishableKey}`,
        "Content-Type": "application/json",
      },
      body: JSON.stringify(body),
    });
    const { status } = answer;
    const said = await answer.json().catch(() => ({ message: answer.statusText }));
    return answer.ok ? { data: said, error: null, status } : { data: null, error: said, status };
  } catch (error) {
    return { data: null, error: { message: String(error) }, status: 0 };
  }
}
