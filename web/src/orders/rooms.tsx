import ReceiptLongIcon from "@mui/icons-material/ReceiptLong";
import { lazily } from "../shell/lazily";
import type { Room } from "../shell/rooms";

const page = lazily(() => import("./pages"));

const PackingSlip = page("PackingSlip");

export const orderRooms: Room[] = [
  {
    name: "orders",
    group: "sell",
    reads: "orders:read",
    icon: ReceiptLongIcon,
    key: "o",
    views: {
      list: page("OrderList"),
      show: page("OrderPage"),
      recordRepresentation: (order) => (order.number ? `#${order.number}` : order.id),
    },
  },
  {
    name: "packing_slip",
    path: "packing_slip/:id",
    group: "sell",
    reads: "orders:read",
    icon: ReceiptLongIcon,
    page: <PackingSlip />,
    isHidden: true,
  },
];
