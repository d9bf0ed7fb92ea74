/**
 * Sign-in on the pool's hosted page, and from there at the company's own: a code that leads back, redeemed by whoever
 * asked for it (PKCE). What was asked is kept in this tab alone, until somebody comes back.
 * Sources: RFC 6749, RFC 7636, RFC 9700.
 */
import { config, type Sso } from "../config";
import { CognitoError } from "./cognito";
import { keep } from "./session";

export interface Asked {
  state: string;
  verifier: string;
  /** Where in the dashboard somebody wanted to go: what stands behind the `#`. */
  to: string;
}

const KEPT = "storewright.sso";
const RANDOM_BYTES = 32; // 43 letters, the least of RFC 7636, from 256 bits

/** What a sign-in is asked with. */
export function asking(to: string): Asked {
  const random = () => letters(crypto.getRandomValues(new Uint8Array(RANDOM_BYTES)));
  return { state: random(), verifier: random(), to };
}

/** What is told of a verifier before the code is redeemed by it. */
export async function challengeOf(verifier: string): Promise<string> {
  return letters(new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier))));
}

/** The hosted page's address. back: this page's own, without what stands behind it. */
export function pageFor(sso: Sso, client: string, back: string, state: string, challenge: string): string {
  const query = new URLSearchParams({
    client_id: client,
    redirect_uri: back,
    response_type: "code",
    scope: "openid email",
    state,
    code_challenge: challenge,
    code_challenge_method: "S256",
    ...(sso.provider ? { identity_provider: sso.provider } : {}),
  });
  return `${sso.page}/oauth2/authorize?${query}`;
}

/** Whether an address is one that the hosted page leads back to. */
export function isLedBack(search: string): boolean {
  const query = new URLSearchParams(search);
  return query.has("state") && (query.has("code") || query.has("error"));
}

/** The code that came back. Raises CognitoError: `sso_not_asked` for an answer to somebody else, `sso_refused`. */
export function codeOf(search: string, asked: Asked | null): string {
  const query = new URLSearchParams(search);
  if (!asked || query.get("state") !== asked.state) throw new CognitoError("sso_not_asked", "Another state.");
  const code = query.get("code");
  if (!code) throw new CognitoError("sso_refused", query.get("error") ?? "");
  return code;
}

/** Leads away to the hosted page. */
export async function leaveForSso(): Promise<void> {
  const { sso, client } = config();
  if (!sso) return;
  const asked = asking(window.location.hash);
  sessionStorage.setItem(KEPT, JSON.stringify(asked));
  window.location.assign(pageFor(sso, client, here(), asked.state, await challengeOf(asked.verifier)));
}

/** Where somebody was led back: signs them in, once. Raises CognitoError. */
export async function comeBack(): Promise<void> {
  const { search } = window.location;
  const asked = taken();
  window.history.replaceState(null, "", here() + (asked?.to ?? "")); // neither kept nor sent on, and no reload repeats it
  const code = codeOf(search, asked);
  keep(await redeemed(code, asked?.verifier ?? ""));
}

async function redeemed(code: string, verifier: string) {
  const { sso, client } = config();
  if (!sso) throw new CognitoError("sso_not_asked", "There is no hosted page.");
  let answer: Response;
  try {
    answer = await fetch(`${sso.page}/oauth2/token`, {
      method: "POST",
      body: new URLSearchParams({
        grant_type: "authorization_code",
        client_id: client,
        code,
        redirect_uri: here(),
        code_verifier: verifier,
      }),
      cache: "no-store",
    });
  } catch {
    throw new CognitoError("NetworkError", "No answer came.");
  }
  if (!answer.ok) throw new CognitoError("sso_refused", "The code was not redeemed.");
  const { access_token, refresh_token, expires_in } = await answer.json();
  return { AccessToken: access_token, RefreshToken: refresh_token, ExpiresIn: expires_in };
}

/** This page's address as the pool knows it: of its folder, with nothing behind. */
function here(): string {
  return new URL("./", window.location.href).href;
}

function taken(): Asked | null {
  const kept = sessionStorage.getItem(KEPT);
  sessionStorage.removeItem(KEPT);
  return kept ? (JSON.parse(kept) as Asked) : null;
}

function letters(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");
}
