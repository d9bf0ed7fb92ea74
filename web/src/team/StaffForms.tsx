/** Letting somebody in, and what one of the staff may do. */
import { Alert, Button, Stack } from "@mui/material";
import { useRef, useState } from "react";
import {
  Confirm,
  required,
  TextInput,
  useGetIdentity,
  usePermissions,
  useRecordContext,
  useRedirect,
  useTranslate,
} from "react-admin";
import { Facts } from "../parts/Panel";
import { SafeCreate } from "../parts/SafeCreate";
import { SafeEdit } from "../parts/SafeEdit";
import { Sheet } from "../parts/Sheet";
import { Status } from "../parts/Status";
import { useAct } from "../parts/useAct";
import { When } from "../parts/When";
import { may } from "../shell/rooms";
import { LocationsInput } from "./LocationsInput";
import type { Member } from "./member";
import { RolesInput } from "./RolesInput";

export function StaffCreate() {
  const t = useTranslate();
  return (
    <SafeCreate redirect="list" title="staff.invite">
      <Sheet>
        <Alert severity="info" sx={{ mb: 2 }}>
          {t("staff.invite_text")}
        </Alert>
        <TextInput source="email" type="email" validate={required()} />
        <TextInput source="name" validate={required()} />
        <RolesInput source="roles" />
        <LocationsInput source="locations" defaultValue={[]} />
      </Sheet>
    </SafeCreate>
  );
}

export function StaffEdit() {
  return (
    <SafeEdit title={<Name />} actions={false}>
      <Inside />
    </SafeEdit>
  );
}

function Name() {
  return <span>{useRecordContext<Member>()?.name}</span>;
}

function Inside() {
  const t = useTranslate();
  const member = useRecordContext<Member>();
  const { permissions } = usePermissions<string[]>();
  if (!member) return null;
  const mayWrite = may(permissions, "staff:write") && member.status !== "removed";
  const field = (name: string) => t(`resources.staff.fields.${name}`);
  return (
    <>
      <Stack direction={{ xs: "column", sm: "row" }} spacing={2} sx={{ p: 2, pb: 0, justifyContent: "space-between" }}>
        <Facts
          of={[
            [field("status"), <Status key="status" of="member" value={member.status} />],
            [field("email"), member.email],
            [field("last_used_at"), <When key="last" at={member.last_used_at} />],
            [field("created_at"), <When key="at" at={member.created_at} />],
          ]}
        />
        {mayWrite && <Actions member={member} />}
      </Stack>
      <Sheet foot={mayWrite ? null : false} disabled={!mayWrite}>
        <TextInput source="name" validate={required()} />
        <RolesInput source="roles" />
        <LocationsInput source="locations" />
      </Sheet>
    </>
  );
}

type Doing = "deactivate" | "activate" | "sign_out" | "reinvite" | "remove";

function Actions({ member }: { member: Member }) {
  const t = useTranslate();
  const redirect = useRedirect();
  const { identity } = useGetIdentity();
  const { isBusy, act } = useAct();
  const [doing, setDoing] = useState<Doing | null>(null);
  const said = useRef<Doing>("remove"); // also while the dialog fades
  if (doing) said.current = doing;
  const isMe = identity?.id === member.id;
  const asked = { path: { staff_id: member.id }, version: member.version };

  async function go() {
    const answer =
      doing === "remove"
        ? await act("DELETE", "/admin/staff/{staff_id}", asked, "staff.remove_done")
        : doing === "sign_out"
          ? await act("POST", "/admin/staff/{staff_id}/sign_out", asked, "staff.sign_out_done")
          : doing === "reinvite"
            ? await act("POST", "/admin/staff/{staff_id}/invite", asked, "staff.reinvite_done")
            : await act(
                "PATCH",
                "/admin/staff/{staff_id}",
                { ...asked, body: { status: doing === "activate" ? "active" : "deactivated" } },
                `staff.${doing}_done`,
              );
    const wasRemoved = answer && doing === "remove";
    setDoing(null);
    if (wasRemoved) redirect("list", "staff");
  }

  const button = (name: Doing, isHard = false) => (
    <Button
      variant="outlined"
      size="small"
      color={isHard ? "error" : "primary"}
      disabled={isBusy}
      onClick={() => setDoing(name)}
    >
      {t(`staff.${name}`)}
    </Button>
  );
  return (
    <Stack direction="row" spacing={1} useFlexGap sx={{ flexWrap: "wrap", alignSelf: "flex-start" }}>
      {member.status === "invited" && button("reinvite")}
      {member.status === "active" && button("sign_out")}
      {member.status === "deactivated" && button("activate")}
      {member.status === "active" && !isMe && button("deactivate", true)}
      {!isMe && button("remove", true)}
      <Confirm
        isOpen={!!doing}
        loading={isBusy}
        title={t(`staff.${said.current}_title`, { name: member.name })}
        content={t(`staff.${said.current}_text`)}
        confirm={t(`staff.${said.current}`)}
        onConfirm={go}
        onClose={() => setDoing(null)}
      />
    </Stack>
  );
}
