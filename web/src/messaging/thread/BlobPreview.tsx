import { useEffect, useState } from "react";
import { isPicture } from "../attachments";
import { IconFile } from "../icons";
import classes from "../messaging.module.css";

/** A file that is not uploaded yet. */
export function BlobPreview({ name, blob }: { name: string; blob: Blob }) {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    const made = URL.createObjectURL(blob);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [blob]);
  if (url && isPicture(blob.type)) {
    return (
      <span className={classes.picture}>
        <img src={url} alt={name} />
      </span>
    );
  }
  return (
    <span className={classes.file}>
      <IconFile size={18} aria-hidden />
      {name}
    </span>
  );
}
