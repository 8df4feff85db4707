import { unwrap } from "../../../foundation/request";
import { supabase } from "../../../foundation/supabase";
import type { Named } from "../../exercises";

interface SessionChoice {
  id: string;
  title: string;
  position: number;
  scheduled_on: string | null;
}

export type Question = { text: string } & (
  | { kind: "session"; choices: SessionChoice[] }
  | { kind: "exercise"; said: string; choices: ({ id: string } & Named)[] }
);

export interface Asked {
  logId: string;
  question: Question;
}

/** What must be said about logs of a client before they can fill a workout. */
export async function fetchAsked(clientId: string): Promise<Asked[]> {
  const rows = await unwrap(
    supabase()
      .from("workout_logs")
      .select("log_id, question")
      .eq("client_id", clientId)
      .not("question", "is", null)
      .order("log_id"),
  );
  return rows.map(({ log_id, question }) => ({ logId: log_id, question: question as unknown as Question }));
}

/** Answers with one of the choices, or with none of them. */
export async function answer(logId: string, choice: string | null): Promise<void> {
  await unwrap(supabase().rpc("answer_workout_log", { log_id: logId, ...(choice && { choice }) }));
}
