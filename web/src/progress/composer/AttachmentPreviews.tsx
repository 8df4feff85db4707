import { CloseButton, Group } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { IconFile } from "../icons";
import type { Attachment } from "./attachments";
import classes from "./Composer.module.css";
import { useObjectUrl } from "./useObjectUrl";

interface AttachmentPreviewsProps {
  attachments: Attachment[];
  remove: (id: string) => void;
}

export function AttachmentPreviews({ attachments, remove }: AttachmentPreviewsProps) {
  if (attachments.length === 0) return null;
  return (
    <Group gap="xs">
      {attachments.map((attachment) => (
        <Preview key={attachment.id} attachment={attachment} remove={() => remove(attachment.id)} />
      ))}
    </Group>
  );
}

function Preview({ attachment, remove }: { attachment: Attachment; remove: () => void }) {
  const { t } = useTranslation();
  return (
    <div className={classes.preview} title={attachment.name}>
      <BlobPicture blob={attachment.blob} name={attachment.name} />
      <CloseButton
        className={classes.remove}
        variant="default"
        size="sm"
        aria-label={t("progress:composer.remove", { name: attachment.name })}
        onClick={remove}
      />
    </div>
  );
}

/** A picture that is on this device only, so far. */
export function BlobPicture({ blob, name }: { blob: Blob; name: string }) {
  const url = useObjectUrl(blob);
  if (!/^image\/(jpeg|png|webp|gif)$/.test(blob.type)) return <IconFile role="img" aria-label={name} />;
  return url ? <img src={url} alt={name} /> : null;
}
