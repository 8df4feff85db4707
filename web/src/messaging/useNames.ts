import { useTranslation } from "react-i18next";
import { useUserId } from "../account/session";
import type { Person, Thread } from "./api";

/** What a person in a thread is called. Somebody without a name, or whose account is gone, is said so. */
export function useNameOf() {
  const { t } = useTranslation();
  return (people: Person[], userId: string | null) => {
    const person = people.find((one) => one.user_id === userId);
    if (!person) return t("messaging:people.gone");
    return person.name || t("messaging:people.unnamed");
  };
}

/** What a thread is called: its title, or the other person. */
export function useTitleOf() {
  const ownId = useUserId();
  const nameOf = useNameOf();
  return ({ title, people }: Pick<Thread, "title" | "people">) =>
    title || nameOf(people, people.find(({ user_id }) => user_id !== ownId)?.user_id ?? null);
}
