import { Button, Group, Stack } from "@mantine/core";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { IconBarbell, IconMoodSmile, IconMoon, IconScale, IconWalk } from "../icons";
import { QuickMood } from "./QuickMood";
import { QuickNumber } from "./QuickNumber";
import { QuickWorkout } from "./QuickWorkout";
import { useWriteLog } from "./useWriteLog";

const ACTIONS = [
  { kind: "weight", Icon: IconScale },
  { kind: "mood", Icon: IconMoodSmile },
  { kind: "sleep", Icon: IconMoon },
  { kind: "steps", Icon: IconWalk },
  { kind: "workout", Icon: IconBarbell },
] as const;

type Kind = (typeof ACTIONS)[number]["kind"];

/** One-tap entries. Each becomes a line of text, as if the client had written it. */
export function QuickActions({ clientId, at }: { clientId: string; at?: string | undefined }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<Kind | null>(null);
  const formId = useId();
  const write = useWriteLog(clientId, at);
  const submit = async (text: string) => {
    await write({ text, source: "quick_action" });
    setOpen(null);
  };
  return (
    <Stack gap="sm">
      <Group gap={6} role="group" aria-label={t("progress:quick.label")}>
        {ACTIONS.map(({ kind, Icon }) => (
          <Button
            key={kind}
            size="compact-sm"
            variant={open === kind ? "filled" : "light"}
            fw={500}
            leftSection={<Icon size={16} aria-hidden />}
            aria-expanded={open === kind}
            aria-controls={formId}
            onClick={() => setOpen(open === kind ? null : kind)}
          >
            {t(`progress:quick.${kind}`)}
          </Button>
        ))}
      </Group>
      <div id={formId} hidden={open === null}>
        {open === "mood" && <QuickMood submit={submit} />}
        {open === "workout" && <QuickWorkout submit={submit} />}
        {(open === "weight" || open === "sleep" || open === "steps") && (
          <QuickNumber key={open} clientId={clientId} kind={open} submit={submit} />
        )}
      </div>
    </Stack>
  );
}
