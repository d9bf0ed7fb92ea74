/** The carts of a company's buyers that wait for the word of its admins: who asked, since when, and for how much. */
import { Stack, Table, TableBody, TableCell, TableHead, TableRow, Typography } from "@mui/material";
import { useGetMany, useRecordContext, useTranslate } from "react-admin";
import { Money } from "../parts/Money";
import { ObjectLink } from "../parts/ObjectLink";
import { When } from "../parts/When";
import { type Company, type Customer, nameOf } from "./customer";
import { useWaitingCarts } from "./queries";

export function WaitingCarts() {
  const t = useTranslate();
  const company = useRecordContext<Company>();
  const { data: carts = [] } = useWaitingCarts(company?.id ?? "");
  const { data: people = [] } = useGetMany<Customer>("customers", {
    ids: [...new Set(carts.map((cart) => cart.approval.asked_by))],
  });
  const nameBy = (id: string) => {
    const found = people.find((each) => each?.id === id);
    return found ? nameOf(found) : id;
  };
  return (
    <Stack sx={{ p: 2, borderTop: 1, borderColor: "divider" }} spacing={1}>
      <Typography variant="h6" component="h2">
        {t("companies.waiting")}
      </Typography>
      <Typography color="textSecondary">
        {t(carts.length ? "companies.waiting_help" : "companies.no_waiting")}
      </Typography>
      {carts.length > 0 && (
        <Table size="small">
          <TableHead>
            <TableRow>
              <TableCell>{t("companies.who")}</TableCell>
              <TableCell>{t("companies.asked_at")}</TableCell>
              <TableCell align="right">{t("companies.pieces")}</TableCell>
              <TableCell align="right">{t("companies.total")}</TableCell>
            </TableRow>
          </TableHead>
          <TableBody>
            {carts.map((cart) => (
              <TableRow key={cart.cart_id}>
                <TableCell>
                  <ObjectLink id={cart.approval.asked_by}>{nameBy(cart.approval.asked_by)}</ObjectLink>
                </TableCell>
                <TableCell>
                  <When at={cart.approval.asked_at} />
                </TableCell>
                <TableCell align="right">{cart.items.reduce((sum, line) => sum + line.quantity, 0)}</TableCell>
                <TableCell align="right">
                  <Money amount={cart.approval.total} currency={cart.currency} />
                </TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      )}
    </Stack>
  );
}
