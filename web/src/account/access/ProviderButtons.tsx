import { Alert, Button, Divider, Stack } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { fetchProviders, signInWith } from "../api";
import { describeAuthError } from "../describeAuthError";

const NAMES: Record<string, string> = { google: "Google", apple: "Apple", "custom:yandex": "Yandex ID" };

/** Signing in with another service, where the project has one. */
export function ProviderButtons() {
  const { t } = useTranslation();
  const { data: providers = [] } = useQuery({ queryKey: ["account", "providers"], queryFn: fetchProviders });
  const go = useMutation({ mutationFn: signInWith });
  const known = providers.filter((provider) => provider in NAMES);
  if (known.length === 0) return null;
  return (
    <Stack gap="xs">
      <Divider label={t("accountAccess:providers.or")} />
      {go.error && (
        <Alert color="red" role="alert">
          {describeAuthError(go.error, t)}
        </Alert>
      )}
      {known.map((provider) => (
        <Button key={provider} variant="default" loading={go.isPending} onClick={() => go.mutate(provider)}>
          {t("accountAccess:providers.with", { provider: NAMES[provider] })}
        </Button>
      ))}
    </Stack>
  );
}
