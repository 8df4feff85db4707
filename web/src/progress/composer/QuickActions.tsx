import { Button, Group, Stack } from "@mantine/core";
import { lazy, Suspense, useId } from "react";
import { useTranslation } from "react-i18next";
import type { Day } from "../../foundation/calendar";
import touch from "../../foundation/touch.module.css";
import { IconBarbell, IconMoodSmile, IconMoon, IconSalad, IconScale, IconWalk } from "../icons";
import type { EntryWords } from "./useEntryWords";
import type { WriteLog } from "./useWriteLog";

// Needed only when it is chosen.
const QuickForm = lazy(() => import("./QuickForm"));

const ACTIONS = [
  { kind: "weight", Icon: IconScale },
  { kind: "food", Icon: IconSalad },
  { kind: "mood", Icon: IconMoodSmile },
  { kind: "sleep", Icon: IconMoon },
  { kind: "steps", Icon: IconWalk },
  { kind: "workout", Icon: IconBarbell },
] as const;

export type QuickKind = (typeof ACTIONS)[number]["kind"];

interface QuickActionsProps {
  clientId: string;
  words: EntryWords;
  /** The client's day. */
  today: Day;
  write: WriteLog;
  open: QuickKind | null;
  onOpen: (kind: QuickKind | null) => void;
}

/** One-tap entries. Each becomes a line of text, as if the client had written it. */
export function QuickActions({ clientId, words, today, write, open, onOpen }: QuickActionsProps) {
  const { t } = useTranslation();
  const formId = useId();
  const submit = async (text: string) => {
    await write({ text, source: "quick_action" });
    onOpen(null);
  };
  return (
    <Stack gap="sm">
      <Group gap={6} role="group" aria-label={t("progress:quick.label")}>
        {ACTIONS.map(({ kind, Icon }) => (
          <Button
            key={kind}
            size="compact-sm"
            className={touch.target}
            variant={open === kind ? "filled" : "light"}
            fw={500}
            leftSection={<Icon size={16} aria-hidden />}
            aria-expanded={open === kind}
            aria-controls={formId}
            onClick={() => onOpen(open === kind ? null : kind)}
          >
            {t(`progress:quick.${kind}`)}
          </Button>
        ))}
      </Group>
      <div id={formId} hidden={open === null}>
        {open && (
          <Suspense>
            <QuickForm clientId={clientId} words={words} today={today} kind={open} submit={submit} />
          </Suspense>
        )}
      </div>
    </Stack>
  );
}
