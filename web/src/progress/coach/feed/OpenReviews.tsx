import { Badge } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { ClientSectionProps } from "../../../foundation/domain";
import { useOverview } from "../queries";

/** How many entries of a client wait for a person; nothing where none does. */
export default function OpenReviews({ client }: ClientSectionProps) {
  const { t } = useTranslation();
  const count = useOverview(client.id).data?.open_reviews ?? 0;
  if (count === 0) return null;
  return (
    <Badge
      size="sm"
      color="orange"
      c="var(--mantine-color-text)"
      variant="light"
      ms={6}
      aria-label={t("progressList:reason.reviews", { count })}
    >
      {count}
    </Badge>
  );
}
