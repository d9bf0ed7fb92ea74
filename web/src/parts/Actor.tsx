import { useGetManyAggregate, usePermissions, useTranslate } from "react-admin";
import { may } from "../shell/rooms";

const KINDS = {
  staff: { resource: "staff", reads: "staff:read" },
  key: { resource: "api_keys", reads: "keys:read" },
} as const;

/** Who did it: by name, where the reader may know the staff and the keys. */
export function Actor({ actor }: { actor: { type: string; id: string } }) {
  const t = useTranslate();
  const { permissions } = usePermissions<string[]>();
  const kind = KINDS[actor.type as keyof typeof KINDS];
  const { data } = useGetManyAggregate(
    kind?.resource ?? "staff",
    { ids: [actor.id] },
    { enabled: !!kind && may(permissions, kind.reads), staleTime: 300_000 },
  );
  const word = t(`shop.actor_${actor.type}`, { _: actor.type });
  const name = data?.find((each) => each?.id === actor.id)?.name;
  if (name) return <span>{actor.type === "staff" ? name : `${name} (${word})`}</span>;
  return <span>{kind ? `${word} ${actor.id.slice(-6)}` : word}</span>;
}

/** The same by an id alone, whose first word tells what it is of. */
export function ActorOf({ id }: { id: string | null }) {
  if (!id) return <span>–</span>;
  return <Actor actor={{ type: id.split("_")[0] ?? id, id }} />;
}
