/** What staff did, the newest first: who, what, to which thing, from where, and what was before and after. */
import { Box, Table, TableBody, TableCell, TableHead, TableRow, Typography } from "@mui/material";
import {
  AutocompleteInput,
  DataTable,
  DateInput,
  FilterButton,
  List,
  TextInput,
  TopToolbar,
  useRecordContext,
  useTranslate,
} from "react-admin";
import { Actor } from "../parts/Actor";
import { ExportButton } from "../parts/ExportButton";
import { asDay, asMoment } from "../parts/filters";
import { narrow } from "../parts/narrow";
import { ObjectLink } from "../parts/ObjectLink";
import { Facts, Nothing } from "../parts/Panel";
import { ViewsButton } from "../parts/ViewsButton";
import { When } from "../parts/When";
import { ACTIONS } from "./actions";
import type { AuditEntry } from "./member";
import { useActionWord } from "./useActionWord";

const FILTERS = ["actor", "object", "action", "created_at[gte]", "created_at[lt]"];

export function AuditList() {
  const t = useTranslate();
  const wordOf = useActionWord();
  const filters = [
    <AutocompleteInput
      key="action"
      source="action"
      choices={ACTIONS.map((id) => ({ id, name: wordOf(id) })).sort((a, b) => a.name.localeCompare(b.name))}
      translateChoice={false}
      alwaysOn
      sx={{ minWidth: 240 }}
    />,
    <TextInput key="object" source="object" alwaysOn resettable />,
    <TextInput key="actor" source="actor" resettable />,
    <DateInput key="since" source="created_at[gte]" parse={asMoment} format={asDay} />,
    <DateInput key="until" source="created_at[lt]" parse={asMoment} format={asDay} />,
  ];
  return (
    <List
      filters={filters}
      actions={
        <TopToolbar>
          <FilterButton disableSaveQuery />
          <ViewsButton />
          <ExportButton path="/admin/audit/export" scope="audit:read" along={FILTERS} />
        </TopToolbar>
      }
      perPage={50}
      sort={{ field: "created_at", order: "DESC" }}
      empty={<Nothing title={t("audit.none_title")} />}
    >
      <DataTable
        rowClick="expand"
        expand={<Detail />}
        bulkActionButtons={false}
        sx={narrow("changes", "object_id")}
        empty={<Nothing title={t("audit.none_such")} />}
      >
        <DataTable.Col source="created_at" disableSort render={(entry: AuditEntry) => <When at={entry.created_at} />} />
        <DataTable.Col source="actor" disableSort render={(entry: AuditEntry) => <Actor actor={entry.actor} />} />
        <DataTable.Col
          source="action"
          disableSort
          render={(entry: AuditEntry) => <strong>{wordOf(entry.action)}</strong>}
        />
        <DataTable.Col
          source="object_id"
          disableSort
          render={(entry: AuditEntry) => <ObjectLink id={entry.object_id} />}
        />
        <DataTable.Col
          source="changes"
          disableSort
          render={(entry: AuditEntry) => (
            <Typography variant="body2" color="textSecondary" noWrap sx={{ maxWidth: 260 }}>
              {Object.keys(entry.changes).join(", ") || "–"}
            </Typography>
          )}
        />
      </DataTable>
    </List>
  );
}

function Detail() {
  const t = useTranslate();
  const entry = useRecordContext<AuditEntry>();
  if (!entry) return null;
  const field = (name: string) => t(`resources.audit.fields.${name}`);
  const changes = Object.entries(entry.changes);
  return (
    <Box sx={{ p: 1 }}>
      {changes.length > 0 && (
        <Table size="small" sx={{ mb: 2, tableLayout: "fixed" }}>
          <TableHead>
            <TableRow>
              <TableCell>{t("shop.field")}</TableCell>
              <TableCell>{t("shop.before")}</TableCell>
              <TableCell>{t("audit.after")}</TableCell>
            </TableRow>
          </TableHead>
          <TableBody>
            {changes.map(([path, change]) => (
              <TableRow key={path}>
                <TableCell component="th" scope="row" sx={{ wordBreak: "break-word" }}>
                  <code>{path}</code>
                </TableCell>
                <TableCell sx={{ wordBreak: "break-word", color: "text.secondary" }}>{shown(change.before)}</TableCell>
                <TableCell sx={{ wordBreak: "break-word" }}>{shown(change.after)}</TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      )}
      {entry.left_out > 0 && (
        <Typography variant="body2">{t("audit.left_out", { smart_count: entry.left_out })}</Typography>
      )}
      <Facts
        of={[
          [field("created_at"), <When key="at" at={entry.created_at} isExact />],
          [field("reason"), entry.reason],
          [field("approved_by"), entry.approved_by && <Actor actor={entry.approved_by} />],
          [field("approval_id"), entry.approval_id && <ObjectLink id={entry.approval_id} />],
          [field("address"), entry.address],
          [field("request_id"), <code key="request">{entry.request_id}</code>],
        ]}
      />
    </Box>
  );
}

function shown(value: unknown): string {
  if (value === null || value === undefined || value === "") return "–";
  if (Array.isArray(value) && value.every((each) => typeof each !== "object")) return value.join(", ") || "–";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
