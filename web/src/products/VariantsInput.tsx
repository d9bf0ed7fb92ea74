/** In what the variants differ, and the variants themselves: a grid that a spreadsheet can be pasted into. */
import AddIcon from "@mui/icons-material/Add";
import CloseIcon from "@mui/icons-material/Close";
import { Alert, Button, FormHelperText, IconButton, Stack, TextField, Tooltip, Typography } from "@mui/material";
import { type ClipboardEvent, useState } from "react";
import { useInput, useRecordContext, useTranslate, ValidationError } from "react-admin";
import { Panel } from "../parts/Panel";
import { isTable } from "../parts/tsv";
import { isWrong } from "./cells";
import { MoreVariants } from "./MoreVariants";
import { VariantGrid } from "./VariantGrid";
import {
  combinations,
  gridOf,
  isUsed,
  mayDropOption,
  OPTIONS_MOST,
  type Option,
  type Product,
  type Row,
  renamedOption,
  renamedValue,
  VARIANTS_MOST,
  withMore,
  withoutOption,
} from "./variants";

export function VariantsInput({ mayWrite }: { mayWrite: boolean }) {
  const t = useTranslate();
  const { field: ofOptions, fieldState: stateOfOptions } = useInput<Option[]>({ source: "options" });
  const { field: ofRows, formState } = useInput<Row[]>({
    source: "variants",
    validate: (rows: Row[]) => (isWrong(rows || []) ? t("products.cells_wrong") : undefined),
  });
  const options: Option[] = ofOptions.value || [];
  const saved: Row[] = ofRows.value || [];
  const product = useRecordContext<Product>();
  const known = saved.filter((row) => row.id).length;
  const left = product ? product.variants_count - known : 0;
  const isPart = left > 0; // then a combination without a row may be one that has not come yet
  const rows = isPart ? saved : gridOf(options, saved);
  const all = combinations(options).length;

  /** Options and variants together, so that what stands keeps its place. */
  function change(next: Option[], of: Row[] = saved) {
    ofOptions.onChange(next);
    if (isPart ? of !== saved : of !== saved || gridOf(next, of).some((row, i) => row !== rows[i]))
      ofRows.onChange(isPart ? of : gridOf(next, of));
  }

  function put(at: number, option: Option, of?: Row[]) {
    change(
      options.map((each, i) => (i === at ? option : each)),
      of,
    );
  }

  return (
    <Panel title={t("resources.products.fields.variants")}>
      <Stack spacing={2}>
        {options.map((option, i) => (
          <OptionRow
            // biome-ignore lint/suspicious/noArrayIndexKey: an option is its place; its name is being typed
            key={i}
            option={option}
            saved={saved}
            mayWrite={mayWrite}
            isTaken={(name) => options.some((other, at) => at !== i && other.name === name)}
            onName={(name) => put(i, { ...option, name }, renamedOption(saved, option.name, name))}
            onValues={(values) => put(i, { ...option, values })}
            onValue={(from, to) =>
              put(
                i,
                { ...option, values: option.values.map((value) => (value === from ? to : value)) },
                renamedValue(saved, option.name, from, to),
              )
            }
            onDrop={() =>
              change(
                options.filter((_, at) => at !== i),
                withoutOption(saved, option.name),
              )
            }
          />
        ))}
        {stateOfOptions.error?.message && (
          <FormHelperText error>
            <ValidationError error={stateOfOptions.error.message} />
          </FormHelperText>
        )}
        {mayWrite && options.length < OPTIONS_MOST && (
          <Stack direction="row" spacing={2} useFlexGap sx={{ alignItems: "center", flexWrap: "wrap" }}>
            <Button
              startIcon={<AddIcon />}
              onClick={() => change([...options, { name: "", values: [] }])}
              disabled={options.some((option) => !option.name || !option.values.length)}
            >
              {t("products.add_option")}
            </Button>
            {!options.length && (
              <Typography variant="body2" color="textSecondary">
                {t("products.no_options")}
              </Typography>
            )}
          </Stack>
        )}
        {all > VARIANTS_MOST && (
          <Alert severity="warning">{t("products.too_many", { count: all, most: VARIANTS_MOST })}</Alert>
        )}
        {product && isPart && (
          <MoreVariants product={product} known={known} onMore={(more) => ofRows.onChange(withMore(saved, more))} />
        )}
        <VariantGrid
          rows={rows}
          options={options}
          onRows={ofRows.onChange}
          errors={formState.errors.variants as never}
          mayWrite={mayWrite}
        />
      </Stack>
    </Panel>
  );
}

