/** The dashboard behind the sign-in. */
import polyglotI18nProvider from "ra-i18n-polyglot";
import { useEffect, useState } from "react";
import { Admin, CustomRoutes, type I18nProvider, localStorageStore, Resource } from "react-admin";
import { Route } from "react-router-dom";
import { Problem } from "../api/problem";
import { authProvider, caller } from "../auth/access";
import { signOut } from "../auth/session";
import { words } from "../auth/words";
import { dataProvider } from "../data/provider";
import { Home } from "../home/Home";
import { keepLocale, LANGUAGES, messagesOf, preferredLocale } from "../i18n";
import { loadRooms } from "./lazily";
import { Missing } from "./Missing";
import { queryClient } from "./queries";
import { may, rooms } from "./rooms";
import { Shell } from "./Shell";
import { darkTheme, lightTheme } from "./theme";

const store = localStorageStore("1", "storewright");

/** What has to be there before anything is shown. */
interface Ready {
  i18n: I18nProvider;
  scopes: string[];
}

export function App() {
  const [ready, setReady] = useState<Ready | Problem | null>(null);
  useEffect(() => {
    prepare().then(setReady, (error) => setReady(error instanceof Problem ? error : new Problem(0, {})));
  }, []);
  if (ready === null) return null;
  if (ready instanceof Problem) return <NotIn problem={ready} />;
  return <Rooms {...ready} />;
}

function Rooms({ i18n, scopes }: Ready) {
  useEffect(() => void loadRooms(), []);
  const open = rooms.filter((room) => may(scopes, room.reads));
  return (
    <Admin
      title="Storewright"
      dashboard={Home}
      dataProvider={dataProvider}
      authProvider={authProvider}
      i18nProvider={i18n}
      queryClient={queryClient}
      store={store}
      layout={Shell}
      theme={lightTheme}
      darkTheme={darkTheme}
      loginPage={false}
      catchAll={Missing}
      disableTelemetry
      requireAuth
    >
      {open.map((room) => room.views && <Resource key={room.name} name={room.name} {...room.views} />)}
      <CustomRoutes>
        {open.map(
          (room) => room.page && <Route key={room.name} path={`/${room.path ?? room.name}`} element={room.page} />,
        )}
      </CustomRoutes>
    </Admin>
  );
}

async function prepare(): Promise<Ready> {
  const first = preferredLocale();
  const [{ scopes }, messages] = await Promise.all([caller(), messagesOf(first)]);
  // The first language has to be there at once; another one may be waited for.
  const spoken = (locale: string) => (locale === first ? messages : messagesOf(locale));
  const i18n = polyglotI18nProvider(spoken, first, [...LANGUAGES]);
  const change = i18n.changeLocale;
  i18n.changeLocale = async (locale, options) => {
    keepLocale(locale);
    document.documentElement.lang = locale;
    await change(locale, options);
  };
  return { i18n, scopes };
}

/** Signed in at the pool, and yet nobody here; or the shop does not answer. */
function NotIn({ problem }: { problem: Problem }) {
  const said = words[preferredLocale()];
  const isNobody = problem.status === 401 || problem.status === 403;
  const leave = async () => {
    if (isNobody) await signOut();
    window.location.reload();
  };
  return (
    <main className="sign-in">
      <form onSubmit={(event) => event.preventDefault()}>
        <img className="mark" src="./icon.svg" alt="" />
        <p role="alert">{isNobody ? said.not_staff : said.no_answer}</p>
        <button type="button" onClick={() => void leave()}>
          {isNobody ? said.back : said.again_load}
        </button>
      </form>
    </main>
  );
}
