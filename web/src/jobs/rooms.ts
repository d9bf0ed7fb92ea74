import PendingActionsIcon from "@mui/icons-material/PendingActions";
import type { Room } from "../shell/rooms";
import { JobList } from "./JobList";
import { JobPage } from "./JobPage";

export const jobRooms: Room[] = [
  {
    name: "jobs",
    group: "insight",
    reads: "jobs:read",
    icon: PendingActionsIcon,
    key: "j",
    views: { list: JobList, show: JobPage, recordRepresentation: (job) => job.kind },
  },
];
