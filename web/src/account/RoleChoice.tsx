import { Group, Radio, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Role } from "./api";

interface RoleChoiceProps {
  value?: Role | "";
  onChange?: (role: Role) => void;
  error?: React.ReactNode;
}

const ROLES = ["client", "coach"] as const;

/** Coach or client, each with what it means. Nothing is chosen at first, so that nobody takes the wrong one unseen. */
export function RoleChoice({ value = "", onChange, error }: RoleChoiceProps) {
  const { t } = useTranslation();
  return (
    <Radio.Group
      label={t("account:signUp.iAm")}
      value={value}
      onChange={(chosen) => onChange?.(chosen as Role)}
      error={error}
      withAsterisk
    >
      <Stack gap="xs" mt={4}>
        {ROLES.map((role) => (
          <Radio.Card key={role} value={role} p="sm">
            <Group wrap="nowrap" align="flex-start" gap="sm">
              <Radio.Indicator mt={2} />
              <div>
                <Text size="sm" fw={600}>
                  {t(`account:signUp.${role}`)}
                </Text>
                <Text size="sm" c="dimmed">
                  {t(`account:signUp.${role}Hint`)}
                </Text>
              </div>
            </Group>
          </Radio.Card>
        ))}
      </Stack>
    </Radio.Group>
  );
}
