/** Long work, the newest first: exports and the like, which go on by themselves. */
import { DataTable, List, SelectInput, useTranslate } from "react-admin";
import { ActorOf } from "../parts/Actor";
import { choicesOf } from "../parts/filters";
import { narrow } from "../parts/narrow";
import { Nothing } from "../parts/Panel";
import { Status } from "../parts/Status";
import { When } from "../parts/When";
import { isOver, type Job, STATES } from "./job";
import { Progress } from "./Progress";

const filters = [<SelectInput key="status" source="status" choices={choicesOf("job", STATES)} alwaysOn />];

export function JobList() {
  const t = useTranslate();
  const nothing = <Nothing title={t("jobs.none_title")} text={t("jobs.none_text")} />;
  return (
    <List<Job>
      filters={filters}
      sort={{ field: "created_at", order: "DESC" }}
      perPage={25}
      queryOptions={{
        refetchInterval: ({ state }) => (state.data?.data.every((job: Job) => isOver(job)) ? 15_000 : 2_000),
      }}
      empty={nothing}
      exporter={false}
    >
      <DataTable rowClick="show" bulkActionButtons={false} sx={narrow("created_by", "ended_at")}>
        <DataTable.Col
          source="kind"
          disableSort
          render={(job: Job) => <strong>{t(`jobs.kinds.${job.kind}`, { _: job.kind })}</strong>}
        />
        <DataTable.Col source="status" disableSort render={(job: Job) => <Status of="job" value={job.status} />} />
        <DataTable.Col source="done" disableSort render={(job: Job) => <Progress job={job} isBrief />} />
        <DataTable.Col source="created_by" disableSort render={(job: Job) => <ActorOf id={job.created_by} />} />
        <DataTable.Col source="created_at" disableSort render={(job: Job) => <When at={job.created_at} />} />
        <DataTable.Col source="ended_at" disableSort render={(job: Job) => <When at={job.ended_at} />} />
      </DataTable>
    </List>
  );
}
