import { Stack } from "@mantine/core";
import { useUserId } from "../../account/session";
import type { ClientSectionProps } from "../../foundation/domain";
import { CoachesPanel } from "../team/CoachesPanel";
import AssessmentsPanel from "./AssessmentsPanel";
import { GoalsPanel } from "./GoalsPanel";
import HealthPanel from "./HealthPanel";
import ProfilePanel from "./ProfilePanel";

/** What those who coach know about a client. Health only for the client's own coach. */
export default function AboutSection({ client }: ClientSectionProps) {
  const userId = useUserId();
  return (
    <Stack gap="md" maw={720}>
      <CoachesPanel clientId={client.id} />
      <GoalsPanel clientId={client.id} />
      <ProfilePanel clientId={client.id} />
      {client.coachId === userId && <HealthPanel clientId={client.id} />}
      <AssessmentsPanel clientId={client.id} />
    </Stack>
  );
}
