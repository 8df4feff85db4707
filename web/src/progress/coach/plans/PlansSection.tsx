import { Button, Stack } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ClientSectionProps } from "../../../foundation/domain";
import { IconPlus } from "../../../foundation/icons";
import { QueryPanel } from "../../../foundation/Panel";
import { useToday } from "../../useToday";
import { usePlans } from "../queries";
import { PlanCard } from "./PlanCard";
import type { PlanTask } from "./PlanTaskModal";
import { inOrder } from "./planStates";

const PlanTaskModal = lazy(() => import("./PlanTaskModal"));

/** A client's plans: what is in force, what may follow, and what was. */
export default function PlansSection({ client }: ClientSectionProps) {
  const { t } = useTranslation();
  const today = useToday(client.timezone);
  const plans = usePlans(client.id);
  const [task, setTask] = useState<PlanTask>();
  return (
    <>
      <QueryPanel
        title={t("progressCoach:plans.title")}
        query={plans}
        height={240}
        isEmpty={(all) => all.length === 0}
        empty={t("progressCoach:plans.empty")}
        action={
          <Button
            size="sm"
            leftSection={<IconPlus size={18} aria-hidden />}
            disabled={!plans.data}
            onClick={() => setTask({ kind: "add" })}
          >
            {t("progressCoach:plans.add")}
          </Button>
        }
      >
        {(all) => (
          <Stack gap="sm" component="ul" p={0} m={0}>
            {inOrder(all, today).map((plan) => (
              <PlanCard
                key={plan.id}
                plan={plan}
                today={today}
                onAction={(kind) => setTask({ kind, plan })}
              />
            ))}
          </Stack>
        )}
      </QueryPanel>
      {task && (
        <Suspense>
          <PlanTaskModal
            task={task}
            clientId={client.id}
            plans={plans.data ?? []}
            today={today}
            onClose={() => setTask(undefined)}
          />
        </Suspense>
      )}
    </>
  );
}
