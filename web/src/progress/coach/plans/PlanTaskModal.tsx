import { Modal } from "@mantine/core";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import type { Day } from "../../../foundation/calendar";
import type { Plan } from "../api";
import { ActivatePlan } from "./ActivatePlan";
import { DeletePlan } from "./DeletePlan";
import type { PlanAction } from "./PlanCard";
import { PlanForm } from "./PlanForm";
import { copyOf, newPlanValues, valuesOf } from "./planForm";

/** An action on a plan, or a new plan. */
export type PlanTask = { kind: "add" } | { kind: PlanAction; plan: Plan };

interface PlanTaskModalProps {
  task: PlanTask;
  clientId: string;
  plans: Plan[];
  today: Day;
  onClose: () => void;
}

/** Does what was asked for, in a dialog; loaded when it is first needed. */
export default function PlanTaskModal({ task, clientId, plans, today, onClose }: PlanTaskModalProps) {
  const { t } = useTranslation();
  const close = { onDone: onClose, onCancel: onClose };
  return (
    <Modal
      opened
      onClose={onClose}
      title={taskTitle(task, t)}
      size={task.kind === "delete" || task.kind === "activate" ? "md" : "lg"}
      closeButtonProps={{ "aria-label": t("app:close") }}
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

function taskTitle(task: PlanTask, t: TFunction): string {
  switch (task.kind) {
    case "edit":
      return t("progressCoach:plans.editName", { title: task.plan.title });
    case "activate":
      return t("progressCoach:plans.activation.title", { title: task.plan.title });
    case "delete":
      return t("progressCoach:plans.deleteTitle");
    default:
      return t("progressCoach:plans.add");
  }
}
