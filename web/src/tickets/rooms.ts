import QuickreplyIcon from "@mui/icons-material/Quickreply";
import SupportAgentIcon from "@mui/icons-material/SupportAgent";
import type { Room } from "../shell/rooms";
import { TicketCreate, TicketEdit } from "./forms";
import { MacroCreate, MacroEdit, MacroList } from "./macros";
import { TicketList } from "./TicketList";
import { TicketPage } from "./TicketPage";

export const ticketRooms: Room[] = [
  {
    name: "tickets",
    group: "people",
    reads: "support:read",
    icon: SupportAgentIcon,
    key: "t",
    views: {
      list: TicketList,
      show: TicketPage,
      create: TicketCreate,
      edit: TicketEdit,
      recordRepresentation: (ticket) => `#${ticket.number}`,
    },
  },
  {
    name: "ticket_macros",
    group: "settings",
    reads: "support:read",
    icon: QuickreplyIcon,
    views: { list: MacroList, create: MacroCreate, edit: MacroEdit, recordRepresentation: "title" },
  },
];
