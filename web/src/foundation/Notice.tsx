import { Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";

interface NoticeProps {
  title: string;
  hint: string;
  /** The way out. */
  children: ReactNode;
}

/** Stands where a page would be: why there is none, and where to go instead. */
export function Notice({ title, hint, children }: NoticeProps) {
  return (
    <Stack align="center" gap="sm" py={64} ta="center">
      <Title order={1} size="h3">
        {title}
      </Title>
      <Text c="dimmed">{hint}</Text>
      {children}
    </Stack>
  );
}
