import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useMe } from "../../../account/queries";
import { describeError } from "../../../foundation/describeError";
import { useFormat } from "../../../foundation/i18n/useLanguage";
import { live } from "../../../foundation/realtime/live";
import { useName } from "../../exercises";
import { keys } from "../keys";
import { answer, fetchAsked, type Question } from "./api";

/** Asks a client which workout or exercise one of their logs meant. */
export default function WorkoutQuestion() {
  const { data: me } = useMe();
  return me?.client && me.role === "client" ? <OfClient clientId={me.client.id} /> : null;
}

function OfClient({ clientId }: { clientId: string }) {
  const { t } = useTranslation();
  const name = useChoiceName();
  const queryClient = useQueryClient();
  const asked = useQuery({
    queryKey: keys.asked(clientId),
    queryFn: () => fetchAsked(clientId),
    ...live(60_000),
  });
  const say = useMutation({
    mutationFn: ({ logId, choice }: { logId: string; choice: string | null }) => answer(logId, choice),
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.all(clientId) }),
  });
  const [first] = asked.data ?? [];
  if (!first) return null;
  const { logId, question } = first;
  const { text } = question;
  return (
    <Alert color="orange" role="status" mb="md">
      <Stack gap="xs">
        <Text size="sm">
          {question.kind === "session"
            ? t("trainingTold:session", { text })
            : t("trainingTold:exercise", { text, said: question.said })}
        </Text>
        <Group gap="xs">
          {question.choices.map((choice) => (
            <Button
              key={choice.id}
              variant="default"
              disabled={say.isPending}
              onClick={() => say.mutate({ logId, choice: choice.id })}
            >
              {name(choice)}
            </Button>
          ))}
          <Button
            variant="subtle"
            disabled={say.isPending}
            onClick={() => say.mutate({ logId, choice: null })}
          >
            {t("trainingTold:none")}
          </Button>
        </Group>
        {say.error && (
          <Text size="sm" role="alert">
            {describeError(say.error, t)}
          </Text>
        )}
      </Stack>
    </Alert>
  );
}

function useChoiceName(): (choice: Question["choices"][number]) => string {
  const { t } = useTranslation();
  const format = useFormat();
  const name = useName();
  return (choice) => {
    if ("name_en" in choice) return name(choice);
    const title = choice.title || t("trainingTold:day", { day: choice.position });
    return choice.scheduled_on ? `${title}, ${format.day(choice.scheduled_on)}` : title;
  };
}
