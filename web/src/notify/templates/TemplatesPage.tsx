import { Container, NativeSelect, SegmentedControl, Stack, Text, Title } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useUserId } from "../../account/session";
import { LANGUAGE_NAMES, LANGUAGES, type Language } from "../../foundation/i18n/language";
import { useLanguage } from "../../foundation/i18n/useLanguage";
import { QueryPanel } from "../../foundation/Panel";
import { usePageTitle } from "../../foundation/usePageTitle";
import { useTeam } from "../../people/team/queries";
import type { Channel, Kind, Template } from "../api";
import { useTemplates } from "../queries";
import { nameOf } from "../settings/Choices";
import { TemplateForm } from "./TemplateForm";

/** /notifications/templates: the words that the coach's clients get, and for an owner or admin those of the team's. */
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
  const { data: team } = useTeam();
  const [forTeam, setForTeam] = useState(false);
  const [kind, setKind] = useState(kinds[0]?.kind ?? "");
  const [channel, setChannel] = useState<Channel>("email");
  const [locale, setLocale] = useState<Language>(language);
  const chosen = kinds.find((one) => one.kind === kind);
  const known = (of: Channel, whose: (one: Template) => boolean) =>
    templates.find((one) => whose(one) && one.kind === kind && one.channel === of && one.locale === locale);
  const ofTeam = ({ team_id }: Template) => team_id !== null;
  const builtIn = ({ coach_id, team_id }: Template) => !coach_id && !team_id;
  const own = known(channel, forTeam ? ofTeam : ({ coach_id }) => coach_id === userId);
  const shown = own ?? known(channel, ofTeam) ?? known(channel, builtIn) ?? known("in_app", builtIn);
  const managesTeam = team?.myRole === "owner" || team?.myRole === "admin";
  return (
    <Stack gap="sm">
      {managesTeam && (
        <SegmentedControl
          aria-label={t("notify:templates.whose")}
          value={forTeam ? "team" : "mine"}
          onChange={(value) => setForTeam(value === "team")}
          data={(["mine", "team"] as const).map((value) => ({
            value,
            label: t(`notify:templates.${value}`),
          }))}
        />
      )}
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
          key={`${kind} ${channel} ${locale} ${forTeam} ${own?.id}`}
          kind={chosen}
          words={{ kind, channel, locale, subject: shown.subject, body: shown.body }}
          forTeam={forTeam}
          isOwn={own !== undefined}
        />
      )}
    </Stack>
  );
}
