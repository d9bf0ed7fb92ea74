/** Making something, which another person may have to agree to first: then there is an approval, and nothing else yet. */
import { useEffect, useState } from "react";
import { Create, type CreateProps, usePermissions, useRedirect, useResourceContext } from "react-admin";
import { type Approval, Waits } from "../api/waits";
import { may } from "../shell/rooms";
import { useTellRefusal } from "./refusals";

export interface Told {
  /** Tells why it was not done, and leads to the approval that it waits for. */
  onError: (error: unknown) => void;
}

/** For forms: leads on when the form is sent and not before, since a form that is not warns of what would be lost. */
export function useTold(resource: string | undefined): Told {
  const tell = useTellRefusal();
  const redirect = useRedirect();
  const { permissions } = usePermissions<string[]>();
  const [approval, setApproval] = useState<Approval | null>(null);
  useEffect(() => {
    if (!approval) return;
    if (may(permissions, "approvals:read")) redirect("show", "approvals", approval.id);
    else redirect("list", resource);
  }, [approval, permissions, redirect, resource]);
  return {
    onError: (error) => {
      tell(error);
      if (error instanceof Waits) setApproval(error.approval);
    },
  };
}

export function SafeCreate({ mutationOptions, ...props }: CreateProps) {
  const told = useTold(useResourceContext(props));
  return (
    <Create mutationMode="pessimistic" {...props} mutationOptions={{ onError: told.onError, ...mutationOptions }} />
  );
}
