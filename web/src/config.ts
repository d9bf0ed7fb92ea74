/** Where this shop answers: `config.json`, which the deployment puts beside the page. */
export interface Config {
  /** What stands before `/admin/…`: an origin, empty for the page's own. */
  api: string;
  /** Cognito's address; null for that of the region. */
  cognito: string | null;
  region: string;
  pool: string;
  client: string;
  /** The pool's hosted page, where staff sign in by the company's own provider; null where there is none. */
  sso?: Sso | null;
}

export interface Sso {
  /** Its origin. */
  page: string;
  /** The only provider, to which it leads at once; null where somebody has to choose. */
  provider: string | null;
}

let loaded: Config | undefined;

export async function loadConfig(): Promise<Config> {
  const answer = await fetch("./config.json", { credentials: "same-origin" });
  if (!answer.ok) throw new Error(`config.json was answered ${answer.status}`);
  loaded = (await answer.json()) as Config;
  return loaded;
}

/** What was loaded before anything else began. */
export function config(): Config {
  if (!loaded) throw new Error("The settings are not there yet.");
  return loaded;
}
