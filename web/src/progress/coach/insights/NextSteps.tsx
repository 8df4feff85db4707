import { Button, Group, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { CoachedClient } from "../../../foundation/domain";
import { Panel } from "../../../foundation/Panel";
import { InviteDialog } from "../../../people/coach/ClientDialogs";
import { usePlans } from "../queries";

/** What to do with a client of whom nothing is known yet: invite them, make a plan, write the first entry. */
export function NextSteps({ client }: { client: CoachedClient }) {
  const { t } = useTranslation();
  const plans = usePlans(client.id).data;
  const [inviting, invite] = useDisclosure(false);
  const needsInvite = !client.hasAccount;
  const needsPlan = plans?.every((plan) => plan.activated_at === null) ?? false;
  return (
    <Panel title={t("progressCoach:nextSteps.title")}>
      <Stack gap="md" align="start">
        {needsInvite && (
          <div>
            <Text size="sm" mb={6}>
              {client.hasOpenInvite
                ? t("progressCoach:nextSteps.invited", { name: client.name })
                : t("progressCoach:nextSteps.invite", { name: client.name })}
            </Text>
            <Button variant={client.hasOpenInvite ? "default" : "filled"} onClick={invite.open}>
              {client.hasOpenInvite ? t("peopleCoach:list.inviteAgain") : t("peopleCoach:list.invite")}
            </Button>
          </div>
        )}
        {needsPlan && (
          <div>
            <Text size="sm" mb={6}>
              {t("progressCoach:nextSteps.plan")}
            </Text>
            <Button component={Link} to={`/clients/${client.id}/plans`} variant="default">
              {t("progressCoach:plans.add")}
            </Button>
          </div>
        )}
        <Group gap="xs">
          <Text size="sm">{t("progressCoach:nextSteps.entries")}</Text>
          <Button component={Link} to={`/clients/${client.id}/feed`} variant="default">
            {t("progressCoach:nextSteps.write")}
          </Button>
        </Group>
      </Stack>
      <InviteDialog clientId={client.id} name={client.name} opened={inviting} onClose={invite.close} />
    </Panel>
  );
}
