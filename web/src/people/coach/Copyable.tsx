import { Button, CopyButton, Group, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { IconCheck, IconCopy } from "../../foundation/icons";

/** A code or a link, with a button that copies it. */
export function Copyable({ label, copy, value }: { label: string; copy: string; value: string }) {
  const { t } = useTranslation();
  return (
    <Group align="end" gap="xs" wrap="nowrap">
      <TextInput
        label={label}
        value={value}
        readOnly
        flex={1}
        styles={{ input: { fontFamily: "monospace" } }}
        onFocus={(event) => event.currentTarget.select()}
      />
      <CopyButton value={value}>
        {({ copied, copy: doCopy }) => (
          <Button
            variant="light"
            px="sm"
            onClick={doCopy}
            aria-label={copied ? t("peopleCoach:invitation.copied") : copy}
          >
            {copied ? <IconCheck size={18} aria-hidden /> : <IconCopy size={18} aria-hidden />}
          </Button>
        )}
      </CopyButton>
    </Group>
  );
}
