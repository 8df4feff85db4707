import { useSession } from "./session";

export function useSignOut(): () => void {
  const { signOut } = useSession();
  return () => void signOut();
}
