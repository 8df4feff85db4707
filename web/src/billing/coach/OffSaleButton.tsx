import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";

interface OffSaleButtonProps {
  name: string;
  isOff: boolean;
  change: { mutate: (isOff: boolean) => void; isPending: boolean };
}

/** Takes something off sale, or puts it back. */
export function OffSaleButton({ name, isOff, change }: OffSaleButtonProps) {
  const { t } = useTranslation();
  const words = t(isOff ? "billingCoach:package.restore" : "billingCoach:package.archive");
  return (
    <Button
      size="xs"
      variant="default"
      loading={change.isPending}
      aria-label={`${words}: ${name}`}
      onClick={() => change.mutate(!isOff)}
    >
      {words}
    </Button>
  );
}
