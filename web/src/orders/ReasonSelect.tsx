import { MenuItem, TextField } from "@mui/material";
import { useTranslate } from "react-admin";

interface Given<Reason extends string> {
  reasons: readonly Reason[];
  /** Which kind, as `status.<of>` in the messages has them. */
  of: string;
  value: Reason;
  onChoose: (reason: Reason) => void;
}

export function ReasonSelect<Reason extends string>({ reasons, of, value, onChoose }: Given<Reason>) {
  const t = useTranslate();
  return (
    <TextField
      select
      label={t("orders.reason")}
      value={value}
      onChange={(event) => onChoose(event.target.value as Reason)}
    >
      {reasons.map((each) => (
        <MenuItem key={each} value={each}>
          {t(`status.${of}.${each}`)}
        </MenuItem>
      ))}
    </TextField>
  );
}
