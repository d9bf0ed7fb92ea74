/** What somebody asks for, in full, so that whoever agrees knows to what. */
import { Alert, Box, Button, Stack, Table, TableBody, TableCell, TableRow, Typography } from "@mui/material";
import { useState } from "react";
import {
  Confirm,
  Loading,
  ShowBase,
  useGetIdentity,
  useGetOne,
  usePermissions,
  useRecordContext,
  useTranslate,
} from "react-admin";
import { ActorOf } from "../parts/Actor";
import { Money } from "../parts/Money";
import { ObjectLink } from "../parts/ObjectLink";
import { fieldsOf, pageOfObject } from "../parts/objects";
import { Facts, PageHead, Panel } from "../parts/Panel";
import { Status } from "../parts/Status";
import { useAct } from "../parts/useAct";
import { When } from "../parts/When";
import { may } from "../shell/rooms";
import type { Approval } from "./approval";
import { useAskWord } from "./useActionWord";

export function ApprovalPage() {
  return (
    <ShowBase<Approval> queryOptions={{ refetchInterval: 15_000 }}>
      <Inside />
    </ShowBase>
  );
}

function Inside() {
  const approval = useRecordContext<Approval>();
  const t = useTranslate();
  const wordOf = useAskWord();
  if (!approval) return <Loading />;
  const field = (name: string) => t(`resources.approvals.fields.${name}`);
  return (
    <Box sx={{ maxWidth: 860 }}>
      <PageHead title={wordOf(approval.action)} states={<Status of="approval" value={approval.status} />}>
        <Decide approval={approval} />
      </PageHead>
      <Stack spacing={2}>
        <Panel title={t("approvals.what")}>
          <Asked approval={approval} />
        </Panel>
        <Panel title={t("shop.details")}>
          <Facts
            of={[
              [field("object_id"), <ObjectLink key="object" id={approval.object_id} />],
              [field("asked_by"), <ActorOf key="by" id={approval.asked_by} />],
              [field("created_at"), <When key="at" at={approval.created_at} isExact />],
              [field("expires_at"), approval.status === "pending" && <When at={approval.expires_at} isExact />],
              [field("decided_by"), approval.decided_by && <ActorOf id={approval.decided_by} />],
              [field("decided_at"), approval.decided_at && <When at={approval.decided_at} isExact />],
              [field("result_id"), approval.result_id && <ObjectLink id={approval.result_id} />],
              [field("scope"), <code key="scope">{approval.scope}</code>],
            ]}
          />
        </Panel>
      </Stack>
    </Box>
  );
}

/** The body that was sent: an amount of money is of the order that it names. */
function Asked({ approval }: { approval: Approval }) {
  const t = useTranslate();
  const { permissions } = usePermissions<string[]>();
  const orderId = typeof approval.body.order_id === "string" ? approval.body.order_id : "";
  const { data: order } = useGetOne(
    "orders",
    { id: orderId },
    { enabled: !!orderId && may(permissions, "orders:read") },
  );
  const fields = fieldsOf(approval.body);
  if (!fields.length) return <Typography color="textSecondary">{t("approvals.no_fields")}</Typography>;
  const shown = (path: string, text: string) => {
    if (path === "amount" && order) return <Money amount={Number(text)} currency={order.currency} />;
    return pageOfObject(text) ? (
      <ObjectLink id={text}>{text === order?.id ? `#${order.number}` : text}</ObjectLink>
    ) : (
      text
    );
  };
  return (
    <Table size="small">
      <TableBody>
        {fields.map(([path, text]) => (
          <TableRow key={path}>
            <TableCell component="th" scope="row" sx={{ color: "text.secondary", width: "30%" }}>
              {t(`approvals.fields.${path}`, { _: path })}
            </TableCell>
            <TableCell sx={{ wordBreak: "break-word" }}>{shown(path, text)}</TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

function Decide({ approval }: { approval: Approval }) {
  const t = useTranslate();
  const { permissions } = usePermissions<string[]>();
  const { identity } = useGetIdentity();
  const { isBusy, act } = useAct();
  const [word, setWord] = useState<"approve" | "decline" | null>(null);
  const isAllowed = may(permissions, "approvals:write") && may(permissions, approval.scope);
  if (approval.status !== "pending" || !isAllowed) return null;
  if (identity?.id === approval.asked_by) return <Alert severity="info">{t("approvals.own")}</Alert>;
  const decide = async () => {
    if (!word) return;
    const asked = { path: { approval_id: approval.id }, version: approval.version };
    await act("POST", `/admin/approvals/{approval_id}/${word}`, asked, `approvals.${word}d`);
    setWord(null);
  };
  return (
    <>
      <Button variant="outlined" color="error" disabled={isBusy} onClick={() => setWord("decline")}>
        {t("approvals.decline")}
      </Button>
      <Button variant="contained" disabled={isBusy} onClick={() => setWord("approve")}>
        {t("approvals.approve")}
      </Button>
      <Confirm
        isOpen={!!word}
        loading={isBusy}
        title={t(`approvals.${word ?? "approve"}_title`)}
        content={t(`approvals.${word ?? "approve"}_text`)}
        confirm={t(`approvals.${word ?? "approve"}`)}
        onConfirm={decide}
        onClose={() => setWord(null)}
      />
    </>
  );
}
