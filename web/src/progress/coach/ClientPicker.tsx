import { Group, Select, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useNavigate, useSearchParams } from "react-router";
import type { ClientOverview } from "./api";
import { reasons } from "./attention";
import { describeReason } from "./ReasonBadges";
import { type Section, sectionPath } from "./SectionLinks";

interface ClientPickerProps {
  /** Who needs attention first. */
  clients: ClientOverview[];
  clientId: string;
  section: Section;
}

/** Goes to the same part of another client's page. */
export function ClientPicker({ clients, clientId, section }: ClientPickerProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const needs = new Map(
    clients.map((client) => [client.client_id, reasons(client).map((reason) => describeReason(reason, t))]),
  );
  return (
    <Select
      aria-label={t("coach.client.picker")}
      flex="1 1 160px"
      data={clients.map((client) => ({ value: client.client_id, label: client.name }))}
      value={clientId}
      searchable
      allowDeselect={false}
      nothingFoundMessage={t("coach.clients.nobodyFound")}
      comboboxProps={{ width: 300, position: "bottom-end", withinPortal: false }}
      withScrollArea={false}
      styles={{ options: { maxHeight: 360, overflowY: "auto" } }}
      renderOption={({ option }) => (
        <Group gap={0} style={{ flexDirection: "column", alignItems: "start" }}>
          <Text size="sm">{option.label}</Text>
          <Text size="xs">{needs.get(option.value)?.join(" · ")}</Text>
        </Group>
      )}
      onChange={(chosen) =>
        chosen && navigate({ pathname: sectionPath(chosen, section), search: search.toString() })
      }
    />
  );
}
