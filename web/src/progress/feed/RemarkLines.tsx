import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Remarks } from "../remarks";

/** The remarks on a reading, one line each. Unknown remarks are shown in the server's words. */
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
