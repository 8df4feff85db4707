import { Alert, Button, Checkbox, Group, Radio, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "../foundation/Dialog";
import { describeError } from "../foundation/describeError";
import { LoadError, LoadingBlock } from "../foundation/Panel";
import { useUnsaved } from "../foundation/unsaved";
import type { Correspondent } from "./api";
import { useCorrespondents, useCreateGroup, useOpenDirect } from "./queries";

interface NewThreadProps {
  /** Whether the account opens threads of several people. */
  mayGather: boolean;
  onOpened: (threadId: string) => void;
  onClose: () => void;
}

/** Chooses whom to write to. */
export default function NewThread({ mayGather, onOpened, onClose }: NewThreadProps) {
  const { t } = useTranslation();
  const people = useCorrespondents();
  return (
    <Dialog title={t("messaging:new.title")} onClose={onClose}>
      {(close) => {
        const done = (threadId: string) => {
          close();
          onOpened(threadId);
        };
        if (!people.data) {
          if (!people.error) return <LoadingBlock height={160} />;
          return (
            <LoadError error={people.error} retry={() => people.refetch()} retrying={people.isFetching} />
          );
        }
        if (people.data.length === 0) return <Text size="sm">{t("messaging:new.nobody")}</Text>;
        return <Choice people={people.data} mayGather={mayGather} onOpened={done} />;
      }}
    </Dialog>
  );
}

type Kind = "direct" | "group" | "announcement";

interface ChoiceProps {
  people: Correspondent[];
  mayGather: boolean;
  onOpened: (threadId: string) => void;
}

function Choice({ people, mayGather, onOpened }: ChoiceProps) {
  const { t } = useTranslation();
  const nameOf = ({ name }: Correspondent) => name || t("messaging:people.unnamed");
  const [kind, setKind] = useState<Kind>("direct");
  const [title, setTitle] = useState("");
  const [chosen, setChosen] = useState<string[]>([]);
  const [id] = useState(() => crypto.randomUUID());
  const direct = useOpenDirect();
  const group = useCreateGroup();
  const error = direct.error ?? group.error;
  useUnsaved(title.trim() !== "" && !group.isSuccess);

  return (
    <Stack gap="sm">
      {mayGather && (
        <Radio.Group
          label={t("messaging:new.kind")}
          value={kind}
          onChange={(value) => setKind(value as Kind)}
        >
          <Stack gap={6} mt={6}>
            {(["direct", "group", "announcement"] as const).map((one) => (
              <Radio key={one} value={one} label={t(`messaging:new.${one}`)} />
            ))}
          </Stack>
        </Radio.Group>
      )}
      {error && (
        <Alert color="red" role="alert">
          {describeError(error, t)}
        </Alert>
      )}
      {kind === "direct" ? (
        <Stack gap={6} component="ul" p={0} m={0} style={{ listStyle: "none" }}>
          {people.map((person) => (
            <li key={person.userId}>
              <Button
                fullWidth
                variant="default"
                justify="flex-start"
                h={44}
                disabled={direct.isPending}
                onClick={() => direct.mutate(person.userId, { onSuccess: onOpened })}
              >
                {nameOf(person)}
              </Button>
            </li>
          ))}
        </Stack>
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            const announcement = kind === "announcement";
            group.mutate({ id, title, userIds: chosen, announcement }, { onSuccess: onOpened });
          }}
        >
          <Stack gap="sm">
            <TextInput
              label={t("messaging:new.groupTitle")}
              maxLength={120}
              required
              value={title}
              onChange={(event) => setTitle(event.currentTarget.value)}
            />
            <Checkbox.Group label={t("messaging:new.people")} value={chosen} onChange={setChosen}>
              <Stack gap={8} mt={6}>
                {people.map((person) => (
                  <Checkbox key={person.userId} value={person.userId} label={nameOf(person)} />
                ))}
              </Stack>
            </Checkbox.Group>
            <Group justify="end">
              <Button type="submit" loading={group.isPending} disabled={!title.trim() || chosen.length === 0}>
                {t("messaging:new.open")}
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Stack>
  );
}
