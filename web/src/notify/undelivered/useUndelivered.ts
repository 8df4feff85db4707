import { useQuery } from "@tanstack/react-query";
import { live } from "../../foundation/realtime/live";
import { fetchUndelivered } from "../api";

/** What could not be sent to the account, or to clients whom it coaches. */
export function useUndelivered() {
  return useQuery({ queryKey: ["notify", "undelivered"], queryFn: fetchUndelivered, ...live(30_000) });
}
