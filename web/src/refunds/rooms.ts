import CurrencyExchangeIcon from "@mui/icons-material/CurrencyExchange";
import type { Room } from "../shell/rooms";
import { RefundList } from "./RefundList";

export const refundRooms: Room[] = [
  { name: "refunds", group: "sell", reads: "payments:read", icon: CurrencyExchangeIcon, views: { list: RefundList } },
];
