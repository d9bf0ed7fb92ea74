/** The first thing that runs: small, so that the sign-in is there at once; the rest is loaded behind it. */
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { SignIn } from "./auth/SignIn";
import { accessToken, mayBeSignedIn } from "./auth/session";
import { comeBack, isLedBack } from "./auth/sso";
import { words } from "./auth/words";
import { loadConfig } from "./config";
import { messagesOf, preferredLocale } from "./i18n";
import "./styles.css";

const root = createRoot(document.getElementById("root") as HTMLElement);

async function begin(): Promise<void> {
  const locale = preferredLocale();
  document.documentElement.lang = locale;
  const settings = loadConfig();
  if (mayBeSignedIn()) fetchApp().catch(() => undefined); // on its way at once; `showApp` tells what went wrong
  await settings;
  const refused = isLedBack(window.location.search) ? await comeBack().catch((error) => error) : undefined;
  if (!refused && (await accessToken())) return showApp();
  root.render(
    <StrictMode>
      <SignIn messages={words[locale]} refused={refused} onDone={showApp} onShown={fetchApp} />
    </StrictMode>,
  );
}

/** On its way while somebody types. */
async function fetchApp(): Promise<typeof import("./shell/App")> {
  const [app] = await Promise.all([import("./shell/App"), messagesOf(preferredLocale())]);
  return app;
}

async function showApp(): Promise<void> {
  const { App } = await fetchApp();
  root.render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}

begin().catch(() => {
  root.render(<p className="broken">The dashboard cannot reach its shop. Load the page again in a moment.</p>);
});
