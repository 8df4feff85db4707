import { Paper, Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";

/** The frame of pages for people who are not signed in or have not joined a coach. */
export function AuthCard({ title, hint, children }: { title: string; hint?: string; children: ReactNode }) {
  return (
    <Paper withBorder p="lg" maw={420} mx="auto" mt={{ base: "md", sm: 48 }}>
      <Stack gap="md">
        <div>
          <Title order={1} size="h3">
            {title}
          </Title>
          {hint && (
            <Text c="dimmed" size="sm" mt={4}>
              {hint}
            </Text>
          )}
        </div>
        {children}
      </Stack>
    </Paper>
  );
}
