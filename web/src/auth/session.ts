/**
 * Who is signed in, by the staff's pool in Amazon Cognito: a password proven by SRP, then an authenticator's code.
 *
 * The tokens are in this browser's local storage, the access token for 15 minutes and what renews it for 12 hours;
 * every tab reads the same ones, so a sign-out in one is a sign-out in all.
 */
import { config } from "../config";
import { CognitoError, call, type StepAnswer, type Tokens } from "./cognito";
import { type Asked, begun, proof } from "./srp";

/** What is asked for next; `done` when nothing is. */
export type Step =
  | { kind: "done" }
  | { kind: "new_password" }
  | { kind: "code" }
  | { kind: "enrol"; secret: string; email: string };

interface Kept {
  access: string;
  refresh: string;
  /** When the access token ends, in milliseconds. */
  ends: number;
}

const ISSUER = "Storewright";
const KEPT = "storewright.session";
const EARLY_MS = 30_000; // a token is renewed before it ends on its way

/** One attempt to sign in, step by step. Each step rejects with a CognitoError, whose `code` says why. */
export class SigningIn {
  private session: string | undefined;
  private username: string;
  private tokens: Tokens | undefined;

  constructor(private readonly email: string) {
    this.username = email;
  }

  async password(password: string): Promise<Step> {
    const attempt = begun();
    const first = await call<StepAnswer>("InitiateAuth", {
      ClientId: config().client,
      AuthFlow: "USER_SRP_AUTH",
      AuthParameters: { USERNAME: this.email, SRP_A: attempt.told },
    });
    const asked = first.ChallengeParameters as unknown as Asked;
    this.username = asked.USER_ID_FOR_SRP;
    const answer = await proof(asked, attempt, config().pool, password);
    return this.next(await this.respond("PASSWORD_VERIFIER", answer, first.Session));
  }

  async newPassword(password: string): Promise<Step> {
    return this.next(await this.respond("NEW_PASSWORD_REQUIRED", { NEW_PASSWORD: password }));
  }

  async code(code: string): Promise<Step> {
    return this.next(await this.respond("SOFTWARE_TOKEN_MFA", { SOFTWARE_TOKEN_MFA_CODE: code }));
  }

  /** The first code of a new authenticator. */
  async enrolled(code: string): Promise<Step> {
    const proven = await call<{ Session?: string }>("VerifySoftwareToken", {
      ...this.by(),
      UserCode: code,
      FriendlyDeviceName: "Dashboard",
    });
    if (!this.tokens) {
      this.session = proven.Session;
      return this.next(await this.respond("MFA_SETUP", {}));
    }
    keep(this.tokens);
    return { kind: "done" };
  }

  private respond(challenge: string, answers: Record<string, string>, session = this.session): Promise<StepAnswer> {
    return call<StepAnswer>("RespondToAuthChallenge", {
      ClientId: config().client,
      ChallengeName: challenge,
      ChallengeResponses: { USERNAME: this.username, ...answers },
      ...(session ? { Session: session } : {}),
    });
  }

  private async next(answer: StepAnswer): Promise<Step> {
    this.session = answer.Session;
    if (answer.AuthenticationResult) {
      this.tokens = answer.AuthenticationResult;
      return this.enrolUnlessEnrolled(this.tokens);
    }
    switch (answer.ChallengeName) {
      case "NEW_PASSWORD_REQUIRED":
        return { kind: "new_password" };
      case "SOFTWARE_TOKEN_MFA":
        return { kind: "code" };
      case "MFA_SETUP":
        return this.enrol();
      default:
        throw new CognitoError("unknown", `The pool asks for ${answer.ChallengeName}.`);
    }
  }

  /** A pool may let somebody in once before they have an authenticator: not this page. */
  private async enrolUnlessEnrolled(tokens: Tokens): Promise<Step> {
    const user = await call<{ UserMFASettingList?: string[] }>("GetUser", { AccessToken: tokens.AccessToken });
    if (!user.UserMFASettingList?.length) return this.enrol();
    keep(tokens);
    return { kind: "done" };
  }

  private async enrol(): Promise<Step> {
    const made = await call<{ SecretCode: string; Session?: string }>("AssociateSoftwareToken", this.by());
    this.session = made.Session ?? this.session;
    return { kind: "enrol", secret: made.SecretCode, email: this.email };
  }

  /** By what the authenticator is set up: a token, or the session of a sign-in that is not done. */
  private by(): Record<string, string | undefined> {
    return this.tokens ? { AccessToken: this.tokens.AccessToken } : { Session: this.session };
  }
}

/** What an authenticator app reads from the square code. */
export function authenticatorAddress(email: string, secret: string): string {
  return `otpauth://totp/${ISSUER}:${encodeURIComponent(email)}?secret=${secret}&issuer=${ISSUER}`;
}

/** An access token that counts, renewed where it is about to end; null where nobody is signed in. */
export async function accessToken(): Promise<string | null> {
  const kept = read();
  if (!kept) return null;
  return kept.ends - EARLY_MS > Date.now() ? kept.access : renewedToken();
}

/** Whether somebody signed in here and has not signed out; their time may be over. */
export function mayBeSignedIn(): boolean {
  return read() !== null;
}

let renewing: Promise<string | null> | undefined;

/** Another token, for who has one that was refused or is about to end; asked for once, however many wait for it. */
export function renewedToken(): Promise<string | null> {
  renewing ??= renew().finally(() => {
    renewing = undefined;
  });
  return renewing;
}

async function renew(): Promise<string | null> {
  const kept = read();
  if (!kept) return null;
  try {
    const { AuthenticationResult: tokens } = await call<StepAnswer>("InitiateAuth", {
      ClientId: config().client,
      AuthFlow: "REFRESH_TOKEN_AUTH",
      AuthParameters: { REFRESH_TOKEN: kept.refresh },
    });
    if (!tokens) return null;
    keep({ RefreshToken: kept.refresh, ...tokens });
    return tokens.AccessToken;
  } catch (error) {
    if (error instanceof CognitoError && error.code !== "NetworkError") forget();
    return null;
  }
}

/** Ends the session here, and at the pool what would renew it. */
export async function signOut(): Promise<void> {
  const kept = read();
  forget();
  if (!kept) return;
  await call("RevokeToken", { ClientId: config().client, Token: kept.refresh }).catch(() => undefined);
}

/** From now on somebody is signed in. */
export function keep(tokens: Tokens): void {
  const kept: Kept = {
    access: tokens.AccessToken,
    refresh: tokens.RefreshToken ?? "",
    ends: Date.now() + tokens.ExpiresIn * 1000,
  };
  localStorage.setItem(KEPT, JSON.stringify(kept));
}

function forget(): void {
  localStorage.removeItem(KEPT);
}

function read(): Kept | null {
  try {
    return JSON.parse(localStorage.getItem(KEPT) ?? "null") as Kept | null;
  } catch {
    return null;
  }
}
