import { useSearchParams } from "react-router";
import type { LoadedPart } from "./useClientList";

/** The filters that domains bring. What is chosen is in the address. */
export function ClientFilters({ parts }: { parts: LoadedPart[] }) {
  const [chosen, choose] = useSearchParams();
  return parts.map(
    ({ part: { filter }, data }) =>
      filter && (
        <filter.Control
          key={filter.param}
          data={data}
          value={chosen.get(filter.param) ?? ""}
          onChange={(value) => {
            const next = new URLSearchParams(chosen);
            if (value) next.set(filter.param, value);
            else next.delete(filter.param);
            choose(next, { replace: true });
          }}
        />
      ),
  );
}
