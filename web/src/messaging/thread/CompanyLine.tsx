import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../foundation/i18n/useLanguage";
import type { Person } from "../api";
import classes from "../messaging.module.css";
import { useNameOf } from "../useNames";
import type { Company } from "./useCompany";

/** Says who writes, or else who is there. Its place is kept while nobody is. */
export function CompanyLine({ company: { here, writing }, people }: { company: Company; people: Person[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const nameOf = useNameOf();
  const namesOf = (ids: string[]) =>
    people.filter((one) => ids.includes(one.user_id) && !one.left).map((one) => nameOf(people, one.user_id));
  const [writers, present] = [namesOf(writing), namesOf(here)];
  return (
    <Text size="xs" c="dimmed" className={classes.company} truncate>
      {writers.length > 0
        ? t("messaging:company.writing", { names: format.list(writers) })
        : present.length > 0 && t("messaging:company.here", { names: format.list(present) })}
    </Text>
  );
}
