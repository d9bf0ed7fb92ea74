import { useGetOne, usePermissions, useTranslate } from "react-admin";
import { may } from "../shell/rooms";

/** Who did it: by name, where the reader may know the staff. */
export function Actor({ actor }: { actor: { type: string; id: string } }) {
  const t = useTranslate();
  const { permissions } = usePermissions<string[]>();
  const isKnown = actor.type === "staff" && may(permissions, "staff:read");
  const { data } = useGetOne("staff", { id: actor.id }, { enabled: isKnown, staleTime: 300_000 });
  return <span>{data?.name || `${t(`shop.actor_${actor.type}`, { _: actor.type })} ${actor.id.slice(-6)}`}</span>;
}
