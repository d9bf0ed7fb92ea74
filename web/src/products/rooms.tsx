import SellIcon from "@mui/icons-material/SellOutlined";
import { lazily } from "../shell/lazily";
import type { Room } from "../shell/rooms";

const page = lazily(() => import("./pages"));

export const productRooms: Room[] = [
  {
    name: "products",
    group: "goods",
    reads: "products:read",
    icon: SellIcon,
    key: "p",
    views: {
      list: page("ProductList"),
      edit: page("ProductEdit"),
      create: page("ProductCreate"),
      recordRepresentation: "title",
    },
  },
];
