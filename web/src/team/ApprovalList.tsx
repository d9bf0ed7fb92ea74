/** What somebody asked for and another person has to agree to: those that wait, and what became of the others. */
import { DataTable, List, SelectInput, useTranslate } from "react-admin";
import { ActorOf } from "../parts/Actor";
import { choicesOf } from "../parts/filters";
import { narrow } from "../parts/narrow";
import { ObjectLink } from "../parts/ObjectLink";
import { Nothing } from "../parts/Panel";
import { Status } from "../parts/Status";
import { When } from "../parts/When";
import { type Approval, STATES } from "./approval";
import { useAskWord } from "./useActionWord";

const filters = [<SelectInput key="status" source="status" choices={choicesOf("approval", STATES)} alwaysOn />];

export function ApprovalList() {
  const t = useTranslate();
  const wordOf = useAskWord();
  return (
    <List
      filters={filters}
      filterDefaultValues={{ status: "pending" }}
      sort={{ field: "created_at", order: "DESC" }}
      perPage={25}
      queryOptions={{ refetchInterval: 15_000 }}
      empty={false}
      exporter={false}
    >
      <DataTable
        rowClick="show"
        bulkActionButtons={false}
        sx={narrow("object_id", "created_at")}
        empty={<Nothing title={t("approvals.none_title")} text={t("approvals.none_text")} />}
      >
        <DataTable.Col
          source="action"
          disableSort
          render={(approval: Approval) => <strong>{wordOf(approval.action)}</strong>}
        />
        <DataTable.Col
          source="status"
          disableSort
          render={(approval: Approval) => <Status of="approval" value={approval.status} />}
        />
        <DataTable.Col
          source="asked_by"
          disableSort
          render={(approval: Approval) => <ActorOf id={approval.asked_by} />}
        />
        <DataTable.Col
          source="object_id"
          disableSort
          render={(approval: Approval) => <ObjectLink id={approval.object_id} />}
        />
        <DataTable.Col
          source="created_at"
          disableSort
          render={(approval: Approval) => <When at={approval.created_at} />}
        />
        <DataTable.Col
          source="expires_at"
          disableSort
          render={(approval: Approval) => <When at={approval.expires_at} />}
        />
      </DataTable>
    </List>
  );
}
