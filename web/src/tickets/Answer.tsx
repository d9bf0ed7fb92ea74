/** What staff write: an answer that goes out by e-mail, or a note that stays in the house. */
import { Button, MenuItem, Stack, TextField, ToggleButton, ToggleButtonGroup, Typography } from "@mui/material";
import { useState } from "react";
import { Form, required, TextInput, useGetList, useInput, useTranslate } from "react-admin";
import { Panel } from "../parts/Panel";
import { useAct } from "../parts/useAct";
import { GIVEN_STATES, type Macro, messageOf, type Ticket, wordsOf } from "./ticket";

export function Answer({ ticket }: { ticket: Ticket }) {
  const [sent, setSent] = useState(0);
  return <Sheet key={sent} ticket={ticket} onSent={() => setSent(sent + 1)} />;
}

function Sheet({ ticket, onSent }: { ticket: Ticket; onSent: () => void }) {
  const t = useTranslate();
  const { isBusy, act } = useAct();
  const [way, setWay] = useState<"answer" | "note">("answer");
  const [macro, setMacro] = useState<Macro | null>(null);
  const [status, setStatus] = useState("");
  const isNote = way === "note";

  async function send({ body }: { body?: string }) {
    const asked = {
      path: { ticket_id: ticket.id },
      body: messageOf(body ?? "", macro, ticket.locale, isNote, status),
      version: ticket.version,
    };
    if (await act("POST", "/admin/tickets/{ticket_id}/messages", asked, isNote ? "tickets.noted" : "tickets.sent"))
      onSent();
  }

  return (
    <Panel title={t(isNote ? "tickets.write_note" : "tickets.write_answer")}>
      <Form onSubmit={send} warnWhenUnsavedChanges>
        <Stack spacing={1.5}>
          <Stack direction="row" spacing={2} useFlexGap sx={{ flexWrap: "wrap" }}>
            <ToggleButtonGroup
              exclusive
              size="small"
              value={way}
              onChange={(_, next) => next && setWay(next)}
              aria-label={t("tickets.way")}
            >
              <ToggleButton value="answer">{t("tickets.answer")}</ToggleButton>
              <ToggleButton value="note">{t("tickets.note")}</ToggleButton>
            </ToggleButtonGroup>
            {!isNote && <MacroPicker ticket={ticket} macro={macro} onMacro={setMacro} />}
          </Stack>
          <TextInput
            source="body"
            label={isNote ? "tickets.note_label" : "tickets.answer_label"}
            multiline
            minRows={4}
            validate={required()}
            helperText={isNote ? "tickets.note_help" : "tickets.answer_help"}
          />
          <Stack direction="row" spacing={2} useFlexGap sx={{ alignItems: "center", flexWrap: "wrap" }}>
            <Button type="submit" variant="contained" disabled={isBusy} color={isNote ? "warning" : "primary"}>
              {t(isNote ? "tickets.keep_note" : "tickets.send")}
            </Button>
            {!isNote && (
              <TextField
                select
                label={t("tickets.afterwards")}
                value={status}
                onChange={(event) => setStatus(event.target.value)}
                slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}
                sx={{ minWidth: 200 }}
              >
                <MenuItem value="">
                  {t(macro?.status ? "tickets.as_macro" : "tickets.as_ever", {
                    status: macro?.status ? t(`status.ticket.${macro.status}`) : "",
                  })}
                </MenuItem>
                {GIVEN_STATES.map((each) => (
                  <MenuItem key={each} value={each}>
                    {t(`status.ticket.${each}`)}
                  </MenuItem>
                ))}
              </TextField>
            )}
            {!ticket.email && !isNote && (
              <Typography variant="body2" color="textSecondary">
                {t("orders.person_hidden")}
              </Typography>
            )}
          </Stack>
        </Stack>
      </Form>
    </Panel>
  );
}

function MacroPicker({
  ticket,
  macro,
  onMacro,
}: {
  ticket: Ticket;
  macro: Macro | null;
  onMacro: (macro: Macro | null) => void;
}) {
  const t = useTranslate();
  const { field } = useInput({ source: "body" });
  const { data = [] } = useGetList<Macro>(
    "ticket_macros",
    { pagination: { page: 1, perPage: 100 } },
    { staleTime: 60_000 },
  );
  if (!data.length) return null;
  const choose = (id: string) => {
    const chosen = data.find((each) => each.id === id) ?? null;
    onMacro(chosen);
    if (chosen) field.onChange(wordsOf(chosen, ticket.locale));
  };
  return (
    <TextField
      select
      label={t("tickets.macro")}
      value={macro?.id ?? ""}
      onChange={(event) => choose(event.target.value)}
      sx={{ minWidth: 220 }}
    >
      <MenuItem value="">–</MenuItem>
      {data.map((each) => (
        <MenuItem key={each.id} value={each.id}>
          {each.title}
        </MenuItem>
      ))}
    </TextField>
  );
}
