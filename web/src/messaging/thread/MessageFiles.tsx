import { Anchor } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../foundation/i18n/useLanguage";
import type { Attachment } from "../api";
import { isPicture } from "../attachments";
import { IconFile } from "../icons";
import classes from "../messaging.module.css";
import { useAttachmentLink } from "../queries";

interface MessageFilesProps {
  files: Attachment[];
  /** Whether the account has sent them: it sees them before they have been checked. */
  isOwn: boolean;
}

export function MessageFiles({ files, isOwn }: MessageFilesProps) {
  if (files.length === 0) return null;
  return (
    <div className={classes.pictures}>
      {files.map((file) => (
        <MessageFile key={file.path} file={file} isOwn={isOwn} />
      ))}
    </div>
  );
}

/** A private file by its signed link; it opens in a tab of its own. */
function MessageFile({ file, isOwn }: { file: Attachment; isOwn: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const isThere = file.state === "accepted" || (file.state === "unchecked" && isOwn);
  const { data: link } = useAttachmentLink(file.path, isThere);
  const [broken, setBroken] = useState(false);
  const size = t("messaging:size", { value: format.number(file.size_bytes / 1024 / 1024, 1) });
  if (!isThere) {
    const why = file.state === "unchecked" ? "checking" : isOwn ? "refused" : "refusedOther";
    return (
      <span className={classes.file}>
        <IconFile size={18} aria-hidden />
        {t(`messaging:message.${why}`, { name: file.name })}
      </span>
    );
  }
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
