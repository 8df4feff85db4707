import { Autocomplete, Button } from "@mantine/core";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { sameLabel, type Tags, usedLabels } from "./labels";
import classes from "./tags.module.css";

const LONGEST = 40;
const SUGGESTIONS = 6;

interface AddTagProps {
  /** Those of all clients, which are suggested. */
  tags: Tags;
  /** Those that the client has. */
  labels: readonly string[];
  /** Rejects if it was refused. */
  onAdd: (label: string) => Promise<void>;
}

/** A field for a new tag, which suggests the labels that the coach uses. */
export function AddTag({ tags, labels, onAdd }: AddTagProps) {
  const { t } = useTranslation();
  const field = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState("");
  const [isBusy, setBusy] = useState(false);
  const suggested = usedLabels(tags)
    .map(({ label }) => label)
    .filter((label) => !labels.some((one) => sameLabel(one, label)));

  const add = (label: string) => {
    if (!label.trim() || isBusy) return;
    setBusy(true);
    onAdd(label)
      .then(() => setTyped(""))
      .catch(() => undefined) // the dialog says it; what was typed stays
      .finally(() => {
        setBusy(false);
        field.current?.focus();
      });
  };

  return (
    <form
      noValidate
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        add(typed);
      }}
    >
      <Autocomplete
        ref={field}
        label={t("tags:dialog.new")}
        className={classes.field}
        classNames={{ input: classes.target, option: classes.target }}
        data={suggested}
        limit={SUGGESTIONS}
        maxLength={LONGEST}
        value={typed}
        onChange={setTyped}
        onOptionSubmit={add}
        autoComplete="off"
        data-autofocus
      />
      <Button type="submit" className={classes.target} loading={isBusy} disabled={!typed.trim()}>
        {t("tags:dialog.add")}
      </Button>
    </form>
  );
}
