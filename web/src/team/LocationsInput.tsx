import { AutocompleteArrayInput, type AutocompleteArrayInputProps, usePermissions } from "react-admin";
import { useLocations } from "../orders/queries";
import { may } from "../shell/rooms";

/** At which locations alone somebody works; none: at all of them. */
export function LocationsInput(props: AutocompleteArrayInputProps) {
  const { permissions } = usePermissions<string[]>();
  const { data = [] } = useLocations();
  if (!may(permissions, "inventory:read") || data.length < 1) return null;
  return (
    <AutocompleteArrayInput
      {...props}
      choices={data}
      optionText="name"
      translateChoice={false}
      helperText="staff.locations_help"
    />
  );
}
