/**
 * Who is signed in, by the staff's pool in Amazon Cognito: a password proven by SRP, then an authenticator's code.
 *
 * Cognito's own library keeps the tokens in this browser, the access token for 15 minutes and what renews it for 12
 * hours; every tab reads the same ones, so a sign-out in one is a sign-out in all.
 */
import {
  AuthenticationDetails,
  CognitoUser,
  CognitoUserPool,
  type CognitoUserSession,
} from "amazon-cognito-identity-js";
import { config } from "../config";

/** What is asked for next; `done` when nothing is. */
export type Step =
  | { kind: "done" }
  | { kind: "new_password" }
  | { kind: "code" }
  | { kind: "enrol"; secret: string; email: string };

const ISSUER = "Storewright";

let pool: CognitoUserPool | undefined;

function thePool(): CognitoUserPool {
  const { pool: id, client, cognito } = config();
  pool ??= new CognitoUserPool({ UserPoolId: id, ClientId: client, ...(cognito ? { endpoint: cognito } : {}) });
  return pool;
}

/** One attempt to sign in, step by step. Each step rejects with Cognito's error, whose `name` says why. */
export class SigningIn {
  private user: CognitoUser;

  constructor(private readonly email: string) {
    this.user = new CognitoUser({ Username: email, Pool: thePool() });
  }

  password(password: string): Promise<Step> {
    const details = new AuthenticationDetails({ Username: this.email, Password: password });
    return this.step((answers) => this.user.authenticateUser(details, answers));
  }

  newPassword(password: string): Promise<Step> {
    return this.step((answers) => this.user.completeNewPasswordChallenge(password, {}, answers));
  }

  code(code: string): Promise<Step> {
    return this.step((answers) => this.user.sendMFACode(code, answers, "SOFTWARE_TOKEN_MFA"));
  }

  /** The first code of a new authenticator. */
  enrolled(code: string): Promise<Step> {
    return new Promise((resolve, reject) => {
      this.user.verifySoftwareToken(code, "Dashboard", {
        onSuccess: () => resolve({ kind: "done" }),
        onFailure: reject,
      });
    });
  }

  private step(ask: (answers: Parameters<CognitoUser["authenticateUser"]>[1]) => void): Promise<Step> {
    return new Promise((resolve, reject) => {
      ask({
        onSuccess: () => this.enrolUnlessEnrolled().then(resolve, reject),
        onFailure: reject,
        newPasswordRequired: () => resolve({ kind: "new_password" }),
        totpRequired: () => resolve({ kind: "code" }),
        mfaSetup: () => this.enrol().then(resolve, reject),
      });
    });
  }

  /** A pool may let somebody in once before they have an authenticator: not this page. */
  private async enrolUnlessEnrolled(): Promise<Step> {
    const data = await new Promise<{ UserMFASettingList?: string[] } | undefined>((resolve, reject) => {
      this.user.getUserData((error, found) => (error ? reject(error) : resolve(found)), { bypassCache: true });
    });
    return data?.UserMFASettingList?.length ? { kind: "done" } : this.enrol();
  }

  private enrol(): Promise<Step> {
    return new Promise((resolve, reject) => {
      this.user.associateSoftwareToken({
        associateSecretCode: (secret) => resolve({ kind: "enrol", secret, email: this.email }),
        onFailure: reject,
      });
    });
  }
}

/** What an authenticator app reads from the square code. */
export function authenticatorAddress(email: string, secret: string): string {
  return `otpauth://totp/${ISSUER}:${encodeURIComponent(email)}?secret=${secret}&issuer=${ISSUER}`;
}

/** An access token that counts, renewed where it is about to end; null where nobody is signed in. */
export async function accessToken(): Promise<string | null> {
  const user = thePool().getCurrentUser();
  if (!user) return null;
  const session = await new Promise<CognitoUserSession | null>((resolve) => {
    user.getSession((error: Error | null, found: CognitoUserSession | null) => resolve(error ? null : found));
  });
  return session?.isValid() ? session.getAccessToken().getJwtToken() : null;
}

/** A token that the pool has not been asked for before, after one was refused. */
export async function renewedToken(): Promise<string | null> {
  const user = thePool().getCurrentUser();
  if (!user) return null;
  return new Promise((resolve) => {
    user.getSession((error: Error | null, session: CognitoUserSession | null) => {
      if (error || !session) return resolve(null);
      user.refreshSession(session.getRefreshToken(), (refused, renewed: CognitoUserSession) =>
        resolve(refused ? null : renewed.getAccessToken().getJwtToken()),
      );
    });
  });
}

/** Ends the session here, and at the pool what would renew it. */
export async function signOut(): Promise<void> {
  const user = thePool().getCurrentUser();
  if (!user) return;
  await Promise.race([
    new Promise<void>((resolve) => {
      user.getSession((error: Error | null) => (error ? resolve() : user.signOut(() => resolve())));
    }),
    new Promise<void>((resolve) => setTimeout(resolve, 3000)),
  ]);
  user.signOut();
}
