import { Anchor, Button, Paper, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useUserId } from "../../account/session";
import type { CoachedClient } from "../../foundation/domain";
import classes from "./ClientRow.module.css";
import type { LoadedPart } from "./useClientList";

interface ClientRowProps {
  client: CoachedClient;
  parts: LoadedPart[];
  onInvite: () => void;
}

/** A client at a glance. The link of the name covers the card. */
export function ClientRow({ client, parts, onInvite }: ClientRowProps) {
  const { t } = useTranslation();
  const isOwn = client.coachId === useUserId();
  return (
    <Paper component="li" withBorder p="sm" className={classes.row}>
      <div className={classes.who}>
        <Anchor
          component={Link}
          to={`/clients/${client.id}`}
          fw={600}
          c="var(--mantine-color-text)"
          className={classes.link}
        >
          {client.name}
        </Anchor>
        {!isOwn && (
          <Text size="xs" c="dimmed" style={{ overflowWrap: "anywhere" }}>
            {t("peopleCoach:list.coach", { name: client.coachName || "–" })}
          </Text>
        )}
        {parts.map(
          ({ domain, part, data }) => part.Badges && <part.Badges key={domain} client={client} data={data} />,
        )}
        {isOwn && !client.hasAccount && (
          <Button
            size="xs"
            variant="default"
            className={classes.action}
            aria-label={t("peopleCoach:list.inviteName", { name: client.name })}
            onClick={onInvite}
          >
            {client.hasOpenInvite ? t("peopleCoach:list.inviteAgain") : t("peopleCoach:list.invite")}
          </Button>
        )}
      </div>
      {parts.map(
        ({ domain, part, data }) => part.Columns && <part.Columns key={domain} client={client} data={data} />,
      )}
    </Paper>
  );
}
