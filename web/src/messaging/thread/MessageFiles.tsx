import { Anchor } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../foundation/i18n/useLanguage";
import type { Attachment } from "../api";
import { isPicture } from "../attachments";
import { IconFile } from "../icons";
import classes from "../messaging.module.css";
import { useAttachmentLink } from "../queries";

export function MessageFiles({ files }: { files: Attachment[] }) {
  if (files.length === 0) return null;
  return (
    <div className={classes.pictures}>
      {files.map((file) => (
        <MessageFile key={file.path} file={file} />
      ))}
    </div>
  );
}

/** A private file by its signed link; it opens in a tab of its own. */
function MessageFile({ file }: { file: Attachment }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data: link } = useAttachmentLink(file.path);
  const [broken, setBroken] = useState(false);
  const size = t("messaging:size", { value: format.number(file.size_bytes / 1024 / 1024, 1) });
  if (isPicture(file.type) && !broken) {
    return (
      <Anchor href={link ?? undefined} target="_blank" rel="noreferrer" className={classes.picture}>
        {link && (
          <img
            src={link}
            alt={t("messaging:message.picture", { name: file.name })}
            loading="lazy"
            onError={() => setBroken(true)}
          />
        )}
      </Anchor>
    );
  }
  return (
    <Anchor href={link ?? undefined} target="_blank" rel="noreferrer" className={classes.file}>
      <IconFile size={18} aria-hidden />
      {file.name}, {size}
    </Anchor>
  );
}
