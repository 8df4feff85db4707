import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { ClientListPart } from "../../../foundation/domain";
import { useFormat } from "../../../foundation/i18n/useLanguage";
import type { ClientOverview } from "../api";
import { overviewQuery } from "../queries";
import { lastEntry, reasons, urgency } from "./attention";
import { ClientTrends } from "./ClientTrends";
import { describeReason, ReasonBadges } from "./ReasonBadges";

/** The progress of clients in the coach's list: why they need attention, and their trends. */
const part: ClientListPart<Map<string, ClientOverview>> = {
  query: overviewQuery,
  urgency(client, overviews) {
    const overview = overviews.get(client.id);
    return overview ? urgency(overview) : 0;
  },
  note(client, overviews, t, format) {
    const overview = overviews.get(client.id);
    const [first] = overview ? reasons(overview) : [];
    return first && describeReason(first, t, format);
  },
  Badges({ client, data }) {
    const overview = data.get(client.id);
    return overview && <Attention overview={overview} />;
  },
  Columns({ client, data }) {
    const overview = data.get(client.id);
    return overview && <ClientTrends overview={overview} />;
  },
};

export default part as ClientListPart;

function Attention({ overview }: { overview: ClientOverview }) {
  const { t } = useTranslation();
  const format = useFormat();
  const last = lastEntry(overview);
  return (
    <>
      <Text size="xs" c="dimmed" title={last.at ? format.dateTime(last.at, overview.timezone) : undefined}>
        {last.at
          ? t(`progressList:row.${last.by}`, { moment: format.ago(last.at) })
          : t("progressList:row.noLog")}
      </Text>
      <ReasonBadges
        reasons={reasons(overview)}
        none={t("progressList:row.allGood")}
        clientId={overview.client_id}
      />
    </>
  );
}
