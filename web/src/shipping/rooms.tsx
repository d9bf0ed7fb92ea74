import LocalShippingIcon from "@mui/icons-material/LocalShippingOutlined";
import type { Room } from "../shell/rooms";
import { ShippingCreate, ShippingEdit } from "./ShippingForm";
import { ShippingList } from "./ShippingList";

export const shippingRooms: Room[] = [
  {
    name: "shipping_options",
    group: "settings",
    reads: "fulfillment:read",
    icon: LocalShippingIcon,
    views: { list: ShippingList, edit: ShippingEdit, create: ShippingCreate, recordRepresentation: "title" },
  },
];
