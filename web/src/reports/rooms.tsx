import QueryStatsIcon from "@mui/icons-material/QueryStats";
import type { Room } from "../shell/rooms";
import { ReportPage } from "./ReportPage";

export const reportRooms: Room[] = [
  { name: "reports", group: "insight", reads: "reports:read", icon: QueryStatsIcon, key: "r", page: <ReportPage /> },
];
