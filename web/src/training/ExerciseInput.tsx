import { Combobox, TextInput, useCombobox } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Exercise, useName } from "./exercises";
import { useExercises } from "./queries";

interface ExerciseInputProps {
  label: string;
  placeholder?: string;
  /** What is picked now. A field without one is empty again after each pick. */
  value?: string;
  withLabel?: boolean;
  /** Which part of what is typed names the exercise. */
  nameIn?: (typed: string) => string;
  onPick: (exercise: Exercise, typed: string) => void;
  className?: string;
}

const MOST = 8;

/** Finds an exercise of the library by a part of its name, with typos, in both languages. */
export function ExerciseInput({
  label,
  value = "",
  withLabel = false,
  nameIn = same,
  ...rest
}: ExerciseInputProps) {
  const { placeholder, onPick, className } = rest;
  const { t } = useTranslation();
  const nameOf = useName();
  const hintId = useId();
  const [typed, setTyped] = useState<string>();
  const query = nameIn(typed ?? "").trim();
  const [asked] = useDebouncedValue(query, 150);
  const found = useExercises({ query: asked }, asked.length > 1);
  const options = asked.length > 1 ? (found.data ?? []).slice(0, MOST) : [];
  const isCurrent = query === asked && !found.isPlaceholderData;
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const pick = (id: string) => {
    const exercise = options.find((one) => one.id === id);
    if (!exercise) return;
    onPick(exercise, typed ?? "");
    setTyped(undefined);
    combobox.closeDropdown();
  };
  const says =
    query.length < 2
      ? null
      : found.isError
        ? t("app:error.title")
        : options.length === 0 && found.isFetched && isCurrent
          ? t("trainingCoach:pick.nothing")
          : null;
  return (
    <Combobox store={combobox} onOptionSubmit={pick} shadow="md">
      <Combobox.Target>
        <TextInput
          {...(withLabel ? { label } : { "aria-label": label })}
          className={className}
          value={typed ?? value}
          placeholder={placeholder}
          maxLength={200}
          aria-describedby={hintId}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            combobox.openDropdown();
            combobox.updateSelectedOptionIndex();
          }}
          onFocus={(event) => value && event.currentTarget.select()}
          onBlur={() => {
            combobox.closeDropdown();
            if (value) setTyped(undefined);
          }}
          onKeyDown={(event) => {
            if (event.key === "Escape") setTyped(undefined);
            // Without a choice by arrows the best match is meant.
            if (event.key === "Enter" && combobox.getSelectedOptionIndex() < 0) {
              event.preventDefault();
              if (isCurrent && options[0]) pick(options[0].id);
            }
          }}
        />
      </Combobox.Target>
      <span id={hintId} hidden>
        {t("trainingCoach:pick.hint")}
      </span>
      <Combobox.Dropdown hidden={!says && options.length === 0}>
        <Combobox.Options aria-label={label}>
          {says && (
            <Combobox.Empty role="option" aria-selected={false}>
              {says}
            </Combobox.Empty>
          )}
          {options.map((exercise) => (
            <Combobox.Option key={exercise.id} value={exercise.id} mih={36}>
              {nameOf(exercise)}
            </Combobox.Option>
          ))}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}

const same = (typed: string) => typed;
