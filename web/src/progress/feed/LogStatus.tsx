import { Badge, Loader } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Log } from "../api";
import classes from "./Feed.module.css";

/** The state of an entry. Shows nothing for an entry that has been read, which has a receipt. */
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
