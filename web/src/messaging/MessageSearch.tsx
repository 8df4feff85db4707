import { CloseButton, Stack, Text, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useFormat } from "../foundation/i18n/useLanguage";
import { LoadError } from "../foundation/Panel";
import classes from "./messaging.module.css";
import { useSearch } from "./queries";

/** Finds messages by their words. Nothing is shown before something is typed. */
export function MessageSearch() {
  const { t } = useTranslation();
  const format = useFormat();
  const [typed, setTyped] = useState("");
  const [query] = useDebouncedValue(typed.trim(), 300);
  const found = useSearch(query);
  return (
    <Stack gap="xs" mb="sm" role="search">
      <TextInput
        aria-label={t("messaging:search.label")}
        placeholder={t("messaging:search.label")}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        rightSection={
          typed && <CloseButton aria-label={t("messaging:search.clear")} onClick={() => setTyped("")} />
        }
      />
      {query && found.error && (
        <LoadError error={found.error} retry={() => found.refetch()} retrying={found.isFetching} />
      )}
      {query && found.data && (
        <div role="status">
          <Text size="sm" c="dimmed">
            {t("messaging:search.found", { count: found.data.length })}
          </Text>
        </div>
      )}
      {query && found.data && found.data.length > 0 && (
        <ul className={classes.threads}>
          {found.data.map((one) => (
            <li key={one.message_id}>
              <Link to={`/messages?thread=${one.thread_id}`} className={classes.threadLink}>
                <Text size="sm" lineClamp={2}>
                  {one.body}
                </Text>
                <Text size="xs" c="dimmed">
                  {format.dateTime(one.sent_at)}
                </Text>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Stack>
  );
}
