import { Anchor, Group } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { IconFile, IconPhotoOff } from "../icons";
import { isPicture, useMediaLink } from "../media";
import classes from "./Feed.module.css";

export function LogPictures({ paths }: { paths: string[] }) {
  if (paths.length === 0) return null;
  return (
    <Group gap="xs">
      {paths.map((path) => (
        <LogPicture key={path} path={path} />
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
