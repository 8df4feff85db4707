import { Button, Group, Stack, Text } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Day } from "../../../foundation/calendar";
import { useFormat } from "../../../foundation/i18n/useLanguage";
import { QueryPanel } from "../../../foundation/Panel";
import { Failure } from "../../../people/about/Failure";
import { useDeleteMetric, useMetrics } from "../queries";
import { clock } from "../session/restTimer";
import { isUnit } from "./units";
import { ValueLine } from "./ValueLine";

const MetricForm = lazy(() => import("./MetricForm"));

interface MetricsPanelProps {
  clientId: string;
  today: Day;
  isOwn?: boolean;
}

/** What is measured now and then: a 5 km time, a plank. Each with its line. */
export function MetricsPanel({ clientId, today, isOwn = false }: MetricsPanelProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const metrics = useMetrics(clientId);
  const remove = useDeleteMetric(clientId);
  const [isAdding, setAdding] = useState(false);
  const inWords = (value: number, unit: string) => {
    if (unit === "s") return clock(Math.round(value));
    return [format.number(value, 2), isUnit(unit) ? t(`trainingClient:metrics.unit.${unit}`) : unit].join(
      " ",
    );
  };
  return (
    <QueryPanel
      title={t("trainingClient:metrics.title")}
      query={metrics}
      height={96}
      action={
        isOwn && (
          <Button size="xs" variant="default" onClick={() => setAdding(!isAdding)} aria-expanded={isAdding}>
            {t("trainingClient:add")}
          </Button>
        )
      }
    >
      {(all) => {
        const names = [...new Set(all.map(({ metric }) => metric))];
        return (
          <Stack gap="md">
            {isAdding && (
              <Suspense>
                <MetricForm clientId={clientId} today={today} known={all} onDone={() => setAdding(false)} />
              </Suspense>
            )}
            <Failure error={remove.error} />
            {all.length === 0 && (
              <Text size="sm" c="dimmed">
                {t("trainingClient:metrics.empty")}
              </Text>
            )}
            {names.map((name) => {
              const of = all.filter(({ metric }) => metric === name);
              const last = of.at(-1);
              if (!last) return null;
              return (
                <Stack key={name} gap={4}>
                  <Group justify="space-between" wrap="nowrap">
                    <Text size="sm" fw={600}>
                      {name}
                    </Text>
                    <Text size="sm">
                      {inWords(last.value, last.unit)}{" "}
                      <Text span c="dimmed" size="xs">
                        {format.shortDay(last.measured_on)}
                      </Text>
                    </Text>
                  </Group>
                  {of.length > 1 && (
                    <ValueLine
                      name={name}
                      points={of.map(({ id, measured_on, value }) => ({ key: id, day: measured_on, value }))}
                      inWords={(value) => inWords(value, last.unit)}
                    />
                  )}
                  {isOwn && (
                    <Button
                      size="xs"
                      variant="subtle"
                      aria-label={t("trainingClient:metrics.removeLast", { name })}
                      onClick={() => remove.mutate(last.id)}
                    >
                      {t("trainingClient:metrics.remove")}
                    </Button>
                  )}
                </Stack>
              );
            })}
          </Stack>
        );
      }}
    </QueryPanel>
  );
}
