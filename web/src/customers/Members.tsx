/** Who buys for a company, as what, and up to which sum an order needs nobody's word. */

import CloseIcon from "@mui/icons-material/Close";
import {
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  IconButton,
  MenuItem,
  Stack,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableRow,
  TextField,
  Typography,
} from "@mui/material";
import { useState } from "react";
import { Confirm, useGetMany, useRecordContext, useTranslate } from "react-admin";
import { Money } from "../parts/Money";
import { MoneyBox } from "../parts/MoneyBox";
import { ObjectLink } from "../parts/ObjectLink";
import { useAct } from "../parts/useAct";
import { CustomerPicker } from "./CustomerPicker";
import { type Company, type Customer, type Member, nameOf } from "./customer";

const ROLES: readonly Member["role"][] = ["buyer", "admin"];

export function Members({ mayWrite }: { mayWrite: boolean }) {
  const t = useTranslate();
  const company = useRecordContext<Company>();
  const { isBusy, act } = useAct();
  const [editing, setEditing] = useState<Member | "new" | null>(null);
  const [leaving, setLeaving] = useState<Member | null>(null);
  const { data: people = [] } = useGetMany<Customer>("customers", {
    ids: company?.members.map((member) => member.customer_id) ?? [],
  });
  if (!company) return null;
  const nameBy = (id: string) => {
    const found = people.find((each) => each?.id === id);
    return found ? nameOf(found) : id;
  };
  const remove = async () => {
    if (!leaving) return;
    const path = { company_id: company.id, customer_id: leaving.customer_id };
    const asked = { path, version: company.version };
    await act("DELETE", "/admin/companies/{company_id}/members/{customer_id}", asked, "companies.member_removed");
    setLeaving(null);
  };
  return (
    <Stack sx={{ p: 2, borderTop: 1, borderColor: "divider" }} spacing={1}>
      <Stack direction="row" sx={{ alignItems: "center" }}>
        <Typography variant="h6" component="h2" sx={{ flex: 1 }}>
          {t("companies.members")}
        </Typography>
        {mayWrite && (
          <Button variant="outlined" onClick={() => setEditing("new")}>
            {t("companies.add_member")}
          </Button>
        )}
      </Stack>
      {company.members.length === 0 && <Typography color="textSecondary">{t("companies.no_members")}</Typography>}
      {company.members.length > 0 && (
        <Table size="small">
          <TableHead>
            <TableRow>
              <TableCell>{t("companies.who")}</TableCell>
              <TableCell>{t("companies.role")}</TableCell>
              <TableCell>{t("companies.limits")}</TableCell>
              <TableCell />
            </TableRow>
          </TableHead>
          <TableBody>
            {company.members.map((member) => (
              <TableRow key={member.customer_id}>
                <TableCell>
                  <ObjectLink id={member.customer_id}>{nameBy(member.customer_id)}</ObjectLink>
                </TableCell>
                <TableCell>{t(`companies.roles.${member.role}`)}</TableCell>
                <TableCell>
                  <Limits of={member} />
                </TableCell>
                <TableCell align="right">
                  {mayWrite && (
                    <>
                      <Button size="small" onClick={() => setEditing(member)}>
                        {t("ra.action.edit")}
                      </Button>
                      <IconButton
                        size="small"
                        aria-label={t("companies.remove_member", { name: nameBy(member.customer_id) })}
                        onClick={() => setLeaving(member)}
                      >
                        <CloseIcon fontSize="small" />
                      </IconButton>
                    </>
                  )}
                </TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      )}
      {editing && (
        <MemberDialog company={company} member={editing === "new" ? null : editing} onEnd={() => setEditing(null)} />
      )}
      <Confirm
        isOpen={!!leaving}
        loading={isBusy}
        title={t("companies.remove_member", { name: leaving ? nameBy(leaving.customer_id) : "" })}
        content={t("companies.remove_text")}
        onConfirm={remove}
        onClose={() => setLeaving(null)}
      />
    </Stack>
  );
}

function Limits({ of }: { of: Member }) {
  const t = useTranslate();
  if (of.role === "admin" || !of.order_limits) return <span>{t("companies.no_limit")}</span>;
  const limits = Object.entries(of.order_limits);
  if (!limits.length) return <span>{t("companies.nothing_alone")}</span>;
  return limits.map(([currency, amount]) => (
    <div key={currency}>
      <Money amount={amount} currency={currency} />
    </div>
  ));
}

interface Limit {
  id: number;
  currency: string;
  amount: number | null | undefined;
}

function MemberDialog({ company, member, onEnd }: { company: Company; member: Member | null; onEnd: () => void }) {
  const t = useTranslate();
  const { isBusy, act } = useAct();
  const [who, setWho] = useState<Customer | null>(null);
  const [role, setRole] = useState<Member["role"]>(member?.role ?? "buyer");
  const [limits, setLimits] = useState<Limit[]>(() =>
    Object.entries(member?.order_limits ?? {}).map(([currency, amount], id) => ({ id, currency, amount })),
  );
  const id = member?.customer_id ?? who?.id;
  const isWhole = limits.every((each) => /^[A-Z]{3}$/.test(each.currency) && typeof each.amount === "number");
  const change = (changed: Limit) => setLimits(limits.map((each) => (each.id === changed.id ? changed : each)));

  async function save() {
    if (!id) return;
    const orderLimits = limits.length
      ? Object.fromEntries(limits.map((each) => [each.currency, each.amount as number]))
      : null;
    const body = { role, order_limits: role === "buyer" ? orderLimits : null };
    const path = { company_id: company.id, customer_id: id };
    const asked = { path, body, version: company.version };
    if (await act("PUT", "/admin/companies/{company_id}/members/{customer_id}", asked, "shop.saved")) onEnd();
  }

  return (
    <Dialog open onClose={onEnd} fullWidth maxWidth="sm" aria-labelledby="member-title">
      <DialogTitle id="member-title">{t(member ? "companies.member" : "companies.add_member")}</DialogTitle>
      <DialogContent>
        <Stack spacing={2} sx={{ pt: 1 }}>
          {!member && (
            <CustomerPicker
              label={t("companies.who")}
              value={who}
              onValue={setWho}
              without={company.members.map((each) => each.customer_id)}
            />
          )}
          <TextField
            select
            label={t("companies.role")}
            value={role}
            onChange={(event) => setRole(event.target.value as Member["role"])}
            helperText={t(`companies.roles_help.${role}`)}
          >
            {ROLES.map((each) => (
              <MenuItem key={each} value={each}>
                {t(`companies.roles.${each}`)}
              </MenuItem>
            ))}
          </TextField>
          {role === "buyer" &&
            limits.map((limit) => (
              <Stack key={limit.id} direction="row" spacing={2} sx={{ alignItems: "flex-start" }}>
                <TextField
                  label={t("companies.currency")}
                  value={limit.currency}
                  onChange={(event) => change({ ...limit, currency: event.target.value.toUpperCase().slice(0, 3) })}
                  sx={{ width: 120 }}
                />
                <MoneyBox
                  label={t("companies.limit")}
                  amount={limit.amount ?? null}
                  currency={limit.currency}
                  onAmount={(amount) => change({ ...limit, amount })}
                  fullWidth
                />
                <IconButton
                  aria-label={t("ra.action.remove")}
                  onClick={() => setLimits(limits.filter((each) => each.id !== limit.id))}
                >
                  <CloseIcon />
                </IconButton>
              </Stack>
            ))}
          {role === "buyer" && (
            <Button
              sx={{ alignSelf: "flex-start" }}
              onClick={() => setLimits([...limits, { id: Date.now(), currency: "", amount: null }])}
            >
              {t("companies.add_limit")}
            </Button>
          )}
        </Stack>
      </DialogContent>
      <DialogActions>
        <Button onClick={onEnd}>{t("ra.action.cancel")}</Button>
        <Button variant="contained" onClick={save} disabled={isBusy || !id || (role === "buyer" && !isWhole)}>
          {t("ra.action.save")}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
