import { Link as Anchor } from "@mui/material";
import { Link } from "react-router-dom";
import { briefId, pageOfObject } from "./objects";

/** A thing by its id, which leads to its page where it has one. */
export function ObjectLink({ id, children }: { id: string; children?: React.ReactNode }) {
  const to = pageOfObject(id);
  const text = children ?? (
    <code title={id} style={{ fontSize: "0.85em", whiteSpace: "nowrap" }}>
      {briefId(id)}
    </code>
  );
  if (!to) return <span>{text}</span>;
  return (
    <Anchor component={Link} to={to} onClick={(event) => event.stopPropagation()}>
      {text}
    </Anchor>
  );
}
