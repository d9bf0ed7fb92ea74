/** A location: what it is called, where it is, and when its stock is asked for. */
import { Alert, Box, Stack, Typography } from "@mui/material";
import {
  BooleanInput,
  Form,
  maxValue,
  minValue,
  NumberInput,
  required,
  SaveButton,
  TextInput,
  Toolbar,
  usePermissions,
  useRecordContext,
  useTranslate,
} from "react-admin";
import { CountryInput } from "../parts/CountryInput";
import { Panel } from "../parts/Panel";
import { SafeCreate } from "../parts/SafeCreate";
import { SafeEdit } from "../parts/SafeEdit";
import { UnsavedWarning } from "../parts/useUnsaved";
import { may } from "../shell/rooms";
import type { Location } from "./levels";

const PRIORITY_MOST = 1000;
const NOTHING_YET = { name: "", country: null, priority: 0, is_active: true };

export function LocationCreate() {
  const t = useTranslate();
  return (
    <SafeCreate component="div" actions={false} redirect="list">
      <Typography variant="h5" component="h1" sx={{ pt: 2, pb: 2 }}>
        {t("inventory.new_location")}
      </Typography>
      <Form defaultValues={NOTHING_YET} warnWhenUnsavedChanges>
        <Fields mayWrite />
      </Form>
    </SafeCreate>
  );
}

export function LocationEdit() {
  return (
    <SafeEdit component="div" actions={false}>
      <Inside />
    </SafeEdit>
  );
}

function Inside() {
  const t = useTranslate();
  const location = useRecordContext<Location>();
  const { permissions } = usePermissions<string[]>();
  if (!location || !permissions) return null;
  const mayWrite = may(permissions, "inventory:write");
  return (
    <>
      <Typography variant="h5" component="h1" sx={{ pt: 2, pb: 2, wordBreak: "break-word" }}>
        {location.name}
      </Typography>
      {!mayWrite && (
        <Alert severity="info" sx={{ mb: 2 }}>
          {t("inventory.may_not_write")}
        </Alert>
      )}
      <Form>
        <Fields mayWrite={mayWrite} />
        <UnsavedWarning />
      </Form>
    </>
  );
}

function Fields({ mayWrite }: { mayWrite: boolean }) {
  const t = useTranslate();
  const fixed = { disabled: !mayWrite };
  return (
    <Box sx={{ maxWidth: 640 }}>
      <Panel title={t("inventory.location")}>
        <Stack spacing={1.5}>
          <TextInput source="name" fullWidth validate={required()} helperText={false} {...fixed} />
          <CountryInput source="country" validate={required()} {...fixed} />
          <NumberInput
            source="priority"
            fullWidth
            min={0}
            max={PRIORITY_MOST}
            validate={[required(), minValue(0), maxValue(PRIORITY_MOST)]}
            helperText="inventory.priority_help"
            {...fixed}
          />
          <BooleanInput source="is_active" helperText="inventory.active_help" {...fixed} />
        </Stack>
      </Panel>
      {mayWrite && (
        <Toolbar sx={{ mt: 2, bgcolor: "background.paper", border: 1, borderColor: "divider", borderRadius: 1 }}>
          <SaveButton alwaysEnable />
        </Toolbar>
      )}
    </Box>
  );
}
