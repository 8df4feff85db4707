import { Badge, Group } from "@mantine/core";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { daysBetween } from "../../../foundation/calendar";
import type { Format } from "../../../foundation/i18n/format";
import { useFormat } from "../../../foundation/i18n/useLanguage";
import { isUrgent, type Reason } from "./attention";
import classes from "./ReasonBadges.module.css";

const NAMED_DAYS = 3;

export function describeReason(reason: Reason, t: TFunction, format: Format): string {
  switch (reason.code) {
    case "silent":
    case "unwritten":
    case "over":
    case "under": {
      const { from, to } = reason.run;
      return t(`progressList:reason.${reason.code}`, {
        count: daysBetween(from, to) + 1,
        days: format.shortDays(from, to),
      });
    }
    case "reviews":
      return t("progressList:reason.reviews", { count: reason.count });
    case "doubtful":
    case "missing": {
      const words = t(`progressList:reason.${reason.code}`, { count: reason.days.length });
      return reason.days.length > NAMED_DAYS
        ? words
        : t("progressList:reason.on", { words, days: format.list(reason.days.map(format.shortDay)) });
    }
    case "off":
      return t("progressList:reason.off", { days: reason.days, count: reason.scored });
    default:
      return t(`progressList:reason.${reason.code}`);
  }
}

interface ReasonBadgesProps {
  reasons: Reason[];
  /** Said where there is no reason; without it nothing is. */
  none?: string;
  /** Makes the badge of entries to review a link to them. */
  clientId?: string;
}

/** Why a client needs attention, in words. */
export function ReasonBadges({ reasons, none, clientId }: ReasonBadgesProps) {
  const { t } = useTranslation();
  const format = useFormat();
  if (reasons.length === 0 && !none) return null;
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
          styles={{ root: { overflow: "visible" }, label: { whiteSpace: "normal", overflow: "visible" } }}
        >
          {clientId && reason.code === "reviews" ? (
            <Link to={`/inbox?show=reviews&client=${clientId}`} className={classes.link}>
              {describeReason(reason, t, format)}
            </Link>
          ) : (
            describeReason(reason, t, format)
          )}
        </Badge>
      ))}
    </Group>
  );
}
