/** What may be done, area by area, with what each can cost: as a table to read, or with boxes to tick. */
import {
  Checkbox,
  FormControlLabel,
  FormHelperText,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableRow,
  Typography,
} from "@mui/material";
import { useInput, usePermissions, useTranslate } from "react-admin";
import { may } from "../shell/rooms";
import { AREAS, isCarried, toggled } from "./member";

interface Given {
  scopes: readonly string[];
  /** Without it, it is to read alone. */
  onScopes?: (scopes: string[]) => void;
}

export function ScopeTable({ scopes, onScopes }: Given) {
  const t = useTranslate();
  const areas = Object.entries(AREAS).filter(
    ([area, ways]) => onScopes || ways.some((way) => may(scopes, `${area}:${way}`)),
  );
  return (
    <Table size="small" sx={{ "& td, & th": { verticalAlign: "top" } }}>
      <TableHead sx={{ display: { xs: "none", sm: "table-header-group" } }}>
        <TableRow>
          <TableCell>{t("roles.area")}</TableCell>
          <TableCell>{t("roles.read")}</TableCell>
          <TableCell>{t("roles.write")}</TableCell>
        </TableRow>
      </TableHead>
      <TableBody>
        {areas.map(([area, ways]) => (
          <TableRow key={area} sx={{ display: { xs: "block", sm: "table-row" }, pb: { xs: 1, sm: 0 } }}>
            <TableCell component="th" scope="row" sx={{ display: STACKED }}>
              <strong>{t(`roles.areas.${area}`)}</strong>
            </TableCell>
            <TableCell sx={{ display: STACKED, width: { sm: "38%" } }}>
              {ways.includes("read") && <One scope={`${area}:read`} scopes={scopes} onScopes={onScopes} />}
            </TableCell>
            <TableCell sx={{ display: STACKED, width: { sm: "44%" } }}>
              {ways
                .filter((way) => way !== "read")
                .map((way) => (
                  <One key={way} scope={`${area}:${way}`} scopes={scopes} onScopes={onScopes} />
                ))}
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

/** On a phone what belongs to an area stands below it. */
const STACKED = { xs: "block", sm: "table-cell" } as const;

function One({ scope, scopes, onScopes }: { scope: string } & Given) {
  const t = useTranslate();
  const { permissions } = usePermissions<string[]>();
  const carried = isCarried(scope, scopes);
  const isOn = scopes.includes(scope) || carried;
  const word = scope.replace(":", "_");
  const text = (
    <>
      <Typography variant="body2" component="span">
        {t(`roles.ways.${word}`)}
      </Typography>
      <Typography variant="caption" component="div" color="textSecondary">
        {t(`roles.costs.${word}`)}
      </Typography>
    </>
  );
  if (!onScopes) return isOn ? <div>{text}</div> : <Typography color="textSecondary">–</Typography>;
  // Nobody hands on what they may not do themselves; what they may take away again is another matter.
  const isOutOfReach = !may(permissions, scope) && !isOn;
  return (
    <FormControlLabel
      sx={{ alignItems: "flex-start", mr: 0 }}
      disabled={carried || isOutOfReach}
      control={
        <Checkbox
          size="small"
          checked={isOn}
          onChange={(event) => onScopes(toggled(scopes, scope, event.target.checked))}
          sx={{ py: 0.25 }}
        />
      }
      label={text}
    />
  );
}

/** The same as a field of a form. */
export function ScopesInput({ source }: { source: string }) {
  const t = useTranslate();
  const { field, fieldState } = useInput<string[]>({
    source,
    defaultValue: [],
    validate: (scopes) => (scopes?.length ? undefined : "roles.no_scopes"),
  });
  const message = fieldState.error?.message;
  return (
    <div style={{ width: "100%" }}>
      {message && (
        <FormHelperText error sx={{ fontSize: "0.875rem" }}>
          {t(message.replace(/^@@react-admin@@"(.*)"$/, "$1"), { _: message })}
        </FormHelperText>
      )}
      <ScopeTable scopes={(field.value as string[]) ?? []} onScopes={field.onChange} />
    </div>
  );
}
