/** The few calls of Amazon Cognito that a sign-in needs, none of which is signed. */
import { config } from "../config";

/** A refusal, by Cognito's own name for it; `NetworkError` where no answer came. */
export class CognitoError extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

export interface Tokens {
  AccessToken: string;
  ExpiresIn: number;
  RefreshToken?: string;
}

/** What comes back from a step: tokens, or what is asked for next. */
export interface StepAnswer {
  AuthenticationResult?: Tokens;
  ChallengeName?: string;
  ChallengeParameters?: Record<string, string>;
  Session?: string;
}

const TARGET = "AWSCognitoIdentityProviderService";

export async function call<T>(operation: string, asked: Record<string, unknown>): Promise<T> {
  const { cognito, region } = config();
  let answer: Response;
  try {
    answer = await fetch(cognito ?? `https://cognito-idp.${region}.amazonaws.com/`, {
      method: "POST",
      headers: { "Content-Type": "application/x-amz-json-1.1", "X-Amz-Target": `${TARGET}.${operation}` },
      body: JSON.stringify(asked),
      cache: "no-store",
    });
  } catch {
    throw new CognitoError("NetworkError", "No answer came.");
  }
  const text = await answer.text();
  const body = text ? JSON.parse(text) : {};
  if (!answer.ok) throw new CognitoError(String(body.__type ?? "").replace(/^.*#/, ""), String(body.message ?? ""));
  return body as T;
}
