import { Button, Group, NativeSelect, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { describeError } from "../../../foundation/describeError";
import type { PlanTemplate } from "../api";
import { useChangeTemplates, useTemplates } from "../queries";

/** A new plan begins with the targets of a template. Shows nothing where there are none. */
export function TemplateField({ onPick }: { onPick: (template: PlanTemplate) => void }) {
  const { t } = useTranslation();
  const templates = useTemplates().data ?? [];
  const change = useChangeTemplates();
  const [chosen, setChosen] = useState("");
  if (templates.length === 0) return null;
  return (
    <div>
      <Group align="end" gap="xs" wrap="nowrap">
        <NativeSelect
          label={t("progressCoach:plans.fromTemplate")}
          flex={1}
          value={chosen}
          data={[
            { value: "", label: t("progressCoach:plans.noTemplate") },
            ...templates.map(({ id, title }) => ({ value: id, label: title })),
          ]}
          onChange={(event) => {
            const id = event.currentTarget.value;
            setChosen(id);
            const template = templates.find((one) => one.id === id);
            if (template) onPick(template);
          }}
        />
        {chosen && (
          <Button
            variant="default"
            loading={change.isPending}
            onClick={() => change.mutate({ delete: chosen }, { onSuccess: () => setChosen("") })}
          >
            {t("progressCoach:plans.deleteTemplate")}
          </Button>
        )}
      </Group>
      {change.error && (
        <Text size="sm" c="red" role="alert">
          {describeError(change.error, t)}
        </Text>
      )}
    </div>
  );
}
