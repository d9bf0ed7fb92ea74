import SellIcon from "@mui/icons-material/SellOutlined";
import type { Room } from "../shell/rooms";
import { ProductCreate } from "./ProductCreate";
import { ProductEdit } from "./ProductEdit";
import { ProductList } from "./ProductList";

export const productRooms: Room[] = [
  {
    name: "products",
    group: "goods",
    reads: "products:read",
    icon: SellIcon,
    key: "p",
    views: { list: ProductList, edit: ProductEdit, create: ProductCreate, recordRepresentation: "title" },
  },
];
