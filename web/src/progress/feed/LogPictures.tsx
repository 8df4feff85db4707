import { ActionIcon, Anchor, Group } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { IconFile, IconPhotoOff, IconX } from "../icons";
import { isPicture, useMediaLink } from "../media";
import classes from "./Feed.module.css";

interface LogPicturesProps {
  paths: string[];
  /** Shows a button on each that deletes it. */
  onDelete?: (path: string) => void;
}

export function LogPictures({ paths, onDelete }: LogPicturesProps) {
  const { t } = useTranslation();
  if (paths.length === 0) return null;
  return (
    <Group gap="xs">
      {paths.map((path) => (
        <div key={path} className={classes.pictureWithDelete}>
          <LogPicture path={path} />
          {onDelete && (
            <ActionIcon
              size={26}
              variant="subtle"
              color="gray"
              aria-label={t("progress:remove.pictureTitle")}
              title={t("progress:remove.pictureTitle")}
              onClick={() => onDelete(path)}
            >
              <IconX size={14} aria-hidden />
            </ActionIcon>
          )}
        </div>
      ))}
    </Group>
  );
}

/** A private picture by its signed link; the full size opens in a tab of its own. */
function LogPicture({ path }: { path: string }) {
  const { t } = useTranslation();
  const { data: link, isPending } = useMediaLink(path);
  const [broken, setBroken] = useState(false);
  if (isPending) return <div className={classes.picture} />;
  if (!link) {
    return (
      <div className={classes.picture}>
        <IconPhotoOff role="img" aria-label={t("progress:feed.file")} />
      </div>
    );
  }
  return (
    <Anchor href={link} target="_blank" rel="noreferrer" className={classes.picture}>
      {isPicture(path) && !broken ? (
        <img
          src={link}
          alt={t("progress:feed.openPhoto")}
          width={96}
          height={96}
          loading="lazy"
          onError={() => setBroken(true)}
        />
      ) : (
        <IconFile role="img" aria-label={t("progress:feed.file")} />
      )}
    </Anchor>
  );
}
