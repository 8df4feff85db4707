import { Button, Group, Stack, Text, Title } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { IconPlus } from "../../foundation/icons";
import { LoadError, LoadingBlock } from "../../foundation/Panel";
import { usePageTitle } from "../../foundation/usePageTitle";
import { AutomationCard } from "./AutomationCard";
import type { Automation } from "./api";
import { useAutomations } from "./queries";

const AutomationForm = lazy(() => import("./AutomationForm"));

/** The messages that go to a coach's clients by themselves. */
export default function AutomationsPage() {
  const { t } = useTranslation();
  const automations = useAutomations();
  const [open, setOpen] = useState<Automation | "new" | null>(null);
  usePageTitle(t("messagingAutomations:title"));
  return (
    <Stack gap="md">
      <Group justify="space-between">
        <Title order={1} size="h3">
          {t("messagingAutomations:title")}
        </Title>
        <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setOpen("new")}>
          {t("messagingAutomations:add")}
        </Button>
      </Group>
      <Text c="dimmed" size="sm">
        {t("messagingAutomations:hint")}
      </Text>
      {automations.error && (
        <LoadError
          error={automations.error}
          retry={() => automations.refetch()}
          retrying={automations.isFetching}
        />
      )}
      {automations.isPending && <LoadingBlock height={160} />}
      {automations.data?.length === 0 && <Text>{t("messagingAutomations:empty")}</Text>}
      {automations.data?.map((one) => (
        <AutomationCard key={one.id} automation={one} onEdit={() => setOpen(one)} />
      ))}
      {open && (
        <Suspense>
          <AutomationForm automation={open === "new" ? null : open} onClose={() => setOpen(null)} />
        </Suspense>
      )}
    </Stack>
  );
}
