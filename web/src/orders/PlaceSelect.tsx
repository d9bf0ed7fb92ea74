import { MenuItem, TextField } from "@mui/material";
import { useState } from "react";
import { useTranslate } from "react-admin";
import type { Location } from "./order";
import { useLocations } from "./queries";

interface Place {
  /** Those that still work. */
  places: readonly Location[];
  /** The id of the one that is chosen: the first until somebody chooses; empty while none is known. */
  place: string;
  choose: (id: string) => void;
}

export function usePlace(): Place {
  const places = (useLocations().data ?? []).filter((place) => place.is_active);
  const [chosen, setChosen] = useState("");
  return { places, place: chosen || places[0]?.id || "", choose: setChosen };
}

/** From which location goods leave. */
export function PlaceSelect({ of: { places, place, choose } }: { of: Place }) {
  const t = useTranslate();
  return (
    <TextField select label={t("orders.from")} value={place} onChange={(event) => choose(event.target.value)}>
      {places.map((each) => (
        <MenuItem key={each.id} value={each.id}>
          {each.name}
        </MenuItem>
      ))}
    </TextField>
  );
}
