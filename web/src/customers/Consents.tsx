/** What a customer agreed to: how it stands, and each time that they said so or took it back. */
import { Box, Chip, Stack, Table, TableBody, TableCell, TableHead, TableRow, Typography } from "@mui/material";
import { useTranslate } from "react-admin";
import { Panel } from "../parts/Panel";
import { When } from "../parts/When";
import { type Consent, type Customer, standing } from "./customer";
import { useConsents } from "./queries";

export function Consents({ customer }: { customer: Customer }) {
  const t = useTranslate();
  const { data = [] } = useConsents(customer.id);
  const word = (consent: Consent) =>
    t(consent.is_pending ? "customers.consent_asked" : consent.is_granted ? "customers.agreed" : "customers.withdrew");
  const what = (consent: Consent) =>
    `${t(`customers.purposes.${consent.purpose}`)} · ${t(`customers.channels.${consent.channel}`)}`;
  return (
    <Panel title={t("customers.consents")}>
      {data.length === 0 && <Typography color="textSecondary">{t("customers.no_consents")}</Typography>}
      <Stack direction="row" spacing={1} useFlexGap sx={{ flexWrap: "wrap", mb: data.length ? 2 : 0 }}>
        {[...standing(data).values()].map((consent) => (
          <Chip
            key={consent.id}
            size="small"
            variant="outlined"
            color={consent.is_pending ? "warning" : consent.is_granted ? "success" : "default"}
            label={`${what(consent)}: ${word(consent)}`}
          />
        ))}
      </Stack>
      {data.length > 0 && (
        <Box sx={{ overflowX: "auto" }}>
          <Table size="small">
            <TableHead>
              <TableRow>
                <TableCell>{t("customers.when")}</TableCell>
                <TableCell>{t("customers.what")}</TableCell>
                <TableCell>{t("customers.said")}</TableCell>
                <TableCell>{t("customers.words")}</TableCell>
              </TableRow>
            </TableHead>
            <TableBody>
              {data.toReversed().map((consent) => (
                <TableRow key={consent.id}>
                  <TableCell>
                    <When at={consent.decided_at} isExact />
                  </TableCell>
                  <TableCell>{what(consent)}</TableCell>
                  <TableCell>
                    {word(consent)}
                    <Typography variant="caption" component="div" color="textSecondary">
                      {consent.route}
                    </Typography>
                  </TableCell>
                  <TableCell sx={{ minWidth: 180 }}>{consent.text ?? "–"}</TableCell>
                </TableRow>
              ))}
            </TableBody>
          </Table>
        </Box>
      )}
    </Panel>
  );
}