interface OptionRowGiven {
  option: Option;
  saved: readonly Row[];
  mayWrite: boolean;
  isTaken: (name: string) => boolean;
  onName: (name: string) => void;
  onValues: (values: string[]) => void;
  onValue: (from: string, to: string) => void;
  onDrop: () => void;
}

function OptionRow({ option, saved, mayWrite, isTaken, onName, onValues, onValue, onDrop }: OptionRowGiven) {
  const t = useTranslate();
  const [typed, setTyped] = useState("");
  const mayDrop = mayDropOption(saved, option.name);

  /** Several at once, by commas or as cells of a spreadsheet. */
  function add(words: string) {
    const fresh = words
      .split(/[,;\t\r\n]+/)
      .map((word) => word.trim())
      .filter(Boolean);
    const values = [...new Set([...option.values, ...fresh])].slice(0, VARIANTS_MOST);
    if (values.length > option.values.length) onValues(values);
    setTyped("");
  }

  function onPaste(event: ClipboardEvent) {
    const text = event.clipboardData.getData("text/plain");
    if (!isTable(text)) return;
    event.preventDefault();
    add(text);
  }

  return (
    <Stack direction={{ xs: "column", sm: "row" }} spacing={1} sx={{ alignItems: "flex-start" }}>
      <Stack direction="row" sx={{ alignItems: "center" }}>
        <Kept
          label={t("products.option_name")}
          value={option.name}
          mayWrite={mayWrite}
          isRefused={(name) => isTaken(name) || !name}
          onKept={onName}
          width={160}
          placeholder={t("products.option_example")}
        />
        {mayWrite && (
          <Tooltip title={mayDrop ? "" : t("products.option_used")}>
            <span>
              <IconButton
                aria-label={t("products.drop_option", { name: option.name })}
                onClick={onDrop}
                disabled={!mayDrop}
              >
                <CloseIcon fontSize="small" />
              </IconButton>
            </span>
          </Tooltip>
        )}
      </Stack>
      <Stack direction="row" spacing={1} useFlexGap sx={{ flex: 1, flexWrap: "wrap", alignItems: "center" }}>
        {option.values.map((value, i) => (
          <Kept
            // biome-ignore lint/suspicious/noArrayIndexKey: a value is its place; it may be written another way
            key={i}
            label={`${option.name} ${i + 1}`}
            value={value}
            mayWrite={mayWrite}
            isRefused={(word) => !word || (word !== value && option.values.includes(word))}
            onKept={(word) => onValue(value, word)}
            width={130}
            {...(isUsed(saved, option.name, value)
              ? {}
              : { onDrop: () => onValues(option.values.filter((other) => other !== value)) })}
          />
        ))}
        {mayWrite && option.values.length < VARIANTS_MOST && (
          <TextField
            label={t("products.add_value")}
            value={typed}
            disabled={!option.name}
            onChange={(event) => setTyped(event.target.value)}
            onPaste={onPaste}
            onBlur={() => typed.trim() && add(typed)}
            onKeyDown={(event) => {
              if (event.key !== "Enter") return;
              event.preventDefault(); // it adds the value, and does not save the product
              add(typed);
            }}
            sx={{ width: 150 }}
            slotProps={{ htmlInput: { autoComplete: "off" } }}
          />
        )}
      </Stack>
    </Stack>
  );
}

interface KeptGiven {
  label: string;
  value: string;
  mayWrite: boolean;
  isRefused: (typed: string) => boolean;
  onKept: (typed: string) => void;
  width: number;
  placeholder?: string;
  onDrop?: () => void;
}

/** A word that counts once it is left, or Enter is pressed; else it is as it was. */
function Kept({ label, value, mayWrite, isRefused, onKept, width, placeholder, onDrop }: KeptGiven) {
  const t = useTranslate();
  const [typed, setTyped] = useState<string | null>(null);

  function keep() {
    const word = (typed ?? value).trim();
    if (word !== value && !isRefused(word)) onKept(word);
    setTyped(null);
  }

  return (
    <TextField
      label={label}
      value={typed ?? value}
      disabled={!mayWrite}
      placeholder={placeholder ?? ""}
      error={typed !== null && typed.trim() !== value && isRefused(typed.trim())}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={keep}
      onKeyDown={(event) => {
        if (event.key === "Escape") setTyped(null);
        if (event.key !== "Enter") return;
        event.preventDefault();
        keep();
      }}
      sx={{ width }}
      slotProps={{
        htmlInput: { autoComplete: "off", maxLength: 100 },
        input: {
          endAdornment: onDrop && mayWrite && (
            <IconButton size="small" edge="end" aria-label={`${t("ra.action.remove")} ${value}`} onClick={onDrop}>
              <CloseIcon sx={{ fontSize: 16 }} />
            </IconButton>
          ),
        },
      }}
    />
  );
}
