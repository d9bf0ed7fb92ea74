import SpaceDashboardIcon from "@mui/icons-material/SpaceDashboard";
import type { Room } from "../shell/rooms";

export const homeRooms: Room[] = [{ name: "home", group: "top", reads: null, icon: SpaceDashboardIcon, key: "h" }];
