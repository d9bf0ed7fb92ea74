import DraftsIcon from "@mui/icons-material/DraftsOutlined";
import SettingsIcon from "@mui/icons-material/SettingsOutlined";
import { lazily } from "../shell/lazily";
import type { Room } from "../shell/rooms";

const page = lazily(() => import("./pages"));

const SettingsPage = page("SettingsPage");
const LettersPage = page("LettersPage");

export const settingsRooms: Room[] = [
  {
    name: "settings",
    group: "settings",
    reads: "orders:read",
    icon: SettingsIcon,
    key: "e",
    page: <SettingsPage />,
  },
  {
    name: "letters",
    group: "settings",
    reads: "orders:read",
    icon: DraftsIcon,
    page: <LettersPage />,
    of: "settings",
  },
];
