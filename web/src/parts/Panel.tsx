/** What a page is made of: a headed piece of it, its head, facts in pairs, and what stands where there is nothing. */
import { Box, Card, CardContent, Stack, Typography } from "@mui/material";
import type { ReactNode } from "react";
import { Title } from "react-admin";

interface PanelGiven {
  title: string;
  children: ReactNode;
  more?: ReactNode;
}

export function Panel({ title, children, more }: PanelGiven) {
  return (
    <Card component="section" aria-label={title}>
      <CardContent>
        <Stack direction="row" sx={{ alignItems: "center", mb: 1 }}>
          <Typography variant="h6" component="h2" sx={{ flex: 1 }}>
            {title}
          </Typography>
          {more}
        </Stack>
        {children}
      </CardContent>
    </Card>
  );
}

interface HeadGiven {
  title: string;
  /** States, beside the title. */
  states?: ReactNode;
  /** A few words after them. */
  text?: ReactNode;
  /** What may be done. */
  children?: ReactNode;
}

export function PageHead({ title, states, text, children }: HeadGiven) {
  return (
    <Stack direction="row" spacing={1} useFlexGap sx={{ alignItems: "center", flexWrap: "wrap", pt: 2, mb: 2 }}>
      <Title title={title} />
      <Typography variant="h5" component="h1" sx={{ wordBreak: "break-word" }}>
        {title}
      </Typography>
      {states}
      <Typography component="div" color="textSecondary" sx={{ flex: 1 }}>
        {text}
      </Typography>
      <Stack direction="row" spacing={1} useFlexGap className="no-print" sx={{ flexWrap: "wrap" }}>
        {children}
      </Stack>
    </Stack>
  );
}

/** Words and what they stand for; what there is nothing of is left out. */
export function Facts({ of }: { of: readonly (readonly [string, ReactNode])[] }) {
  return (
    <Box component="dl" sx={{ m: 0, display: "grid", gridTemplateColumns: "auto 1fr", columnGap: 2, rowGap: 0.75 }}>
      {of
        .filter(([, value]) => value !== null && value !== undefined && value !== "" && value !== false)
        .map(([word, value]) => [
          <Typography key={`${word}?`} component="dt" variant="body2" color="textSecondary">
            {word}
          </Typography>,
          <Typography key={word} component="dd" variant="body2" sx={{ m: 0, wordBreak: "break-word" }}>
            {value}
          </Typography>,
        ])}
    </Box>
  );
}

/** Where a list has nothing: what would stand here, and how it comes to be. */
export function Nothing({ title, text, children }: { title: string; text?: string; children?: ReactNode }) {
  return (
    <Stack sx={{ alignItems: "center", py: 8, px: 2, width: "100%", textAlign: "center" }} spacing={1}>
      <Typography variant="h6" component="h2">
        {title}
      </Typography>
      {text && <Typography color="textSecondary">{text}</Typography>}
      {children}
    </Stack>
  );
}
