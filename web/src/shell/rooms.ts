/** The rooms of the dashboard: what is in the menu, who may enter, and by which keys. */
import type { SvgIconComponent } from "@mui/icons-material";
import type { ReactElement } from "react";
import type { ResourceProps } from "react-admin";
import { customerRooms } from "../customers/rooms";
import { homeRooms } from "../home/rooms";
import { inventoryRooms } from "../inventory/rooms";
import { jobRooms } from "../jobs/rooms";
import { orderRooms } from "../orders/rooms";
import { productRooms } from "../products/rooms";
import { refundRooms } from "../refunds/rooms";
import { reportRooms } from "../reports/rooms";
import { settingsRooms } from "../settings/rooms";
import { shippingRooms } from "../shipping/rooms";
import { systemRooms } from "../system/rooms";
import { teamRooms } from "../team/rooms";
import { ticketRooms } from "../tickets/rooms";

export type Group = "top" | "sell" | "goods" | "people" | "insight" | "team" | "settings";

export interface Room {
  /** A resource's name, or that of a page of its own; also its word in the messages, `rooms.<name>`. */
  name: string;
  group: Group;
  /** The scope without which there is nothing to see here; null: whoever is signed in. */
  reads: string | null;
  icon: SvgIconComponent;
  /** Typed after `g`, it leads here. */
  key?: string;
  /** Lists and pages of a resource. */
  views?: Omit<ResourceProps, "name">;
  /** A page of its own, under `/<name>` or this path. */
  page?: ReactElement;
  path?: string;
  /** Not in the menu: reached from another room. */
  isHidden?: boolean;
  /** The room whose page leads here; whoever may enter that one has no item for this one in the menu. */
  of?: string;
}

export const GROUPS: readonly Group[] = ["top", "sell", "goods", "people", "insight", "team", "settings"];

export const rooms: readonly Room[] = [
  ...homeRooms,
  ...orderRooms,
  ...refundRooms,
  ...productRooms,
  ...inventoryRooms,
  ...customerRooms,
  ...ticketRooms,
  ...reportRooms,
  ...jobRooms,
  ...teamRooms,
  ...settingsRooms,
  ...shippingRooms,
  ...systemRooms,
];

/** Whether somebody with these scopes may do what asks for this one. */
export function may(scopes: readonly string[] | undefined, scope: string | null): boolean {
  if (scope === null) return true;
  if (!scopes) return false;
  const [what, how] = scope.split(":");
  return scopes.includes(scope) || (how === "read" && scopes.includes(`${what}:write`));
}

/** What stands in the menu of somebody with these scopes. */
export function inMenu(scopes: readonly string[] | undefined): readonly Room[] {
  const open = rooms.filter((room) => may(scopes, room.reads));
  const names = new Set(open.map((room) => room.name));
  return open.filter((room) => !room.isHidden && !(room.of && names.has(room.of)));
}

export function addressOf(room: Room): string {
  return room.name === "home" ? "/" : `/${room.name}`;
}
