import { Button, Stack, Switch } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ClientSectionProps } from "../../foundation/domain";
import { IconPlus } from "../../foundation/icons";
import { LoadingBlock, QueryPanel } from "../../foundation/Panel";
import { usePrograms } from "../queries";
import { ProgramCard } from "./ProgramCard";

const AssignDialog = lazy(() => import("../assign/AssignDialog"));
const ClientTraining = lazy(() => import("../client/progress/ClientTraining"));

/** A client's programmes: where they are, what comes next, what was done. */
export default function TrainingSection({ client }: ClientSectionProps) {
  const { t } = useTranslation();
  const programs = usePrograms(client.id);
  const [isAssigning, setAssigning] = useState(false);
  const [showsEnded, showEnded] = useState(false);
  const hasEnded = programs.data?.some(({ status }) => isOver(status)) ?? false;
  return (
    <Stack gap="md">
      <QueryPanel
        title={t("trainingCoach:program.title")}
        query={programs}
        height={240}
        isEmpty={(all) => all.length === 0}
        empty={t("trainingCoach:program.empty")}
        action={
          <Button
            size="sm"
            leftSection={<IconPlus size={18} aria-hidden />}
            onClick={() => setAssigning(true)}
          >
            {t("trainingCoach:program.assign")}
          </Button>
        }
      >
        {(all) => (
          <Stack gap="sm" component="ul" p={0} m={0}>
            {all
              .filter(({ status }) => showsEnded || !isOver(status))
              .map((program) => (
                <ProgramCard key={program.id} program={program} clientId={client.id} />
              ))}
          </Stack>
        )}
      </QueryPanel>
      {hasEnded && (
        <Switch
          label={t("trainingCoach:program.showEnded")}
          checked={showsEnded}
          onChange={(event) => showEnded(event.currentTarget.checked)}
        />
      )}
      <Suspense fallback={<LoadingBlock height={320} />}>
        <ClientTraining clientId={client.id} timeZone={client.timezone} />
      </Suspense>
      {isAssigning && (
        <Suspense>
          <AssignDialog clientId={client.id} onClose={() => setAssigning(false)} />
        </Suspense>
      )}
    </Stack>
  );
}

function isOver(status: string): boolean {
  return status === "completed" || status === "cancelled";
}
