/** A shipping option: what it is called, where it goes, what it costs. */

import DeleteIcon from "@mui/icons-material/DeleteOutlined";
import { Alert, Box, Button, Stack, Typography } from "@mui/material";
import { useState } from "react";
import {
  BooleanInput,
  Confirm,
  Form,
  required,
  SaveButton,
  SelectInput,
  TextInput,
  Toolbar,
  useDelete,
  useNotify,
  usePermissions,
  useRecordContext,
  useRedirect,
  useTranslate,
} from "react-admin";
import { useFormContext, useWatch } from "react-hook-form";
import { CountryInput } from "../parts/CountryInput";
import { choicesOf } from "../parts/filters";
import { Panel } from "../parts/Panel";
import { useTellRefusal } from "../parts/refusals";
import { SafeCreate } from "../parts/SafeCreate";
import { SafeEdit } from "../parts/SafeEdit";
import { UnsavedWarning } from "../parts/useUnsaved";
import { may } from "../shell/rooms";
import { AmountsInput } from "./AmountsInput";
import { newOption, type ShippingOption } from "./option";
import { TiersInput } from "./TiersInput";

const NOTHING_YET = { title: "", countries: [], kind: "flat", amounts: {}, tiers: null, is_active: true };

export function ShippingCreate() {
  const t = useTranslate();
  return (
    <SafeCreate component="div" actions={false} redirect="list" transform={newOption}>
      <Typography variant="h5" component="h1" sx={{ pt: 2, pb: 2 }}>
        {t("shipping.new")}
      </Typography>
      <Form defaultValues={NOTHING_YET} warnWhenUnsavedChanges>
        <Fields mayWrite />
      </Form>
    </SafeCreate>
  );
}

export function ShippingEdit() {
  return (
    <SafeEdit component="div" actions={false}>
      <Inside />
    </SafeEdit>
  );
}

function Inside() {
  const t = useTranslate();
  const option = useRecordContext<ShippingOption>();
  const { permissions } = usePermissions<string[]>();
  if (!option || !permissions) return null;
  const mayWrite = may(permissions, "fulfillment:write");
  return (
    <>
      <Typography variant="h5" component="h1" sx={{ pt: 2, pb: 2, wordBreak: "break-word" }}>
        {option.title}
      </Typography>
      {!mayWrite && (
        <Alert severity="info" sx={{ mb: 2 }}>
          {t("shipping.may_not_write")}
        </Alert>
      )}
      <Form>
        <Fields mayWrite={mayWrite} option={option} />
        <UnsavedWarning />
      </Form>
    </>
  );
}

function Fields({ mayWrite, option }: { mayWrite: boolean; option?: ShippingOption }) {
  const t = useTranslate();
  const kind = useWatch({ name: "kind" });
  const { setValue, getValues } = useFormContext();
  const fixed = { disabled: !mayWrite };

  /** What was flat is a first step of any weight, and back. */
  function onKind(next: string) {
    if (next === "by_weight" && !getValues("tiers")?.length)
      setValue("tiers", [{ up_to_g: null, amounts: getValues("amounts") ?? {} }], { shouldDirty: true });
    if (next === "flat" && !getValues("amounts"))
      setValue("amounts", getValues("tiers")?.at(-1)?.amounts ?? {}, { shouldDirty: true });
  }

  return (
    <Box sx={{ maxWidth: 860 }}>
      <Stack spacing={2}>
        <Panel title={t("shipping.about")}>
          <Stack spacing={1.5}>
            <TextInput source="title" fullWidth validate={required()} helperText="shipping.title_help" {...fixed} />
            <CountryInput source="countries" isMany helperText={t("shipping.countries_help")} {...fixed} />
            <BooleanInput source="is_active" helperText="shipping.active_help" {...fixed} />
          </Stack>
        </Panel>
        <Panel title={t("shipping.prices")}>
          <SelectInput
            source="kind"
            choices={choicesOf("shipping_kind", ["flat", "by_weight"])}
            validate={required()}
            onChange={(event) => onKind(event.target.value)}
            {...fixed}
          />
          {kind === "by_weight" ? <TiersInput {...fixed} /> : <AmountsInput source="amounts" {...fixed} />}
        </Panel>
      </Stack>
      {mayWrite && (
        <Toolbar sx={{ mt: 2, bgcolor: "background.paper", border: 1, borderColor: "divider", borderRadius: 1 }}>
          <Stack direction="row" sx={{ flex: 1, justifyContent: "space-between" }}>
            <SaveButton alwaysEnable />
            {option && <DeleteButton option={option} />}
          </Stack>
        </Toolbar>
      )}
    </Box>
  );
}

function DeleteButton({ option }: { option: ShippingOption }) {
  const t = useTranslate();
  const tell = useTellRefusal();
  const redirect = useRedirect();
  const notify = useNotify();
  const [remove, { isPending }] = useDelete<ShippingOption>();
  const { reset } = useFormContext();
  const [isAsked, setAsked] = useState(false);

  function confirm() {
    reset(); // what was typed goes with it
    const params = { id: option.id, previousData: option };
    remove("shipping_options", params, {
      mutationMode: "pessimistic",
      onSuccess: () => {
        notify("shipping.deleted", { type: "success" });
        redirect("list", "shipping_options");
      },
      onError: tell,
      onSettled: () => setAsked(false),
    });
  }

  return (
    <>
      <Button color="error" startIcon={<DeleteIcon />} onClick={() => setAsked(true)}>
        {t("ra.action.delete")}
      </Button>
      <Confirm
        isOpen={isAsked}
        loading={isPending}
        title={t("shipping.delete_title", { name: option.title })}
        content={t("shipping.delete_text")}
        confirm={t("ra.action.delete")}
        confirmColor="warning"
        onConfirm={confirm}
        onClose={() => setAsked(false)}
      />
    </>
  );
}
