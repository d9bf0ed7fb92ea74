import PendingActionsIcon from "@mui/icons-material/PendingActions";
import { lazily } from "../shell/lazily";
import type { Room } from "../shell/rooms";

const page = lazily(() => import("./pages"));

export const jobRooms: Room[] = [
  {
    name: "jobs",
    group: "insight",
    reads: "jobs:read",
    icon: PendingActionsIcon,
    key: "j",
    views: { list: page("JobList"), show: page("JobPage"), recordRepresentation: (job) => job.kind },
  },
];
