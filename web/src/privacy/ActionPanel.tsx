import { Button, Stack, Text } from "@mantine/core";
import { type ComponentProps, useState } from "react";
import { useTranslation } from "react-i18next";
import { Panel } from "../app/Panel";
import { ConfirmDialog } from "./ConfirmDialog";

interface ActionPanelProps
  extends Omit<ComponentProps<typeof ConfirmDialog>, "onClose" | "title" | "submit"> {
  /** Title of the panel and of the dialog; the button says the same. */
  title: string;
  hint: string;
  submit: string;
  /** Why it cannot be done now. */
  obstacle?: string | false;
}

/** One thing that can be done, what it means, and a dialog that asks once more. */
export function ActionPanel({ title, hint, submit, obstacle, ...dialog }: ActionPanelProps) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  return (
    <Panel title={title}>
      <Stack gap="sm" align="start">
        <Text size="sm">{hint}</Text>
        {obstacle && (
          <Text size="sm" c="dimmed">
            {t("privacy.notNow")} {obstacle}
          </Text>
        )}
        <Button variant="outline" color="red" disabled={Boolean(obstacle)} onClick={() => setAsking(true)}>
          {submit}
        </Button>
      </Stack>
      {asking && <ConfirmDialog {...dialog} title={title} submit={submit} onClose={() => setAsking(false)} />}
    </Panel>
  );
}
