import CurrencyExchangeIcon from "@mui/icons-material/CurrencyExchange";
import { lazily } from "../shell/lazily";
import type { Room } from "../shell/rooms";

const page = lazily(() => import("./pages"));

export const refundRooms: Room[] = [
  {
    name: "refunds",
    group: "sell",
    reads: "payments:read",
    icon: CurrencyExchangeIcon,
    views: { list: page("RefundList") },
  },
];
