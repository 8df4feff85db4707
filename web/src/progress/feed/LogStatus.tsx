import { Badge, Loader } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Log } from "../api";
import classes from "./Feed.module.css";

/** How far an entry has come. One that has simply been read says nothing: its receipt does. */
export function LogStatus({ status }: { status: Log["ai_status"] }) {
  const { t } = useTranslation();
  const words = t(`progress:status.${status}`);
  switch (status) {
    case "processed":
      return null;
    case "needs_review":
    case "failed":
      return (
        <Badge
          color={status === "failed" ? "red" : "yellow"}
          variant="outline"
          c="var(--mantine-color-text)"
          tt="none"
        >
          {words}
        </Badge>
      );
    default:
      return (
        <span className={classes.spinner}>
          <Loader size={12} aria-hidden />
          {words}
        </span>
      );
  }
}
