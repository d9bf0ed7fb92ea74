import Inventory2Icon from "@mui/icons-material/Inventory2Outlined";
import MoveToInboxIcon from "@mui/icons-material/MoveToInboxOutlined";
import SwapVertIcon from "@mui/icons-material/SwapVert";
import WarehouseIcon from "@mui/icons-material/WarehouseOutlined";
import { lazily } from "../shell/lazily";
import type { Room } from "../shell/rooms";

const page = lazily(() => import("./pages"));

const ReceiptPage = page("ReceiptPage");

export const inventoryRooms: Room[] = [
  {
    name: "levels",
    group: "goods",
    reads: "inventory:read",
    icon: Inventory2Icon,
    key: "i",
    views: { list: page("LevelsPage") },
  },
  {
    name: "receive",
    group: "goods",
    reads: "inventory:write",
    icon: MoveToInboxIcon,
    page: <ReceiptPage />,
  },
  {
    name: "movements",
    group: "goods",
    reads: "inventory:read",
    icon: SwapVertIcon,
    views: { list: page("MovementList") },
  },
  {
    name: "locations",
    group: "settings",
    reads: "inventory:read",
    icon: WarehouseIcon,
    of: "settings",
    views: {
      list: page("LocationList"),
      edit: page("LocationEdit"),
      create: page("LocationCreate"),
      recordRepresentation: "name",
    },
  },
];
