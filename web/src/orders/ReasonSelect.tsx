import { MenuItem, TextField } from "@mui/material";
import { useTranslate } from "react-admin";

interface Given {
  reasons: readonly string[];
  /** Which kind, as `status.<of>` in the messages has them. */
  of: string;
  value: string;
  onChoose: (reason: string) => void;
}

export function ReasonSelect({ reasons, of, value, onChoose }: Given) {
  const t = useTranslate();
  return (
    <TextField select label={t("orders.reason")} value={value} onChange={(event) => onChoose(event.target.value)}>
      {reasons.map((each) => (
        <MenuItem key={each} value={each}>
          {t(`status.${of}.${each}`)}
        </MenuItem>
      ))}
    </TextField>
  );
}
