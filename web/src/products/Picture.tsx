import ImageIcon from "@mui/icons-material/ImageOutlined";
import { Avatar } from "@mui/material";
import { safeLink } from "../parts/links";

/** A picture by its address, elsewhere or of the shop's own; where there is none, or it does not load, what stands for one. */
export function Picture({ address, size = 40 }: { address: string | null | undefined; size?: number }) {
  const link = address?.startsWith("/media/") ? address : safeLink(address);
  return (
    <Avatar
      variant="rounded"
      {...(link ? { src: link } : {})}
      alt=""
      slotProps={{ img: { loading: "lazy", referrerPolicy: "no-referrer" } }}
      sx={{ width: size, height: size, bgcolor: "action.hover", color: "text.secondary" }}
    >
      <ImageIcon sx={{ fontSize: size / 2 }} />
    </Avatar>
  );
}
