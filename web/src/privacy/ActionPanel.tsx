import { Button, Stack, Text } from "@mantine/core";
import { type ComponentProps, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { Panel } from "../foundation/Panel";
import { ConfirmDialog } from "./ConfirmDialog";

interface ActionPanelProps
  extends Omit<ComponentProps<typeof ConfirmDialog>, "onClose" | "title" | "submit"> {
  /** Of the panel and of the dialog. */
  title: string;
  hint: string;
  /** On the buttons of both. */
  submit: string;
  /** Why it cannot be done now. */
  obstacle?: string | false;
}

/** One thing that can be done, what it means, and a dialog that asks once more. */
export function ActionPanel({ title, hint, submit, obstacle, ...dialog }: ActionPanelProps) {
  const { t } = useTranslation();
  const obstacleId = useId();
  const [asking, setAsking] = useState(false);
  return (
    <Panel title={title}>
      <Stack gap="sm" align="start">
        <Text size="sm">{hint}</Text>
        {obstacle && (
          <Text size="sm" c="dimmed" id={obstacleId}>
            {t("privacy:notNow")} {obstacle}
          </Text>
        )}
        <Button
          variant="outline"
          color="red"
          disabled={Boolean(obstacle)}
          aria-describedby={obstacle ? obstacleId : undefined}
          onClick={() => setAsking(true)}
        >
          {submit}
        </Button>
      </Stack>
      {asking && <ConfirmDialog {...dialog} title={title} submit={submit} onClose={() => setAsking(false)} />}
    </Panel>
  );
}
