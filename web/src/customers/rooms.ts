import BusinessIcon from "@mui/icons-material/Business";
import GroupsIcon from "@mui/icons-material/Groups";
import PeopleIcon from "@mui/icons-material/People";
import PersonOffIcon from "@mui/icons-material/PersonOff";
import type { Room } from "../shell/rooms";
import { CustomerEdit } from "./CustomerEdit";
import { CustomerList } from "./CustomerList";
import { CustomerPage } from "./CustomerPage";
import { CompanyCreate, CompanyEdit, CompanyList } from "./companies";
import { type Customer, nameOf } from "./customer";
import { ErasureList, ErasurePage } from "./erasures";
import { GroupCreate, GroupEdit, GroupList } from "./groups";

export const customerRooms: Room[] = [
  {
    name: "customers",
    group: "people",
    reads: "customers:read",
    icon: PeopleIcon,
    key: "c",
    views: {
      list: CustomerList,
      show: CustomerPage,
      edit: CustomerEdit,
      recordRepresentation: (customer) => nameOf(customer as Customer),
    },
  },
  {
    name: "customer_groups",
    group: "people",
    reads: "customers:read",
    icon: GroupsIcon,
    views: { list: GroupList, create: GroupCreate, edit: GroupEdit, recordRepresentation: "name" },
  },
  {
    name: "companies",
    group: "people",
    reads: "customers:read",
    icon: BusinessIcon,
    views: { list: CompanyList, create: CompanyCreate, edit: CompanyEdit, recordRepresentation: "name" },
  },
  {
    name: "erasures",
    group: "people",
    reads: "customers:read",
    icon: PersonOffIcon,
    views: { list: ErasureList, show: ErasurePage },
  },
];
