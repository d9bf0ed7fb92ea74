import BusinessIcon from "@mui/icons-material/Business";
import GroupsIcon from "@mui/icons-material/Groups";
import PeopleIcon from "@mui/icons-material/People";
import PersonOffIcon from "@mui/icons-material/PersonOff";
import { lazily } from "../shell/lazily";
import type { Room } from "../shell/rooms";
import { type Customer, nameOf } from "./customer";

const page = lazily(() => import("./pages"));

const ImportPage = page("ImportPage");

export const customerRooms: Room[] = [
  {
    name: "customers",
    group: "people",
    reads: "customers:read",
    icon: PeopleIcon,
    key: "c",
    views: {
      list: page("CustomerList"),
      show: page("CustomerPage"),
      edit: page("CustomerEdit"),
      recordRepresentation: (customer) => nameOf(customer as Customer),
    },
  },
  {
    name: "customer_import",
    group: "people",
    reads: "customers:write",
    icon: PeopleIcon,
    page: <ImportPage />,
    isHidden: true,
  },
  {
    name: "customer_groups",
    group: "people",
    reads: "customers:read",
    icon: GroupsIcon,
    views: {
      list: page("GroupList"),
      create: page("GroupCreate"),
      edit: page("GroupEdit"),
      recordRepresentation: "name",
    },
  },
  {
    name: "companies",
    group: "people",
    reads: "customers:read",
    icon: BusinessIcon,
    views: {
      list: page("CompanyList"),
      create: page("CompanyCreate"),
      edit: page("CompanyEdit"),
      recordRepresentation: "name",
    },
  },
  {
    name: "erasures",
    group: "people",
    reads: "customers:read",
    icon: PersonOffIcon,
    views: { list: page("ErasureList"), show: page("ErasurePage") },
  },
];
