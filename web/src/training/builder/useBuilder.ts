import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useReducer, useRef, useState } from "react";
import { type Conflict, conflictIn } from "../../foundation/conflict";
import { type SavedTemplate, saveTemplate } from "../api";
import type { TemplateDocument } from "../document";
import { keys } from "../queries";
import type { Edit } from "./edits";
import { type History, type Step, startHistory, step } from "./history";

const SAVE_AFTER_MS = 800;

export type Saving = "saved" | "waiting" | "saving" | "failed";

export interface Builder {
  document: TemplateDocument;
  edit: (edit: Edit) => void;
  undo: () => void;
  redo: () => void;
  canUndo: boolean;
  canRedo: boolean;
  saving: Saving;
  error: Error | null;
  conflict: Conflict | null;
  /** Tries again at once. With a version, over what somebody else has saved meanwhile. */
  save: (version?: number) => void;
}

/** A document that can be edited and undone, and saves itself. One save runs at a time, and each names the version before. */
export function useBuilder(saved: SavedTemplate): Builder {
  const [history, dispatch] = useReducer(
    step as (history: History<TemplateDocument>, action: Step<TemplateDocument>) => History<TemplateDocument>,
    startHistory(saved.document),
  );
  const { past, now: document, future } = history;
  const version = useRef(saved.version);
  const [stored, setStored] = useState(saved.document);
  const queryClient = useQueryClient();
  const { mutate, error, isPending, reset } = useMutation({
    scope: { id: `save ${saved.document.id}` }, // one after the other, also when the screen is left
    mutationFn: async (sent: TemplateDocument) => {
      version.current = await saveTemplate(sent, version.current);
    },
    onSuccess: (_nothing, sent) => {
      setStored(sent);
      void queryClient.invalidateQueries({ queryKey: keys.templateList });
    },
  });
  const latest = useRef({ document, stored });
  latest.current = { document, stored };
  const isUnsaved = document !== stored;

  const save = useCallback(
    (over?: number) => {
      if (over !== undefined) version.current = over;
      mutate(latest.current.document);
    },
    [mutate],
  );

  // A failed save waits for the next edit or for somebody who asks for it.
  const failedFor = useRef<TemplateDocument>(undefined);
  useEffect(() => {
    if (error) failedFor.current = latest.current.document;
  }, [error]);
  useEffect(() => {
    if (!isUnsaved || isPending || conflictIn(error) || (error && failedFor.current === document)) return;
    const timer = setTimeout(() => save(), SAVE_AFTER_MS);
    return () => clearTimeout(timer);
  }, [document, isUnsaved, isPending, error, save]);

  useEffect(() => {
    if (!isUnsaved) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener("beforeunload", ask);
    return () => removeEventListener("beforeunload", ask);
  }, [isUnsaved]);

  // Leaving the screen saves what waits.
  useEffect(
    () => () => {
      if (latest.current.document !== latest.current.stored) save();
    },
    [save],
  );

  return {
    document,
    edit: (edit) => {
      if (error && !conflictIn(error)) reset();
      dispatch({ kind: "edit", edit });
    },
    undo: () => dispatch({ kind: "undo" }),
    redo: () => dispatch({ kind: "redo" }),
    canUndo: past.length > 0,
    canRedo: future.length > 0,
    saving: error ? "failed" : isPending ? "saving" : isUnsaved ? "waiting" : "saved",
    error,
    conflict: conflictIn(error),
    save,
  };
}
