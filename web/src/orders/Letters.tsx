/** What whoever ordered was written about it; each may be sent once more, since letters get lost. */
import MailIcon from "@mui/icons-material/ForwardToInbox";
import { Box, Button, Stack, Typography } from "@mui/material";
import { useState } from "react";
import { Confirm, usePermissions, useTranslate } from "react-admin";
import { Panel } from "../parts/Panel";
import { Status } from "../parts/Status";
import { useAct } from "../parts/useAct";
import { When } from "../parts/When";
import { may } from "../shell/rooms";
import type { Mail, Order } from "./order";
import { useMails } from "./queries";

export function Letters({ order }: { order: Order }) {
  const t = useTranslate();
  const { permissions } = usePermissions<string[]>();
  const mails = useMails(order.id).data ?? [];
  if (!mails.length) return null;
  return (
    <Panel title={t("orders.letters")}>
      <Stack component="ul" sx={{ listStyle: "none", p: 0, m: 0 }}>
        {mails.map((mail) => (
          <Stack
            key={mail.id}
            component="li"
            direction="row"
            spacing={1}
            useFlexGap
            sx={{ py: 0.75, alignItems: "center", flexWrap: "wrap" }}
          >
            <Box sx={{ flex: 1, minWidth: 200 }}>
              <Typography variant="body2">{t(`letters.kinds.${mail.kind}`, { _: mail.kind })}</Typography>
              <Typography variant="caption" color="textSecondary" sx={{ wordBreak: "break-word" }}>
                <When at={mail.sent_at ?? mail.owed_at} isExact />
                {mail.to && ` · ${mail.to}`}
                {mail.again_of && ` · ${t("orders.letter_again")}`}
              </Typography>
            </Box>
            <Status of="mail" value={mail.status} />
            {mail.may_go_again && may(permissions, "orders:write") && <Again mail={mail} />}
          </Stack>
        ))}
      </Stack>
    </Panel>
  );
}

function Again({ mail }: { mail: Mail }) {
  const t = useTranslate();
  const { isBusy, act } = useAct();
  const [isAsked, setAsked] = useState(false);
  async function send() {
    setAsked(false);
    await act("POST", "/admin/mails/{mail_id}/resend", { path: { mail_id: mail.id } }, "orders.letter_sent");
  }
  return (
    <>
      <Button
        size="small"
        className="no-print"
        startIcon={<MailIcon />}
        disabled={isBusy}
        onClick={() => setAsked(true)}
      >
        {t("orders.send_letter")}
      </Button>
      <Confirm
        isOpen={isAsked}
        title={t("orders.send_letter_title")}
        content={t("orders.send_letter_text", { to: mail.to ?? "" })}
        confirm="orders.send_letter"
        ConfirmIcon={MailIcon}
        onConfirm={send}
        onClose={() => setAsked(false)}
      />
    </>
  );
}
