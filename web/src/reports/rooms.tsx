import QueryStatsIcon from "@mui/icons-material/QueryStats";
import { lazily } from "../shell/lazily";
import type { Room } from "../shell/rooms";

const page = lazily(() => import("./pages"));

const ReportPage = page("ReportPage");

export const reportRooms: Room[] = [
  { name: "reports", group: "insight", reads: "reports:read", icon: QueryStatsIcon, key: "r", page: <ReportPage /> },
];
