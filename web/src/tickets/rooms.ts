import QuickreplyIcon from "@mui/icons-material/Quickreply";
import SupportAgentIcon from "@mui/icons-material/SupportAgent";
import { lazily } from "../shell/lazily";
import type { Room } from "../shell/rooms";

const page = lazily(() => import("./pages"));

export const ticketRooms: Room[] = [
  {
    name: "tickets",
    group: "people",
    reads: "support:read",
    icon: SupportAgentIcon,
    key: "t",
    views: {
      list: page("TicketList"),
      show: page("TicketPage"),
      create: page("TicketCreate"),
      edit: page("TicketEdit"),
      recordRepresentation: (ticket) => `#${ticket.number}`,
    },
  },
  {
    name: "ticket_macros",
    group: "settings",
    reads: "support:read",
    icon: QuickreplyIcon,
    views: {
      list: page("MacroList"),
      create: page("MacroCreate"),
      edit: page("MacroEdit"),
      recordRepresentation: "title",
    },
  },
];
