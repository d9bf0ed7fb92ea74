/** Everything by the keyboard: `/` or Ctrl-K finds rooms, orders and customers; `g o` goes to the orders. */
import SearchIcon from "@mui/icons-material/Search";
import { Dialog, InputAdornment, List, ListItemButton, ListItemIcon, ListItemText, TextField } from "@mui/material";
import { type KeyboardEvent as ReactKeyboardEvent, useEffect, useMemo, useState } from "react";
import { usePermissions, useTranslate } from "react-admin";
import { useNavigate } from "react-router-dom";
import { addressOf, may, rooms } from "./rooms";
import { useFound } from "./useFound";

const OPEN = "storewright.palette";
const CHORD_MS = 1200;

export function openPalette(): void {
  window.dispatchEvent(new Event(OPEN));
}

export function Palette() {
  const t = useTranslate();
  const navigate = useNavigate();
  const { permissions } = usePermissions<string[]>();
  const [isOpen, setOpen] = useState(false);
  const [words, setWords] = useState("");
  const [at, setAt] = useState(0);
  const open = useMemo(() => rooms.filter((room) => may(permissions, room.reads)), [permissions]);
  const found = useFound(words, permissions);

  useEffect(() => {
    let chordSince = 0;
    const show = () => {
      setWords("");
      setAt(0);
      setOpen(true);
    };
    const onKey = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key === "k") {
        event.preventDefault();
        return show();
      }
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      if (event.key === "/") {
        event.preventDefault();
        return show();
      }
      if (event.key === "g") {
        chordSince = Date.now();
        return;
      }
      const room = Date.now() - chordSince < CHORD_MS && open.find((each) => each.key === event.key);
      chordSince = 0;
      if (room) navigate(addressOf(room));
    };
    window.addEventListener(OPEN, show);
    window.addEventListener("keydown", onKey);
    return () => {
      window.removeEventListener(OPEN, show);
      window.removeEventListener("keydown", onKey);
    };
  }, [navigate, open]);

  const asked = words.trim().toLocaleLowerCase();
  const entries = [
    ...found.map((each) => ({ ...each, icon: null })),
    ...open
      .filter((room) => !room.isHidden && t(`rooms.${room.name}`).toLocaleLowerCase().includes(asked))
      .map((room) => ({
        to: addressOf(room),
        text: t(`rooms.${room.name}`),
        more: room.key ? `g ${room.key}` : "",
        icon: room.icon,
      })),
  ];

  function go(to: string | undefined) {
    if (!to) return;
    setOpen(false);
    navigate(to);
  }

  function onKeyDown(event: ReactKeyboardEvent) {
    if (event.key === "ArrowDown") setAt((i) => Math.min(i + 1, entries.length - 1));
    else if (event.key === "ArrowUp") setAt((i) => Math.max(i - 1, 0));
    else if (event.key === "Enter") go(entries[at]?.to);
    else return;
    event.preventDefault();
  }

  return (
    <Dialog
      open={isOpen}
      onClose={() => setOpen(false)}
      fullWidth
      maxWidth="sm"
      aria-label={t("shop.search")}
      sx={{ "& .MuiDialog-container": { alignItems: "flex-start" } }}
    >
      <TextField
        autoFocus
        fullWidth
        value={words}
        onChange={(event) => {
          setWords(event.target.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
        placeholder={t("shop.search_hint")}
        slotProps={{
          htmlInput: {
            "aria-label": t("shop.search"),
            role: "combobox",
            "aria-expanded": true,
            "aria-controls": "palette",
            "aria-activedescendant": entries[at] ? `palette-${at}` : undefined,
          },
          input: {
            startAdornment: (
              <InputAdornment position="start">
                <SearchIcon />
              </InputAdornment>
            ),
          },
        }}
        sx={{ p: 2, pb: 1 }}
      />
      <List id="palette" role="listbox" aria-label={t("shop.search")} sx={{ maxHeight: 420, overflow: "auto" }}>
        {entries.map((entry, i) => (
          <ListItemButton
            key={entry.to + entry.text}
            id={`palette-${i}`}
            role="option"
            aria-selected={i === at}
            selected={i === at}
            onClick={() => go(entry.to)}
          >
            <ListItemIcon sx={{ minWidth: 40 }}>{entry.icon ? <entry.icon /> : <SearchIcon />}</ListItemIcon>
            <ListItemText primary={entry.text} secondary={entry.more} />
          </ListItemButton>
        ))}
      </List>
    </Dialog>
  );
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}
