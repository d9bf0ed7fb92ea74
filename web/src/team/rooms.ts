import AdminPanelSettingsIcon from "@mui/icons-material/AdminPanelSettings";
import BadgeIcon from "@mui/icons-material/Badge";
import HistoryIcon from "@mui/icons-material/History";
import HowToRegIcon from "@mui/icons-material/HowToReg";
import VpnKeyIcon from "@mui/icons-material/VpnKey";
import type { Room } from "../shell/rooms";
import { ApprovalList } from "./ApprovalList";
import { ApprovalPage } from "./ApprovalPage";
import { AuditList } from "./AuditList";
import { KeyCreate, KeyList } from "./keys";
import { RoleCreate, RoleEdit, RoleList } from "./roles";
import { StaffCreate, StaffEdit } from "./StaffForms";
import { StaffList } from "./StaffList";

export const teamRooms: Room[] = [
  {
    name: "approvals",
    group: "team",
    reads: "approvals:read",
    icon: HowToRegIcon,
    key: "a",
    views: { list: ApprovalList, show: ApprovalPage },
  },
  {
    name: "staff",
    group: "team",
    reads: "staff:read",
    icon: BadgeIcon,
    views: { list: StaffList, create: StaffCreate, edit: StaffEdit, recordRepresentation: "name" },
  },
  {
    name: "roles",
    group: "team",
    reads: "staff:read",
    icon: AdminPanelSettingsIcon,
    views: { list: RoleList, create: RoleCreate, edit: RoleEdit, recordRepresentation: "name" },
  },
  {
    name: "api_keys",
    group: "team",
    reads: "keys:read",
    icon: VpnKeyIcon,
    views: { list: KeyList, create: KeyCreate, recordRepresentation: "name" },
  },
  { name: "audit", group: "team", reads: "audit:read", icon: HistoryIcon, views: { list: AuditList } },
];
