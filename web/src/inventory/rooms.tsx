import Inventory2Icon from "@mui/icons-material/Inventory2Outlined";
import MoveToInboxIcon from "@mui/icons-material/MoveToInboxOutlined";
import SwapVertIcon from "@mui/icons-material/SwapVert";
import WarehouseIcon from "@mui/icons-material/WarehouseOutlined";
import type { Room } from "../shell/rooms";
import { LevelsPage } from "./LevelsPage";
import { LocationCreate, LocationEdit } from "./LocationForm";
import { LocationList } from "./LocationList";
import { MovementList } from "./MovementList";
import { ReceiptPage } from "./ReceiptPage";

export const inventoryRooms: Room[] = [
  {
    name: "levels",
    group: "goods",
    reads: "inventory:read",
    icon: Inventory2Icon,
    key: "i",
    views: { list: LevelsPage },
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
    views: { list: MovementList },
  },
  {
    name: "locations",
    group: "settings",
    reads: "inventory:read",
    icon: WarehouseIcon,
    views: { list: LocationList, edit: LocationEdit, create: LocationCreate, recordRepresentation: "name" },
  },
];
