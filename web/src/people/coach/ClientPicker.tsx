import { NativeSelect } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useNavigate, useSearchParams } from "react-router";
import type { CoachedClient } from "../../foundation/domain";
import { useFormat } from "../../foundation/i18n/useLanguage";
import { sectionPath, useSections } from "./sections";
import type { LoadedPart } from "./useClientList";

interface ClientPickerProps {
  /** Sorted by urgency. */
  clients: CoachedClient[];
  parts: LoadedPart[];
  clientId: string;
  section: string;
}

/** Goes to the same section of another client's page. Names the most urgent facts of each. */
export function ClientPicker({ clients, parts, clientId, section }: ClientPickerProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const navigate = useNavigate();
  const sections = useSections();
  const [search] = useSearchParams();
  return (
    <NativeSelect
      aria-label={t("peopleCoach:page.picker")}
      flex={{ base: "1 1 100%", xs: "1 1 160px" }}
      maw={{ xs: 320 }}
      value={clientId}
      data={clients.map((client) => {
        if (client.id === clientId) return { value: client.id, label: client.name }; // the page says the rest
        const notes = parts.flatMap(({ part, data }) => part.note?.(client, data, t, format) ?? []);
        return { value: client.id, label: [client.name, ...notes].join(" · ") };
      })}
      onChange={(event) =>
        navigate({
          pathname: sectionPath(sections, event.currentTarget.value, section),
          search: search.toString(),
        })
      }
    />
  );
}
