/** The views of a list that somebody named, kept in this browser: chosen, added, taken away. */
import BookmarkIcon from "@mui/icons-material/BookmarkBorder";
import DeleteIcon from "@mui/icons-material/DeleteOutlined";
import {
  Button as BareButton,
  IconButton,
  List,
  ListItem,
  ListItemButton,
  ListItemText,
  Popover,
  Stack,
  TextField,
  Typography,
} from "@mui/material";
import { type FormEvent, useState } from "react";
import { Button, useListContext, useStore, useTranslate } from "react-admin";
import { useNavigate } from "react-router-dom";
import { isOnScreen, NAME_MOST, queryOf, readViews, type Shown, VIEWS_MOST, type View, withView } from "./views";

export function ViewsButton() {
  const t = useTranslate();
  const navigate = useNavigate();
  const { resource, filterValues, displayedFilters, sort, perPage } = useListContext();
  const [kept, keep] = useStore<View[]>(`${resource}.views`);
  const [hidden, setHidden] = useStore<string[] | undefined>(`${resource}.datatable`);
  const [ranks, setRanks] = useStore<number[] | undefined>(`${resource}.datatable_columnRanks`);
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const [name, setName] = useState("");
  const views = readViews(kept);
  const shown: Shown = {
    filter: filterValues,
    filters_there: displayedFilters,
    sort,
    per_page: perPage,
    hidden: hidden ?? null,
    ranks: ranks ?? null,
  };

  function open(view: View) {
    setHidden(view.hidden ?? undefined);
    setRanks(view.ranks ?? undefined);
    navigate({ search: queryOf(view) });
    setAnchor(null);
  }

  function save(event: FormEvent) {
    event.preventDefault();
    event.stopPropagation();
    if (!name.trim()) return;
    keep(withView(views, { ...shown, name: name.trim() }));
    setName("");
    setAnchor(null);
  }

  return (
    <>
      <Button label={t("views.button")} onClick={(event) => setAnchor(event.currentTarget)} aria-haspopup="dialog">
        <BookmarkIcon />
      </Button>
      <Popover
        open={anchor !== null}
        anchorEl={anchor}
        onClose={() => setAnchor(null)}
        anchorOrigin={{ vertical: "bottom", horizontal: "right" }}
        transformOrigin={{ vertical: "top", horizontal: "right" }}
        slotProps={{ paper: { role: "dialog", "aria-label": t("views.button"), sx: { width: 320, maxWidth: "90vw" } } }}
      >
        {views.length ? (
          <List dense sx={{ maxHeight: 320, overflowY: "auto" }}>
            {views.map((view) => (
              <ListItem
                key={view.name}
                disablePadding
                secondaryAction={
                  <IconButton
                    edge="end"
                    size="small"
                    aria-label={t("views.remove", { name: view.name })}
                    onClick={() => keep(views.filter((each) => each.name !== view.name))}
                  >
                    <DeleteIcon fontSize="small" />
                  </IconButton>
                }
              >
                <ListItemButton selected={isOnScreen(view, shown)} onClick={() => open(view)}>
                  <ListItemText primary={view.name} sx={{ overflowWrap: "anywhere" }} />
                </ListItemButton>
              </ListItem>
            ))}
          </List>
        ) : (
          <Typography variant="body2" color="textSecondary" sx={{ p: 2, pb: 0 }}>
            {t("views.none")}
          </Typography>
        )}
        <Stack component="form" direction="row" spacing={1} onSubmit={save} sx={{ p: 2, alignItems: "flex-start" }}>
          <TextField
            size="small"
            fullWidth
            label={t("views.name")}
            value={name}
            onChange={(event) => setName(event.target.value)}
            helperText={t("views.help")}
            slotProps={{ htmlInput: { maxLength: NAME_MOST, autoComplete: "off" } }}
          />
          <BareButton
            type="submit"
            variant="contained"
            disabled={!name.trim() || withView(views, { ...shown, name: name.trim() }).length > VIEWS_MOST}
          >
            {t("ra.action.save")}
          </BareButton>
        </Stack>
      </Popover>
    </>
  );
}
