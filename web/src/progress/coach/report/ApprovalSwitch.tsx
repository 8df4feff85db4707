import { Alert, Switch } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useChangeApproval, useMe } from "../../../account/queries";
import { describeError } from "../../../foundation/describeError";

/** Whether reports wait for the coach before clients see them. It holds for all clients of the coach. */
export function ApprovalSwitch() {
  const { t } = useTranslation();
  const { data: me } = useMe();
  const change = useChangeApproval();
  if (!me) return null;
  return (
    <div>
      <Switch
        label={t("progressCoach:report.approve")}
        description={t("progressCoach:report.approveHint")}
        checked={change.isPending ? change.variables.approves : me.approves_reports}
        onChange={(event) => change.mutate({ me, approves: event.currentTarget.checked })}
      />
      {change.error && (
        <Alert color="red" role="alert" mt="xs">
          {describeError(change.error, t)}
        </Alert>
      )}
    </div>
  );
}
