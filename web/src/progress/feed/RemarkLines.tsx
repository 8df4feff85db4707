import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Remarks } from "../remarks";

/** What was remarked about a reading, a line for each; in the server's own words where there are no others. */
export function RemarkLines({ codes, rest }: Remarks) {
  const { t } = useTranslation();
  return (
    <>
      {codes.map((code) => (
        <Text key={code} size="sm">
          {t(`progress:remark.${code}`)}
        </Text>
      ))}
      {rest && (
        <Text size="sm" lang="en">
          {rest}
        </Text>
      )}
    </>
  );
}
