import AdminPanelSettingsIcon from "@mui/icons-material/AdminPanelSettings";
import BadgeIcon from "@mui/icons-material/Badge";
import HistoryIcon from "@mui/icons-material/History";
import HowToRegIcon from "@mui/icons-material/HowToReg";
import VpnKeyIcon from "@mui/icons-material/VpnKey";
import { lazily } from "../shell/lazily";
import type { Room } from "../shell/rooms";

const page = lazily(() => import("./pages"));

export const teamRooms: Room[] = [
  {
    name: "approvals",
    group: "team",
    reads: "approvals:read",
    icon: HowToRegIcon,
    key: "a",
    views: { list: page("ApprovalList"), show: page("ApprovalPage") },
  },
  {
    name: "staff",
    group: "team",
    reads: "staff:read",
    icon: BadgeIcon,
    views: {
      list: page("StaffList"),
      create: page("StaffCreate"),
      edit: page("StaffEdit"),
      recordRepresentation: "name",
    },
  },
  {
    name: "roles",
    group: "team",
    reads: "staff:read",
    icon: AdminPanelSettingsIcon,
    views: { list: page("RoleList"), create: page("RoleCreate"), edit: page("RoleEdit"), recordRepresentation: "name" },
  },
  {
    name: "api_keys",
    group: "team",
    reads: "keys:read",
    icon: VpnKeyIcon,
    views: { list: page("KeyList"), create: page("KeyCreate"), recordRepresentation: "name" },
  },
  { name: "audit", group: "team", reads: "audit:read", icon: HistoryIcon, views: { list: page("AuditList") } },
];
