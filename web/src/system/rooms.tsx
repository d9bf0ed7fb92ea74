import MonitorHeartIcon from "@mui/icons-material/MonitorHeart";
import { lazy, Suspense } from "react";
import { Loading } from "react-admin";
import type { Room } from "../shell/rooms";

const SystemPage = lazy(() => import("./SystemPage")); // few come here, and not first

export const systemRooms: Room[] = [
  {
    name: "system",
    group: "settings",
    reads: "system:read",
    icon: MonitorHeartIcon,
    key: "y",
    page: (
      <Suspense fallback={<Loading />}>
        <SystemPage />
      </Suspense>
    ),
  },
];
