import LocalShippingIcon from "@mui/icons-material/LocalShippingOutlined";
import { lazily } from "../shell/lazily";
import type { Room } from "../shell/rooms";

const page = lazily(() => import("./pages"));

export const shippingRooms: Room[] = [
  {
    name: "shipping_options",
    group: "settings",
    reads: "fulfillment:read",
    icon: LocalShippingIcon,
    of: "settings",
    views: {
      list: page("ShippingList"),
      edit: page("ShippingEdit"),
      create: page("ShippingCreate"),
      recordRepresentation: "title",
    },
  },
];
