import { NativeSelect } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useNavigate, useSearchParams } from "react-router";
import type { ClientOverview } from "../../progress/coach/api";
import { reasons } from "../../progress/coach/attention";
import { describeReason } from "../../progress/coach/ReasonBadges";
import { type Section, sectionPath } from "./SectionLinks";

interface ClientPickerProps {
  /** Who needs attention first. */
  clients: ClientOverview[];
  clientId: string;
  section: Section;
}

/** Goes to the same part of another client's page; says of each what is most urgent. */
export function ClientPicker({ clients, clientId, section }: ClientPickerProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [search] = useSearchParams();
  return (
    <NativeSelect
      aria-label={t("coach.client.picker")}
      flex="1 1 160px"
      maw={320}
      value={clientId}
      data={clients.map((client) => {
        const [first] = reasons(client);
        return {
          value: client.client_id,
          label: first ? `${client.name} · ${describeReason(first, t)}` : client.name,
        };
      })}
      onChange={(event) =>
        navigate({ pathname: sectionPath(event.currentTarget.value, section), search: search.toString() })
      }
    />
  );
}
