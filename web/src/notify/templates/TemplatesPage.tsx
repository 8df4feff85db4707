import { Container, NativeSelect, SegmentedControl, Stack, Text, Title } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useUserId } from "../../account/session";
import { LANGUAGE_NAMES, LANGUAGES, type Language } from "../../foundation/i18n/language";
import { useLanguage } from "../../foundation/i18n/useLanguage";
import { QueryPanel } from "../../foundation/Panel";
import { usePageTitle } from "../../foundation/usePageTitle";
import type { Channel, Kind, Template } from "../api";
import { useTemplates } from "../queries";
import { nameOf } from "../settings/Choices";
import { TemplateForm } from "./TemplateForm";

/** /notifications/templates: the words that the coach's clients get. */
export default function TemplatesPage() {
  const { t } = useTranslation();
  const templates = useTemplates();
  usePageTitle(t("notify:templates.title"));
  return (
    <Container size="md" px={0}>
      <Stack gap="md">
        <div>
          <Title order={1} size="h3">
            {t("notify:templates.title")}
          </Title>
          <Text size="sm" c="dimmed">
            {t("notify:templates.hint")}
          </Text>
        </div>
        <QueryPanel title={t("notify:templates.words")} query={templates} height={420}>
          {({ kinds, templates: known }) => <Editor kinds={kinds} templates={known} />}
        </QueryPanel>
      </Stack>
    </Container>
  );
}

function Editor({ kinds, templates }: { kinds: Kind[]; templates: Template[] }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const userId = useUserId();
  const [kind, setKind] = useState(kinds[0]?.kind ?? "");
  const [channel, setChannel] = useState<Channel>("email");
  const [locale, setLocale] = useState<Language>(language);
  const chosen = kinds.find((one) => one.kind === kind);
  const own = templates.find(
    (one) => one.coach_id === userId && one.kind === kind && one.channel === channel && one.locale === locale,
  );
  const builtIn = (of: Channel) =>
    templates.find(
      (one) => !one.coach_id && one.kind === kind && one.channel === of && one.locale === locale,
    );
  const shown = own ?? builtIn(channel) ?? builtIn("in_app");
  return (
    <Stack gap="sm">
      <NativeSelect
        label={t("notify:templates.kind")}
        data={kinds.map((one) => ({ value: one.kind, label: nameOf(one, language) }))}
        value={kind}
        onChange={(event) => setKind(event.currentTarget.value)}
      />
      <SegmentedControl
        aria-label={t("notify:templates.channel")}
        value={channel}
        onChange={(value) => setChannel(value as Channel)}
        data={(["email", "in_app"] as const).map((value) => ({ value, label: t(`notify:channel.${value}`) }))}
      />
      <SegmentedControl
        aria-label={t("notify:templates.locale")}
        value={locale}
        onChange={(value) => setLocale(value as Language)}
        data={LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
      />
      {chosen && shown && (
        <TemplateForm
          key={`${kind} ${channel} ${locale} ${own?.id}`}
          kind={chosen}
          words={{ kind, channel, locale, subject: shown.subject, body: shown.body }}
          isOwn={own !== undefined}
        />
      )}
    </Stack>
  );
}
