import type { components } from "../api/schema";

export type Approval = components["schemas"]["ApprovalView"];

export const STATES: readonly Approval["status"][] = ["pending", "approved", "declined", "expired"];
