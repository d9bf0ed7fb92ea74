/** API keys: what each may do, since when it was not used, and until when it counts. Its token is shown once. */
import ContentCopyIcon from "@mui/icons-material/ContentCopy";
import {
  Alert,
  Box,
  Button,
  Chip,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  IconButton,
  Stack,
  TextField,
} from "@mui/material";
import { useState } from "react";
import {
  Confirm,
  CreateButton,
  DataTable,
  DateTimeInput,
  List,
  required,
  TextArrayInput,
  TextInput,
  TopToolbar,
  usePermissions,
  useRecordContext,
  useRedirect,
  useTranslate,
} from "react-admin";
import { Waits } from "../api/waits";
import { ActorOf } from "../parts/Actor";
import { narrow } from "../parts/narrow";
import { Facts } from "../parts/Panel";
import { useTellRefusal } from "../parts/refusals";
import { SafeCreate } from "../parts/SafeCreate";
import { Sheet } from "../parts/Sheet";
import { Status } from "../parts/Status";
import { useAct } from "../parts/useAct";
import { When } from "../parts/When";
import { may } from "../shell/rooms";
import { isCarried, type Key, type NewKey, stateOf } from "./member";
import { ScopesInput } from "./Scopes";

export function KeyList() {
  const { permissions } = usePermissions<string[]>();
  return (
    <List
      actions={<TopToolbar>{may(permissions, "keys:write") && <CreateButton />}</TopToolbar>}
      perPage={50}
      sort={{ field: "created_at", order: "DESC" }}
      exporter={false}
    >
      <DataTable
        rowClick="expand"
        expand={<KeyDetail />}
        bulkActionButtons={false}
        sx={narrow("created_by", "expires_at")}
        rowSx={(key: Key) => (stateOf(key) === "active" ? {} : { opacity: 0.65 })}
      >
        <DataTable.Col source="name" disableSort render={(key: Key) => <strong>{key.name}</strong>} />
        <DataTable.Col
          label="resources.api_keys.fields.state"
          render={(key: Key) => <Status of="key" value={stateOf(key)} />}
        />
        <DataTable.Col source="created_by" disableSort render={(key: Key) => <ActorOf id={key.created_by} />} />
        <DataTable.Col source="last_used_at" disableSort render={(key: Key) => <When at={key.last_used_at} />} />
        <DataTable.Col source="expires_at" disableSort render={(key: Key) => <When at={key.expires_at} />} />
      </DataTable>
    </List>
  );
}

function KeyDetail() {
  const t = useTranslate();
  const key = useRecordContext<Key>();
  const { permissions } = usePermissions<string[]>();
  const { isBusy, act } = useAct();
  const [isAsked, setAsked] = useState(false);
  if (!key) return null;
  const field = (name: string) => t(`resources.api_keys.fields.${name}`);
  const revoke = async () => {
    await act(
      "DELETE",
      "/admin/api_keys/{key_id}",
      { path: { key_id: key.id }, version: key.version },
      "api_keys.revoked",
    );
    setAsked(false);
  };
  return (
    <Stack spacing={2} sx={{ p: 1 }}>
      <Facts
        of={[
          [
            field("scopes"),
            <Stack key="scopes" direction="row" spacing={0.5} useFlexGap sx={{ flexWrap: "wrap" }}>
              {key.scopes
                .filter((scope) => !isCarried(scope, key.scopes))
                .map((scope) => (
                  <Chip key={scope} size="small" label={t(`roles.ways.${scope.replace(":", "_")}`, { _: scope })} />
                ))}
            </Stack>,
          ],
          [field("allowed_ips"), key.allowed_ips.length ? key.allowed_ips.join(", ") : t("api_keys.from_anywhere")],
          [field("created_at"), <When key="at" at={key.created_at} isExact />],
          [field("expires_at"), key.expires_at ? <When key="end" at={key.expires_at} isExact /> : t("api_keys.never")],
          [field("revoked_at"), key.revoked_at && <When at={key.revoked_at} isExact />],
          ["ID", <code key="id">{key.id}</code>],
        ]}
      />
      {may(permissions, "keys:write") && !key.revoked_at && (
        <Button variant="outlined" color="error" sx={{ alignSelf: "flex-start" }} onClick={() => setAsked(true)}>
          {t("api_keys.revoke")}
        </Button>
      )}
      <Confirm
        isOpen={isAsked}
        loading={isBusy}
        title={t("api_keys.revoke_title", { name: key.name })}
        content={t("api_keys.revoke_text")}
        confirm={t("api_keys.revoke")}
        confirmColor="warning"
        onConfirm={revoke}
        onClose={() => setAsked(false)}
      />
    </Stack>
  );
}

interface Shown {
  token: string;
  /** Where it counts only once somebody agreed: that. */
  approval: string | null;
}

export function KeyCreate() {
  const tell = useTellRefusal();
  const redirect = useRedirect();
  const [shown, setShown] = useState<Shown | null>(null);
  return (
    <SafeCreate
      mutationOptions={{
        onSuccess: (key) => setShown({ token: (key as NewKey).token, approval: null }),
        onError: (error) => {
          tell(error);
          const approval = error instanceof Waits ? error.approval : null;
          if (approval?.token) setShown({ token: approval.token, approval: approval.id });
        },
      }}
    >
      <Sheet widest={1000}>
        <TextInput source="name" validate={required()} helperText="api_keys.name_help" sx={{ maxWidth: 480 }} />
        <DateTimeInput source="expires_at" helperText="api_keys.expires_help" sx={{ maxWidth: 320 }} />
        <TextArrayInput source="allowed_ips" helperText="api_keys.ips_help" />
        <ScopesInput source="scopes" />
      </Sheet>
      {shown && (
        <TokenDialog
          shown={shown}
          onEnd={() => (shown.approval ? redirect("show", "approvals", shown.approval) : redirect("list", "api_keys"))}
        />
      )}
    </SafeCreate>
  );
}

function TokenDialog({ shown, onEnd }: { shown: Shown; onEnd: () => void }) {
  const t = useTranslate();
  const [isCopied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(shown.token);
    setCopied(true);
  };
  return (
    <Dialog open fullWidth maxWidth="sm" aria-labelledby="token-title">
      <DialogTitle id="token-title">{t("api_keys.token_title")}</DialogTitle>
      <DialogContent>
        <Stack spacing={2}>
          <Alert severity="warning">{t("api_keys.token_text")}</Alert>
          {shown.approval && <Alert severity="info">{t("api_keys.token_waits")}</Alert>}
          <TextField
            label={t("api_keys.token")}
            value={shown.token}
            multiline
            onFocus={(event) => event.target.select()}
            slotProps={{
              htmlInput: {
                readOnly: true,
                spellCheck: false,
                style: { fontFamily: "monospace", wordBreak: "break-all" },
              },
              input: {
                endAdornment: (
                  <IconButton aria-label={t("api_keys.copy")} onClick={copy}>
                    <ContentCopyIcon />
                  </IconButton>
                ),
              },
            }}
          />
          <Box role="status" sx={{ minHeight: 20, color: "success.main" }}>
            {isCopied && t("api_keys.copied")}
          </Box>
        </Stack>
      </DialogContent>
      <DialogActions>
        <Button variant="contained" onClick={onEnd}>
          {t("api_keys.kept")}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
