/** The shop as a machine: what waits, what failed for good, what runs by the clock, what it costs. */
import { Alert, Button, Stack } from "@mui/material";
import { Loading, useTranslate } from "react-admin";
import { useSearchParams } from "react-router-dom";
import { PageHead } from "../parts/Panel";
import { useRefusal } from "../parts/refusals";
import { When } from "../parts/When";
import { Alarms } from "./Alarms";
import { EventsOf } from "./EventsOf";
import { LettersPanel } from "./LettersPanel";
import { Queues } from "./Queues";
import { useSystem } from "./queries";
import { Schedules } from "./Schedules";
import { firstLoud } from "./system";
import { Tiles } from "./Tiles";

export default function SystemPage() {
  const t = useTranslate();
  const refusal = useRefusal();
  const { data, error, refetch } = useSystem();
  const [params, setParams] = useSearchParams();
  if (!data && error) {
    return (
      <>
        <PageHead title={t("rooms.system")} />
        <Alert severity="error" action={<Button onClick={() => void refetch()}>{t("system.again")}</Button>}>
          {refusal(error)}
        </Alert>
      </>
    );
  }
  if (!data) return <Loading />;
  const chosen = params.get("queue") ?? firstLoud(data.queues);
  const choose = (queue: string) =>
    setParams((before) => {
      before.set("queue", queue);
      return before;
    });
  const { stage, code, deployed_at } = data.version;
  return (
    <>
      <PageHead
        title={t("rooms.system")}
        text={
          <>
            {t("system.stage", { stage })}
            {code && <> · {code}</>}
            {deployed_at && (
              <>
                {" "}
                · {t("system.deployed")} <When at={deployed_at} />
              </>
            )}
          </>
        }
      />
      <Stack spacing={2}>
        <Tiles system={data} />
        <Alarms alarms={data.alarms} />
        <Queues queues={data.queues} chosen={chosen} onChoose={choose} />
        <LettersPanel queue={chosen} hasAny={data.dead_letters > 0} />
        <Schedules schedules={data.schedules} />
        <EventsOf
          object={params.get("object") ?? ""}
          onObject={(object) =>
            setParams((before) => {
              before.set("object", object);
              return before;
            })
          }
        />
      </Stack>
    </>
  );
}
