import { Alert, Group, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "../foundation/Dialog";
import { describeError } from "../foundation/describeError";
import type { CoachedClient } from "../foundation/domain";
import { AddTag } from "./AddTag";
import type { Tags } from "./labels";
import { useTagClient, useUntagClient } from "./queries";
import { TagSwitch } from "./TagSwitch";

interface TagsDialogProps {
  client: CoachedClient;
  tags: Tags;
  onClose: () => void;
}

/** Puts tags on a client and takes them off. A tag that was taken off stays in view, to be put back. */
export default function TagsDialog({ client, tags, onClose }: TagsDialogProps) {
  const { t } = useTranslation();
  const tag = useTagClient(client.id);
  const untag = useUntagClient(client.id);
  const labels = tags.get(client.id) ?? [];
  const [inView, setInView] = useState(labels);
  const shown = [...inView, ...labels.filter((label) => !inView.includes(label))];
  const error = tag.error ?? untag.error;

  const put = (label: string) => {
    untag.reset();
    return tag.mutateAsync(label);
  };
  const takeOff = (label: string) => {
    tag.reset();
    setInView(shown);
    return untag.mutateAsync(label);
  };

  return (
    <Dialog title={t("tags:dialog.title", { name: client.name })} onClose={onClose}>
      {() => (
        <Stack gap="sm">
          <Text size="sm" c="dimmed">
            {t("tags:dialog.hint")}
          </Text>
          {error && (
            <Alert color="red" role="alert" title={t("tags:dialog.failed")}>
              {describeError(error, t)}
            </Alert>
          )}
          {shown.length > 0 ? (
            <Group component="ul" gap="xs" p={0} m={0} aria-label={t("tags:dialog.list")}>
              {shown.map((label) => {
                const isOn = labels.includes(label);
                return (
                  <TagSwitch
                    key={label}
                    label={label}
                    isOn={isOn}
                    onSwitch={() => (isOn ? takeOff(label) : put(label))}
                  />
                );
              })}
            </Group>
          ) : (
            <Text size="sm">{t("tags:dialog.empty")}</Text>
          )}
          <AddTag tags={tags} labels={labels} onAdd={put} />
        </Stack>
      )}
    </Dialog>
  );
}
