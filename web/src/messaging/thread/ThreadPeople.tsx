import { Alert, Button, Group, NativeSelect, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useUserId } from "../../account/session";
import { Dialog } from "../../foundation/Dialog";
import { describeError } from "../../foundation/describeError";
import type { Thread } from "../api";
import { useAddParticipant, useCorrespondents, useRemoveParticipant } from "../queries";

/** Who takes part in a thread. Its owner adds and removes people, everybody else can leave. */
export default function ThreadPeople({ thread, onClose }: { thread: Thread; onClose: () => void }) {
  const { t } = useTranslation();
  const ownId = useUserId();
  const isOwner = thread.role === "owner";
  const present = thread.people.filter(({ left }) => !left);
  const correspondents = useCorrespondents(isOwner);
  const others = (correspondents.data ?? []).filter(
    ({ userId }) => !present.some(({ user_id }) => user_id === userId),
  );
  const add = useAddParticipant(thread.thread_id);
  const remove = useRemoveParticipant(thread.thread_id);
  const [chosen, setChosen] = useState("");
  const error = add.error ?? remove.error;

  return (
    <Dialog title={t("messaging:people.title")} onClose={onClose}>
      {() => (
        <Stack gap="sm">
          {error && (
            <Alert color="red" role="alert">
              {describeError(error, t)}
            </Alert>
          )}
          <Stack component="ul" gap={6} p={0} m={0} style={{ listStyle: "none" }}>
            {present.map(({ user_id, name, role }) => (
              <Group key={user_id} component="li" justify="space-between" wrap="nowrap">
                <Text>
                  {name || t("messaging:people.unnamed")}
                  {role === "owner" && (
                    <Text span c="dimmed" size="sm">
                      {" "}
                      {t("messaging:people.owner")}
                    </Text>
                  )}
                </Text>
                {role !== "owner" && (isOwner || user_id === ownId) && (
                  <Button
                    size="compact-sm"
                    variant="default"
                    loading={remove.isPending && remove.variables === user_id}
                    onClick={() => remove.mutate(user_id)}
                  >
                    {user_id === ownId ? t("messaging:people.leave") : t("messaging:people.remove", { name })}
                  </Button>
                )}
              </Group>
            ))}
          </Stack>
          {isOwner && others.length > 0 && (
            <form
              onSubmit={(event) => {
                event.preventDefault();
                if (chosen) add.mutate(chosen, { onSuccess: () => setChosen("") });
              }}
            >
              <Group gap="xs" align="end" wrap="nowrap">
                <NativeSelect
                  flex={1}
                  label={t("messaging:people.add")}
                  description={t("messaging:people.addHint")}
                  value={chosen}
                  onChange={(event) => setChosen(event.currentTarget.value)}
                  data={[
                    { value: "", label: "" },
                    ...others.map(({ userId, name }) => ({
                      value: userId,
                      label: name || t("messaging:people.unnamed"),
                    })),
                  ]}
                />
                <Button type="submit" disabled={!chosen} loading={add.isPending}>
                  {t("messaging:people.addButton")}
                </Button>
              </Group>
            </form>
          )}
        </Stack>
      )}
    </Dialog>
  );
}
