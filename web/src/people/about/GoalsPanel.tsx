import { Button, Checkbox, Group, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { browserTimeZone, dayIn } from "../../foundation/calendar";
import { useFormat } from "../../foundation/i18n/useLanguage";
import { QueryPanel } from "../../foundation/Panel";
import { Failure } from "./Failure";
import { useAddGoal, useDropGoal, useGoals, useMarkGoal } from "./queries";

/** What a client wants from the coaching. */
export function GoalsPanel({ clientId }: { clientId: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const goals = useGoals(clientId);
  const mark = useMarkGoal(clientId);
  const drop = useDropGoal(clientId);
  return (
    <QueryPanel title={t("peopleAbout:goals.title")} query={goals} height={212}>
      {(all) => (
        <Stack gap="sm">
          <Failure error={mark.error ?? drop.error} />
          {all.length === 0 && (
            <Text size="sm" c="dimmed">
              {t("peopleAbout:goals.empty")}
            </Text>
          )}
          <Stack component="ul" gap="xs" p={0} m={0} style={{ listStyle: "none" }}>
            {all.map((goal) => (
              <Group
                component="li"
                key={goal.id}
                justify="space-between"
                gap="xs"
                wrap="nowrap"
                align="start"
              >
                <Checkbox
                  label={goal.title}
                  description={
                    goal.reached_on
                      ? t("peopleAbout:goals.reached", { date: format.date(goal.reached_on) })
                      : goal.target_date &&
                        t("peopleAbout:goals.until", { date: format.date(goal.target_date) })
                  }
                  checked={goal.reached_on !== null}
                  disabled={mark.isPending}
                  style={{ overflowWrap: "anywhere" }}
                  onChange={(event) =>
                    mark.mutate({
                      goal,
                      reachedOn: event.currentTarget.checked ? dayIn(browserTimeZone()) : null,
                    })
                  }
                />
                <Button
                  size="xs"
                  variant="default"
                  style={{ flexShrink: 0 }}
                  aria-label={t("peopleAbout:goals.dropName", { title: goal.title })}
                  onClick={() => drop.mutate(goal.id)}
                >
                  {t("peopleAbout:remove")}
                </Button>
              </Group>
            ))}
          </Stack>
          <GoalForm clientId={clientId} />
        </Stack>
      )}
    </QueryPanel>
  );
}

function GoalForm({ clientId }: { clientId: string }) {
  const { t } = useTranslation();
  const [title, setTitle] = useState("");
  const [day, setDay] = useState("");
  const add = useAddGoal(clientId);
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!title.trim()) return;
        add.mutate(
          { title: title.trim(), targetDate: day || null },
          {
            onSuccess: () => {
              setTitle("");
              setDay("");
            },
          },
        );
      }}
    >
      <Stack gap="xs">
        <Failure error={add.error} />
        <Group gap="xs" align="end">
          <TextInput
            label={t("peopleAbout:goals.new")}
            maxLength={200}
            flex="1 1 12rem"
            value={title}
            onChange={(event) => setTitle(event.currentTarget.value)}
          />
          <TextInput
            type="date"
            label={t("peopleAbout:goals.day")}
            value={day}
            onChange={(event) => setDay(event.currentTarget.value)}
          />
          <Button type="submit" variant="default" loading={add.isPending} disabled={!title.trim()}>
            {t("peopleAbout:add")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
