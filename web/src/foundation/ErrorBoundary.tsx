import { Button, Stack, Text, Title } from "@mantine/core";
import { Component, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

/** Shows a way out instead of a blank page when rendering fails. Forgets the failure when `resetKey` changes. */
export class ErrorBoundary extends Component<
  { children: ReactNode; resetKey?: string },
  { failed: boolean; resetKey: string | undefined }
> {
  override state = { failed: false, resetKey: this.props.resetKey };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  static getDerivedStateFromProps(props: { resetKey?: string }, state: { resetKey: string | undefined }) {
    return props.resetKey === state.resetKey ? null : { failed: false, resetKey: props.resetKey };
  }

  override componentDidCatch(error: unknown) {
    console.error(error);
  }

  override render() {
    return this.state.failed ? <Crash /> : this.props.children;
  }
}

function Crash() {
  const { t } = useTranslation();
  return (
    <Stack component="main" align="center" gap="sm" p="xl" ta="center" role="alert">
      <Title order={1} size="h3">
        {t("app:error.crash")}
      </Title>
      <Text c="dimmed">{t("app:error.crashHint")}</Text>
      <Button onClick={() => window.location.reload()}>{t("app:error.reload")}</Button>
    </Stack>
  );
}
