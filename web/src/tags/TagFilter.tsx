import { NativeSelect } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { sameLabel, type Tags, usedLabels } from "./labels";
import classes from "./tags.module.css";

interface TagFilterProps {
  tags: Tags;
  /** The label that is chosen; empty: none. */
  value: string;
  onChange: (value: string) => void;
}

/** Chooses the tag that the clients in the list have. Not shown before there is a tag. */
export function TagFilter({ tags, value, onChange }: TagFilterProps) {
  const { t } = useTranslation();
  const used = usedLabels(tags);
  const chosen = used.find(({ label }) => sameLabel(label, value)) ?? { label: value, count: 0 };
  const choices = chosen.count > 0 || !value ? used : [chosen, ...used];
  if (choices.length === 0) return null;
  return (
    <NativeSelect
      aria-label={t("tags:filter.title")}
      maw={{ sm: 320 }}
      classNames={{ input: classes.target }}
      value={chosen.label}
      data={[
        { value: "", label: t("tags:filter.all") },
        ...choices.map(({ label, count }) => ({
          value: label,
          label: t("tags:filter.choice", { label, count }),
        })),
      ]}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
