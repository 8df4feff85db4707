import { Badge } from "@mantine/core";

export type Tone = "good" | "waiting" | "bad" | "quiet";

const COLORS: Record<Tone, string> = { good: "teal", waiting: "blue", bad: "red", quiet: "gray" };

export function StatusBadge({ tone, children }: { tone: Tone; children: string }) {
  return (
    <Badge variant="outline" color={COLORS[tone]} c="var(--mantine-color-text)" tt="none" radius="sm">
      {children}
    </Badge>
  );
}
