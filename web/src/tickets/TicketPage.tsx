/** One ticket: what was said, what is answered or noted, whose it is and how it stands. */
import {
  Alert,
  Link as Anchor,
  Box,
  Chip,
  Grid,
  LinearProgress,
  MenuItem,
  Stack,
  TextField,
  Typography,
} from "@mui/material";
import { useQuery } from "@tanstack/react-query";
import { Loading, ShowBase, useGetList, usePermissions, useRecordContext, useTranslate } from "react-admin";
import { Link } from "react-router-dom";
import { ask } from "../api/client";
import type { components } from "../api/schema";
import { Tags } from "../customers/CustomerList";
import { ActorOf } from "../parts/Actor";
import { ObjectLink } from "../parts/ObjectLink";
import { Facts, PageHead, Panel } from "../parts/Panel";
import { Status } from "../parts/Status";
import { useAct } from "../parts/useAct";
import { When } from "../parts/When";
import { may } from "../shell/rooms";
import type { Member } from "../team/member";
import { Answer } from "./Answer";
import { GIVEN_STATES, type Message, PRIORITIES, type Ticket } from "./ticket";

export function TicketPage() {
  return (
    <ShowBase queryOptions={{ refetchInterval: 15_000 }}>
      <Inside />
    </ShowBase>
  );
}

function Inside() {
  const ticket = useRecordContext<Ticket>();
  const t = useTranslate();
  const { permissions } = usePermissions<string[]>();
  if (!ticket) return <Loading />;
  const mayWrite = may(permissions, "support:write");
  return (
    <Box>
      <PageHead
        title={`#${ticket.number} ${ticket.subject}`}
        states={
          <>
            <Status of="ticket" value={ticket.status} />
            {ticket.priority !== "normal" && <Status of="priority" value={ticket.priority} />}
          </>
        }
      />
      {ticket.is_sender_proven === false && (
        <Alert severity="warning" sx={{ mb: 2 }}>
          {t("tickets.not_proven")}
        </Alert>
      )}
      <Grid container spacing={2}>
        <Grid size={{ xs: 12, md: 8 }}>
          <Stack spacing={2}>
            <Conversation ticket={ticket} />
            {mayWrite && ticket.status !== "closed" && <Answer ticket={ticket} />}
            {ticket.status === "closed" && <Alert severity="info">{t("tickets.is_closed")}</Alert>}
          </Stack>
        </Grid>
        <Grid size={{ xs: 12, md: 4 }}>
          <Side ticket={ticket} mayWrite={mayWrite && ticket.status !== "closed"} />
        </Grid>
      </Grid>
    </Box>
  );
}

const MOST = 100;

function Conversation({ ticket }: { ticket: Ticket }) {
  const t = useTranslate();
  const { data = [], isPending } = useQuery({
    queryKey: ["ticket_messages", ticket.id, ticket.messages],
    queryFn: ({ signal }) => allMessages(ticket.id, signal),
    placeholderData: (before) => before,
  });
  return (
    <Panel title={t("tickets.conversation")}>
      {isPending && <LinearProgress aria-label={t("ra.page.loading")} />}
      <Stack component="ol" spacing={2} sx={{ listStyle: "none", p: 0, m: 0 }}>
        {data.map((message) => (
          <Said key={message.id} message={message} ticket={ticket} />
        ))}
      </Stack>
    </Panel>
  );
}

async function allMessages(ticketId: string, signal: AbortSignal): Promise<Message[]> {
  const found: Message[] = [];
  let cursor: string | null = null;
  do {
    const query: { limit: number; cursor: string | null } = { limit: MOST, cursor };
    const asked = { path: { ticket_id: ticketId }, query, signal };
    const { body }: { body: components["schemas"]["MessageViewList"] } = await ask(
      "GET",
      "/admin/tickets/{ticket_id}/messages",
      asked,
    );
    found.push(...body.data);
    cursor = body.next_cursor;
  } while (cursor);
  return found;
}

