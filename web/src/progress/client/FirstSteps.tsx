import { Button, Group, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { QuickKind } from "../composer/QuickActions";

const FIRST = ["weight", "food", "mood"] as const satisfies readonly QuickKind[];

/** The diary before its first entry: what to do next, with buttons that do it. */
export function FirstSteps({ onPick }: { onPick: (kind: QuickKind) => void }) {
  const { t } = useTranslation();
  return (
    <Stack align="center" gap="sm" py="xl">
      <Text fw={600}>{t("progress:feed.emptyTitle")}</Text>
      <Text c="dimmed" ta="center" maw={380}>
        {t("progress:feed.empty")}
      </Text>
      <Group gap="xs" justify="center">
        {FIRST.map((kind) => (
          <Button key={kind} variant="light" onClick={() => onPick(kind)}>
            {t(`progress:feed.first.${kind}`)}
          </Button>
        ))}
      </Group>
    </Stack>
  );
}
