import { SimpleGrid, Stack, useMatches } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import { daysBetween } from "../../../foundation/calendar";
import type { ClientSectionProps } from "../../../foundation/domain";
import { useFormat } from "../../../foundation/i18n/useLanguage";
import { LoadingBlock, QueryPanel } from "../../../foundation/Panel";
import { useSeries, useSummary } from "../../queries";
import { useToday } from "../../useToday";
import { FactsGrid } from "../FactsGrid";
import { factReasons } from "../list/attention";
import { ReasonBadges } from "../list/ReasonBadges";
import { useOverview } from "../queries";
import { CaloriesPanel } from "./CaloriesPanel";
import { targetsFrom } from "./chartData";
import { NextSteps } from "./NextSteps";
import { PeriodPicker } from "./PeriodPicker";
import { periodOf, periodSearch } from "./period";
import { ValuePanel } from "./ValuePanel";
import { WeightPanel } from "./WeightPanel";
import { WorkoutsPanel } from "./WorkoutsPanel";

/** How a client is doing; what to do first where nothing is known yet. */
export default function InsightsSection({ client }: ClientSectionProps) {
  const overview = useOverview(client.id);
  if (overview.isPending) return <LoadingBlock height={480} />;
  return overview.data?.last_log_at === null ? <NextSteps client={client} /> : <Insights client={client} />;
}

/** A period in numbers and charts; the period is in the address. */
function Insights({ client }: ClientSectionProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [search, setSearch] = useSearchParams();
  const today = useToday(client.timezone);
  const period = periodOf(search, today);
  const summary = useSummary(client.id, period.from, period.to);
  const series = useSeries(client.id, period.from, period.to);
  const factsHeight = useMatches({ base: 400, sm: 190 });
  const isStale = summary.isPlaceholderData || series.isPlaceholderData;
  return (
    <Stack gap="md">
      <PeriodPicker
        key={client.id}
        period={period}
        today={today}
        onChange={(chosen) => setSearch(periodSearch(chosen), { replace: true })}
      />
      {/* The period before stays to be seen while the new one loads, but pale. */}
      <Stack gap="md" aria-busy={isStale} opacity={isStale ? 0.5 : 1}>
        <QueryPanel
          title={`${t("progressCoach:insights.facts")}, ${format.days(period.from, period.to)}`}
          query={summary}
          height={factsHeight}
        >
          {(facts) => (
            <Stack gap="sm">
              <ReasonBadges reasons={factReasons(facts)} />
              <FactsGrid
                facts={facts}
                days={daysBetween(period.from, period.to) + 1}
                targets={targetsFrom(series.data ?? [])}
              />
            </Stack>
          )}
        </QueryPanel>
        <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md" style={{ alignItems: "start" }}>
          <WeightPanel clientId={client.id} period={period} query={series} facts={summary.data} />
          <CaloriesPanel query={series} />
          <ValuePanel metric="steps" query={series} />
          <ValuePanel metric="sleep_hours" query={series} />
        </SimpleGrid>
        <WorkoutsPanel clientId={client.id} period={period} />
      </Stack>
    </Stack>
  );
}