function Said({ message, ticket }: { message: Message; ticket: Ticket }) {
  const t = useTranslate();
  const isOurs = message.author === "staff";
  return (
    <Box
      component="li"
      sx={{
        alignSelf: isOurs ? "flex-end" : "flex-start",
        maxWidth: "88%",
        minWidth: "min(20rem, 88%)",
        px: 2,
        py: 1.25,
        borderRadius: 2,
        border: 1,
        borderStyle: message.is_internal ? "dashed" : "solid",
        borderColor: message.is_internal ? "warning.main" : "divider",
        bgcolor: isOurs && !message.is_internal ? "var(--wash)" : "background.paper",
      }}
    >
      <Stack direction="row" spacing={1} useFlexGap sx={{ alignItems: "center", flexWrap: "wrap", mb: 0.5 }}>
        <Typography variant="subtitle2" component="span">
          {message.by ? (
            <ActorOf id={message.by} />
          ) : isOurs ? (
            t("tickets.shop")
          ) : (
            (ticket.email ?? t("tickets.customer"))
          )}
        </Typography>
        {message.is_internal && <Chip size="small" color="warning" variant="outlined" label={t("tickets.note")} />}
        <Typography variant="caption" color="textSecondary">
          <When at={message.created_at} isExact />
        </Typography>
      </Stack>
      <Typography variant="body2" sx={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
        {message.body}
      </Typography>
    </Box>
  );
}

function Side({ ticket, mayWrite }: { ticket: Ticket; mayWrite: boolean }) {
  const t = useTranslate();
  const { permissions } = usePermissions<string[]>();
  const { isBusy, act } = useAct();
  const { data: staff = [] } = useGetList<Member>(
    "staff",
    { pagination: { page: 1, perPage: MOST } },
    { enabled: may(permissions, "staff:read"), staleTime: 60_000 },
  );
  const change = (body: components["schemas"]["TicketChanges"]) =>
    act(
      "PATCH",
      "/admin/tickets/{ticket_id}",
      { path: { ticket_id: ticket.id }, body, version: ticket.version },
      "shop.saved",
    );
  const field = (name: string) => t(`resources.tickets.fields.${name}`);
  const here = staff.filter((each) => each.status === "active" || each.id === ticket.assignee_id);
  return (
    <Stack spacing={2}>
      <Panel title={t("tickets.state")}>
        <Stack spacing={2} sx={{ pt: 1 }}>
          <TextField
            select
            label={field("status")}
            value={ticket.status}
            disabled={!mayWrite || isBusy}
            onChange={(event) => change({ status: event.target.value as (typeof GIVEN_STATES)[number] })}
          >
            {(mayWrite ? GIVEN_STATES : [ticket.status]).map((each) => (
              <MenuItem key={each} value={each}>
                {t(`status.ticket.${each}`)}
              </MenuItem>
            ))}
          </TextField>
          <TextField
            select
            label={field("priority")}
            value={ticket.priority}
            disabled={!mayWrite || isBusy}
            onChange={(event) => change({ priority: event.target.value as Ticket["priority"] })}
          >
            {PRIORITIES.map((each) => (
              <MenuItem key={each} value={each}>
                {t(`status.priority.${each}`)}
              </MenuItem>
            ))}
          </TextField>
          {here.length > 0 ? (
            <TextField
              select
              label={field("assignee_id")}
              value={here.some((each) => each.id === ticket.assignee_id) ? ticket.assignee_id : ""}
              disabled={!mayWrite || isBusy}
              onChange={(event) => change({ assignee_id: event.target.value || null })}
              slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}
            >
              <MenuItem value="">
                {ticket.assignee_id && !here.some((each) => each.id === ticket.assignee_id) ? (
                  <ActorOf id={ticket.assignee_id} />
                ) : (
                  t("tickets.nobody")
                )}
              </MenuItem>
              {here.map((each) => (
                <MenuItem key={each.id} value={each.id}>
                  {each.name}
                </MenuItem>
              ))}
            </TextField>
          ) : (
            <Facts of={[[field("assignee_id"), <ActorOf key="who" id={ticket.assignee_id} />]]} />
          )}
        </Stack>
      </Panel>
      <Panel
        title={t("shop.details")}
        more={
          mayWrite && (
            <Anchor component={Link} to={`/tickets/${ticket.id}`} variant="body2">
              {t("ra.action.edit")}
            </Anchor>
          )
        }
      >
        <Facts
          of={[
            [field("email"), ticket.email ?? t("orders.person_hidden")],
            [
              field("order_id"),
              ticket.order_id && <ObjectLink id={ticket.order_id}>{t("refunds.to_order")}</ObjectLink>,
            ],
            [field("channel"), t(`tickets.channels.${ticket.channel}`)],
            [field("locale"), ticket.locale],
            [field("tags"), ticket.tags.length > 0 && <Tags tags={ticket.tags} />],
            [field("created_at"), <When key="at" at={ticket.created_at} isExact />],
            [field("solved_at"), ticket.solved_at && <When at={ticket.solved_at} isExact />],
          ]}
        />
      </Panel>
    </Stack>
  );
}
