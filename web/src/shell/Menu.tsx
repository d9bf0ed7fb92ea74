import { Divider, Typography } from "@mui/material";
import { Menu as Frame, usePermissions, useSidebarState, useTranslate } from "react-admin";
import { addressOf, GROUPS, inMenu } from "./rooms";

export function Menu() {
  const { permissions } = usePermissions<string[]>();
  const [isOpen] = useSidebarState();
  const t = useTranslate();
  const open = inMenu(permissions);
  return (
    <Frame>
      {GROUPS.map((group) => {
        const inside = open.filter((room) => room.group === group);
        if (!inside.length) return null;
        return [
          group !== "top" && isOpen && (
            <Typography
              key={group}
              variant="caption"
              color="textSecondary"
              sx={{ px: 2, pt: 1.5, pb: 0.5, fontWeight: 600 }}
            >
              {t(`groups.${group}`)}
            </Typography>
          ),
          group !== "top" && !isOpen && <Divider key={group} sx={{ my: 0.5 }} />,
          ...inside.map((room) => (
            <Frame.Item
              key={room.name}
              to={addressOf(room)}
              primaryText={t(`rooms.${room.name}`)}
              leftIcon={<room.icon />}
            />
          )),
        ];
      })}
    </Frame>
  );
}
