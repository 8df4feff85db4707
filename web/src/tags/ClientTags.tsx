import { Badge, Text, UnstyledButton, VisuallyHidden } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import type { CoachedClient } from "../foundation/domain";
import { IconTag } from "./icons";
import type { Tags } from "./labels";
import classes from "./tags.module.css";

/** The others are counted: a row stays a glance. */
const MOST_CHIPS = 5;

const TagsDialog = lazy(() => import("./TagsDialog"));

interface ClientTagsProps {
  client: CoachedClient;
  tags: Tags;
}

/** The tags of a client. A press opens the dialog in which they are changed. */
export function ClientTags({ client, tags }: ClientTagsProps) {
  const { t } = useTranslation();
  const [changing, setChanging] = useState(false);
  const labels = tags.get(client.id) ?? [];
  return (
    <>
      <UnstyledButton className={classes.tags} aria-haspopup="dialog" onClick={() => setChanging(true)}>
        <IconTag size={16} aria-hidden />
        <VisuallyHidden>{t("tags:row.of", { name: client.name })}</VisuallyHidden>
        {labels.slice(0, MOST_CHIPS).map((label) => (
          <Badge key={label} variant="default" tt="none" fw={500} className={classes.chip}>
            {label}
          </Badge>
        ))}
        {labels.length > MOST_CHIPS && (
          <Text span size="xs" c="dimmed">
            {t("tags:row.more", { number: labels.length - MOST_CHIPS })}
          </Text>
        )}
        {labels.length === 0 && (
          <Text span size="xs" c="dimmed">
            {t("tags:row.add")}
          </Text>
        )}
      </UnstyledButton>
      {changing && (
        <Suspense>
          <TagsDialog client={client} tags={tags} onClose={() => setChanging(false)} />
        </Suspense>
      )}
    </>
  );
}
