import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import type { Day } from "../../../foundation/calendar";
import { FormModal } from "../../../foundation/unsaved";
import type { Plan } from "../api";
import { ActivatePlan } from "./ActivatePlan";
import { DeletePlan } from "./DeletePlan";
import type { PlanAction } from "./PlanCard";
import { PlanForm } from "./PlanForm";
import { copyOf, newPlanValues, valuesOf } from "./planForm";
import { SaveTemplate } from "./SaveTemplate";

/** An action on a plan, or a new plan. */
export type PlanTask = { kind: "add" } | { kind: PlanAction; plan: Plan };

interface PlanTaskModalProps {
  task: PlanTask;
  clientId: string;
  plans: Plan[];
  today: Day;
  onClose: () => void;
}

/** The dialog of a task. Loaded when it is first needed. */
export default function PlanTaskModal({ task, clientId, plans, today, onClose }: PlanTaskModalProps) {
  const { t } = useTranslation();
  const close = { onDone: onClose, onCancel: onClose };
  const form = { clientId, plans, today, ...close };
  const isForm = task.kind === "add" || task.kind === "copy" || task.kind === "edit";
  return (
    <FormModal opened onClose={onClose} title={taskTitle(task, t)} size={isForm ? "lg" : "md"}>
      {task.kind === "add" && <PlanForm initial={newPlanValues(today)} focus="title" {...form} />}
      {task.kind === "copy" && (
        <PlanForm initial={copyOf(task.plan, plans, today)} focus="targets" {...form} />
      )}
      {task.kind === "edit" && (
        <PlanForm
          plan={task.plan}
          initial={valuesOf(task.plan)}
          focus={task.plan.activated_at ? "title" : "targets"}
          {...form}
        />
      )}
      {task.kind === "template" && <SaveTemplate plan={task.plan} {...close} />}
      {task.kind === "activate" && (
        <ActivatePlan clientId={clientId} draft={task.plan} plans={plans} today={today} {...close} />
      )}
      {task.kind === "delete" && <DeletePlan clientId={clientId} plan={task.plan} {...close} />}
    </FormModal>
  );
}

function taskTitle(task: PlanTask, t: TFunction): string {
  switch (task.kind) {
    case "edit":
      return t("progressCoach:plans.editName", { title: task.plan.title });
    case "activate":
      return t("progressCoach:plans.activation.title", { title: task.plan.title });
    case "template":
      return t("progressCoach:plans.templateName", { title: task.plan.title });
    case "delete":
      return t("progressCoach:plans.deleteTitle");
    default:
      return t("progressCoach:plans.add");
  }
}
