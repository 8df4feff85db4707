import { Badge, Group } from "@mantine/core";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { isUrgent, type Reason } from "./attention";

export function describeReason(reason: Reason, t: TFunction): string {
  switch (reason.code) {
    case "silent":
    case "reviews":
    case "missing":
      return t(`progressList:reason.${reason.code}`, { count: reason.count });
    default:
      return t(`progressList:reason.${reason.code}`);
  }
}

/** Why somebody needs attention, in words; `none` where they do not. */
export function ReasonBadges({ reasons, none }: { reasons: Reason[]; none: string }) {
  const { t } = useTranslation();
  return (
    <Group gap={6} component="ul" p={0} m={0}>
      {reasons.length === 0 && (
        <Badge
          component="li"
          variant="light"
          color="teal"
          c="var(--mantine-color-text)"
          tt="none"
          radius="sm"
        >
          {none}
        </Badge>
      )}
      {reasons.map((reason) => (
        <Badge
          key={reason.code}
          component="li"
          variant="light"
          color={isUrgent(reason) ? "orange" : "gray"}
          c="var(--mantine-color-text)"
          tt="none"
          radius="sm"
          h="auto"
          styles={{ label: { whiteSpace: "normal" } }}
        >
          {describeReason(reason, t)}
        </Badge>
      ))}
    </Group>
  );
}
