import { Alert, Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useTranslation } from "react-i18next";
import { browserTimeZone } from "../../foundation/calendar";
import { describeError } from "../../foundation/describeError";
import type { Settings } from "../api";
import { useSetQuietHours } from "../queries";

interface QuietHoursProps {
  hours: Settings["hours"];
  /** Of the client that the account is. */
  timezone: string | undefined;
}

/** When nothing that is not urgent comes from outside the app. */
export function QuietHours({ hours, timezone }: QuietHoursProps) {
  const { t } = useTranslation();
  const set = useSetQuietHours();
  const zone = hours?.timezone ?? timezone ?? browserTimeZone();
  const form = useForm({
    initialValues: {
      from: hours?.quiet_from.slice(0, 5) ?? "22:00",
      until: hours?.quiet_until.slice(0, 5) ?? "07:00",
    },
  });
  return (
    <form onSubmit={form.onSubmit(({ from, until }) => set.mutate({ timezone: zone, from, until }))}>
      <Stack gap="sm">
        <Text size="sm">{hours ? t("notify:quiet.on", { zone }) : t("notify:quiet.off", { zone })}</Text>
        {set.error && (
          <Alert color="red" role="alert">
            {describeError(set.error, t)}
          </Alert>
        )}
        <Group gap="sm">
          <TextInput type="time" required label={t("notify:quiet.from")} {...form.getInputProps("from")} />
          <TextInput type="time" required label={t("notify:quiet.until")} {...form.getInputProps("until")} />
        </Group>
        <Group gap="xs">
          <Button type="submit" loading={set.isPending}>
            {t("notify:quiet.save")}
          </Button>
          {hours && (
            <Button variant="default" disabled={set.isPending} onClick={() => set.mutate({ timezone: zone })}>
              {t("notify:quiet.none")}
            </Button>
          )}
        </Group>
      </Stack>
    </form>
  );
}
