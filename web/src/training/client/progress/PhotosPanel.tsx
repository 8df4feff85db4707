import {
  Button,
  FileButton,
  Group,
  Image,
  NativeSelect,
  SimpleGrid,
  Stack,
  Switch,
  Text,
  TextInput,
} from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Day } from "../../../foundation/calendar";
import { useFormat } from "../../../foundation/i18n/useLanguage";
import { QueryPanel } from "../../../foundation/Panel";
import { shrinkPhoto } from "../../../foundation/shrinkPhoto";
import { Failure } from "../../../people/about/Failure";
import { type Photo, POSES, type Pose } from "../api";
import { useAddPhoto, useDeletePhoto, usePhotoLinks, usePhotos, useSharePhoto } from "../queries";

interface PhotosPanelProps {
  clientId: string;
  today: Day;
  /** The client themself, who may add, share and delete. Others see what is shared. */
  isOwn?: boolean;
}

/** Two photos of one pose side by side. */
export function PhotosPanel({ clientId, today, isOwn = false }: PhotosPanelProps) {
  const { t } = useTranslation();
  const photos = usePhotos(clientId);
  const [pose, setPose] = useState<Pose>("front");
  return (
    <QueryPanel title={t("trainingClient:photos.title")} query={photos} height={120}>
      {(all) => {
        const shown = all.filter((photo) => photo.pose === pose);
        return (
          <Stack gap="sm">
            <Text size="sm" c="dimmed">
              {t(isOwn ? "trainingClient:photos.private" : "trainingClient:photos.shared")}
            </Text>
            <NativeSelect
              label={t("trainingClient:photos.pose")}
              value={pose}
              onChange={(event) => setPose(event.currentTarget.value as Pose)}
              data={POSES.map((value) => ({ value, label: t(`trainingClient:photos.${value}`) }))}
            />
            {isOwn && <AddPhoto clientId={clientId} pose={pose} today={today} />}
            {shown.length === 0 ? (
              <Text size="sm" c="dimmed">
                {t("trainingClient:photos.empty")}
              </Text>
            ) : (
              <SideBySide key={pose} clientId={clientId} photos={shown} isOwn={isOwn} />
            )}
          </Stack>
        );
      }}
    </QueryPanel>
  );
}

function AddPhoto({ clientId, pose, today }: { clientId: string; pose: Pose; today: Day }) {
  const { t } = useTranslation();
  const [takenOn, setTakenOn] = useState(today);
  const add = useAddPhoto(clientId);
  const onFile = async (file: File | null) => {
    if (!file) return;
    add.mutate({ id: crypto.randomUUID(), pose, takenOn: takenOn || today, blob: await shrinkPhoto(file) });
  };
  return (
    <>
      <Failure error={add.error} />
      <Group gap="xs" align="end">
        <TextInput
          type="date"
          label={t("trainingClient:day")}
          max={today}
          value={takenOn}
          onChange={(event) => setTakenOn(event.currentTarget.value)}
        />
        <FileButton accept="image/jpeg,image/png,image/webp" onChange={(file) => void onFile(file)}>
          {(props) => (
            <Button {...props} loading={add.isPending}>
              {t("trainingClient:photos.add")}
            </Button>
          )}
        </FileButton>
      </Group>
    </>
  );
}

/** `photos` of one pose, the newest first. */
function SideBySide({ clientId, photos, isOwn }: { clientId: string; photos: Photo[]; isOwn: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [left, setLeft] = useState<string | null>(null);
  const [right, setRight] = useState<string | null>(null);
  const find = (id: string | null) => photos.find((photo) => photo.id === id);
  const first = find(left) ?? photos.at(-1);
  const second = find(right) ?? photos[0];
  const links = usePhotoLinks(
    clientId,
    photos.map(({ path }) => path),
  );
  const columns = [
    { key: "before", photo: first, choose: setLeft },
    { key: "after", photo: second, choose: setRight },
  ] as const;
  return (
    <SimpleGrid cols={photos.length > 1 ? 2 : 1} spacing="xs">
      {columns.slice(0, photos.length).map(
        ({ key, photo, choose }) =>
          photo && (
            <Stack key={key} gap="xs" align="stretch">
              <NativeSelect
                aria-label={t(`trainingClient:photos.${key}`)}
                value={photo.id}
                onChange={(event) => choose(event.currentTarget.value)}
                data={photos.map(({ id, taken_on }) => ({ value: id, label: format.date(taken_on) }))}
              />
              <Image
                src={links.data?.[photo.path]}
                alt={t("trainingClient:photos.alt", {
                  pose: t(`trainingClient:photos.${photo.pose}`),
                  day: format.date(photo.taken_on),
                })}
                h={260}
                fit="contain"
                radius="sm"
              />
              {isOwn && <OwnPhoto clientId={clientId} photo={photo} />}
            </Stack>
          ),
      )}
    </SimpleGrid>
  );
}

function OwnPhoto({ clientId, photo }: { clientId: string; photo: Photo }) {
  const { t } = useTranslation();
  const [isAsking, setAsking] = useState(false);
  const share = useSharePhoto(clientId);
  const remove = useDeletePhoto(clientId);
  return (
    <Stack gap="xs">
      <Failure error={share.error ?? remove.error} />
      <Switch
        size="md"
        label={t("trainingClient:photos.share")}
        checked={photo.shared_with_coach}
        disabled={share.isPending}
        onChange={(event) => share.mutate({ photo, shared: event.currentTarget.checked })}
      />
      {isAsking ? (
        <Group gap="xs">
          <Button size="xs" color="red" loading={remove.isPending} onClick={() => remove.mutate(photo)}>
            {t("app:delete")}
          </Button>
          <Button size="xs" variant="default" autoFocus onClick={() => setAsking(false)}>
            {t("app:cancel")}
          </Button>
        </Group>
      ) : (
        <Button size="xs" variant="subtle" onClick={() => setAsking(true)}>
          {t("app:delete")}
        </Button>
      )}
    </Stack>
  );
}
