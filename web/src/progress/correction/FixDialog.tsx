import { Button, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "../../foundation/Dialog";
import { useFormat } from "../../foundation/i18n/useLanguage";
import type { Log } from "../api";
import { describeEventOn } from "../describeEvent";
import type { ProgressEvent } from "../events";
import { CorrectionForm } from "./CorrectionForm";

interface FixDialogProps {
  log: Log;
  /** Asks first which one, if there are several. */
  events: ProgressEvent[];
  onCorrected?: (event: ProgressEvent) => void;
  onClose: () => void;
}

export default function FixDialog({ log, events, onCorrected, onClose }: FixDialogProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [chosen, setChosen] = useState(events.length === 1 ? events[0] : undefined);
  const title = chosen ? t(`progress:type.${chosen.event_type}`) : t("progress:correction.title");
  return (
    <Dialog title={title} onClose={onClose}>
      {(close) =>
        chosen ? (
          <CorrectionForm
            event={chosen}
            onDone={close}
            onCorrected={onCorrected}
            takeFocus={events.length > 1}
          />
        ) : (
          <Stack gap="xs">
            <Text size="sm">{t("progress:correction.choose")}</Text>
            {events.map((event) => (
              <Button key={event.id} variant="default" justify="start" onClick={() => setChosen(event)}>
                {describeEventOn(event, log.local_date_for_client, t, format)}
              </Button>
            ))}
          </Stack>
        )
      }
    </Dialog>
  );
}
