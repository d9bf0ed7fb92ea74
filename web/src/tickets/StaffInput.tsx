import { SelectInput, type SelectInputProps, useGetList } from "react-admin";
import type { Member } from "../team/member";

/** One of the staff who work here now. */
export function StaffInput(props: SelectInputProps) {
  const { data = [] } = useGetList<Member>("staff", { pagination: { page: 1, perPage: 100 } }, { staleTime: 60_000 });
  const choices = data.filter((each) => each.status === "active" || each.status === "invited");
  return <SelectInput {...props} choices={choices} optionText="name" translateChoice={false} />;
}
