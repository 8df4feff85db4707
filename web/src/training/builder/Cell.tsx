import { TextInput } from "@mantine/core";
import { useState } from "react";
import classes from "./builder.module.css";

interface CellProps<T> {
  /** What the cell says about which exercise. */
  label: string;
  /** The head of its column, shown where there is no room for a table. */
  name: string;
  column: string;
  value: string;
  /** Undefined if it cannot be read. Then it is marked and not saved. */
  parse: (typed: string) => T | undefined;
  onChange: (value: T) => void;
  className?: string | undefined;
  maxLength?: number;
}

/** A cell of the table. Enter and the arrows take what is typed and go to the next row. */
export function Cell<T>({
  label,
  name,
  column,
  value,
  parse,
  onChange,
  className,
  maxLength = 40,
}: CellProps<T>) {
  const [typed, setTyped] = useState<string>();
  const take = () => {
    if (typed === undefined) return;
    if (typed.trim() === value) return setTyped(undefined);
    const parsed = parse(typed.trim());
    if (parsed === undefined) return;
    onChange(parsed);
    setTyped(undefined);
  };
  const isWrong = typed !== undefined && parse(typed.trim()) === undefined;
  return (
    <div className={`${classes.cell} ${className ?? ""}`}>
      <span className={classes.cellName} aria-hidden>
        {name}
      </span>
      <TextInput
        size="sm"
        aria-label={label}
        data-column={column}
        maxLength={maxLength}
        value={typed ?? value}
        error={isWrong}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onFocus={(event) => event.currentTarget.select()}
        onBlur={take}
        onKeyDown={(event) => {
          if (event.key === "Enter" || event.key === "ArrowDown" || event.key === "ArrowUp") take();
          if (event.key === "Escape") setTyped(undefined);
        }}
      />
    </div>
  );
}
