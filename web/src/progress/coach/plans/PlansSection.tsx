import { Button, Modal, Stack } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import type { TFunction } from "i18next";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Day } from "../../../app/calendar";
import { QueryPanel } from "../../../app/Panel";
import { useToday } from "../../useToday";
import type { Plan } from "../api";
import type { SectionProps } from "../ClientPage";
import { usePlans } from "../queries";
import { ActivatePlan } from "./ActivatePlan";
import { DeletePlan } from "./DeletePlan";
import { type PlanAction, PlanCard } from "./PlanCard";
import { PlanForm } from "./PlanForm";
import { copyOf, newPlanValues, valuesOf } from "./planForm";
import { inOrder } from "./planStates";

/** What is open: an action on a plan, or a new plan. */
type Task = { kind: "add" } | { kind: PlanAction; plan: Plan };

/** A client's plans, drafts first, with what has been in force. */
export default function PlansSection({ client }: SectionProps) {
  const { t } = useTranslation();
  const today = useToday(client.timezone);
  const plans = usePlans(client.client_id);
  const [task, setTask] = useState<Task>();
  return (
    <>
      <QueryPanel
        title={t("coach.plans.title")}
        query={plans}
        height={240}
        isEmpty={(all) => all.length === 0}
        empty={t("coach.plans.empty")}
        action={
          <Button
            size="sm"
            leftSection={<IconPlus size={18} aria-hidden />}
            disabled={!plans.data}
            onClick={() => setTask({ kind: "add" })}
          >
            {t("coach.plans.add")}
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
        <TaskModal
          task={task}
          clientId={client.client_id}
          plans={plans.data ?? []}
          today={today}
          onClose={() => setTask(undefined)}
        />
      )}
    </>
  );
}

interface TaskModalProps {
  task: Task;
  clientId: string;
  plans: Plan[];
  today: Day;
  onClose: () => void;
}

function TaskModal({ task, clientId, plans, today, onClose }: TaskModalProps) {
  const { t } = useTranslation();
  const close = { onDone: onClose, onCancel: onClose };
  return (
    <Modal
      opened
      onClose={onClose}
      title={taskTitle(task, t)}
      size={task.kind === "delete" || task.kind === "activate" ? "md" : "lg"}
      closeButtonProps={{ "aria-label": t("app.close") }}
    >
      {task.kind === "add" && <PlanForm clientId={clientId} initial={newPlanValues(today)} {...close} />}
      {task.kind === "copy" && <PlanForm clientId={clientId} initial={copyOf(task.plan, today)} {...close} />}
      {task.kind === "edit" && (
        <PlanForm clientId={clientId} plan={task.plan} initial={valuesOf(task.plan)} {...close} />
      )}
      {task.kind === "activate" && (
        <ActivatePlan clientId={clientId} draft={task.plan} plans={plans} today={today} {...close} />
      )}
      {task.kind === "delete" && <DeletePlan clientId={clientId} plan={task.plan} {...close} />}
    </Modal>
  );
}

function taskTitle(task: Task, t: TFunction): string {
  switch (task.kind) {
    case "edit":
      return t("coach.plans.editName", { title: task.plan.title });
    case "activate":
      return t("coach.plans.activation.title", { title: task.plan.title });
    case "delete":
      return t("coach.plans.deleteTitle");
    default:
      return t("coach.plans.add");
  }
}
