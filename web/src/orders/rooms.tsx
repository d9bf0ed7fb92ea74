import ReceiptLongIcon from "@mui/icons-material/ReceiptLong";
import type { Room } from "../shell/rooms";
import { OrderList } from "./OrderList";
import { OrderPage } from "./OrderPage";
import { PackingSlip } from "./PackingSlip";

export const orderRooms: Room[] = [
  {
    name: "orders",
    group: "sell",
    reads: "orders:read",
    icon: ReceiptLongIcon,
    key: "o",
    views: {
      list: OrderList,
      show: OrderPage,
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
