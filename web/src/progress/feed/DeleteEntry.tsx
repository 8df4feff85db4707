import { ActionIcon } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../foundation/i18n/useLanguage";
import type { Log } from "../api";
import { IconTrash } from "../icons";
import { useDeleteLog, useDeletePicture } from "../queries";
import { LogPictures } from "./LogPictures";

const DeleteQuestion = lazy(() => import("./DeleteQuestion"));

type Author = Log["author_type"];

/** A button that deletes an entry for good, for who wrote it. Says first what goes. */
export function DeleteEntry({ log, viewer }: { log: Log; viewer: Author }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [asking, setAsking] = useState(false);
  const { mutate, isPending, error } = useDeleteLog(log.client_id);
  if (log.author_type !== viewer) return null;
  const values = log.events.filter((event) => event.status !== "rejected").length;
  const goes = [
    t("progress:remove.entry"),
    values > 0 && t("progress:remove.values", { count: values }),
    log.media_urls.length > 0 && t("progress:remove.files", { count: log.media_urls.length }),
  ].filter((words) => words !== false);
  return (
    <>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={t("progress:remove.title")}
        title={t("progress:remove.title")}
        aria-expanded={asking}
        onClick={() => setAsking(!asking)}
      >
        <IconTrash size={16} aria-hidden />
      </ActionIcon>
      {asking && (
        <Suspense>
          <DeleteQuestion
            words={t("progress:remove.question", { what: format.list(goes) })}
            isPending={isPending}
            error={error}
            onDelete={() => mutate(log)}
            onKeep={() => setAsking(false)}
          />
        </Suspense>
      )}
    </>
  );
}

/** The pictures of an entry. Who wrote it deletes them one by one. */
export function EntryPictures({ log, viewer }: { log: Log; viewer: Author }) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<string | null>(null);
  const { mutate, isPending, error } = useDeletePicture(log.client_id);
  const isAll = log.media_urls.length === 1 && !log.raw_text?.trim();
  return (
    <>
      <LogPictures paths={log.media_urls} onDelete={log.author_type === viewer ? setChosen : undefined} />
      {chosen && log.media_urls.includes(chosen) && (
        <Suspense>
          <DeleteQuestion
            words={t(isAll ? "progress:remove.lastPicture" : "progress:remove.picture")}
            isPending={isPending}
            error={error}
            onDelete={() => mutate({ log, path: chosen })}
            onKeep={() => setChosen(null)}
          />
        </Suspense>
      )}
    </>
  );
}
