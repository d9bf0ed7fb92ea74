/** The page before all others: e-mail and password, then a code; on the first day an own password and an authenticator. */
import { type FormEvent, type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import { encode } from "uqr";
import { config } from "../config";
import { CognitoError } from "./cognito";
import { authenticatorAddress, SigningIn, type Step } from "./session";
import { leaveForSso } from "./sso";
import type { Words } from "./words";

/** What Cognito calls a refusal, and the word of ours for it. */
const REFUSALS: Record<string, keyof Words> = {
  NotAuthorizedException: "wrong",
  UserNotFoundException: "wrong",
  PasswordResetRequiredException: "wrong",
  CodeMismatchException: "wrong_code",
  EnableSoftwareTokenMFAException: "wrong_code",
  ExpiredCodeException: "over",
  InvalidPasswordException: "weak",
  InvalidParameterException: "weak",
  PasswordHistoryPolicyViolationException: "weak",
  LimitExceededException: "many",
  TooManyFailedAttemptsException: "many",
  TooManyRequestsException: "many",
  NetworkError: "no_answer",
  sso_refused: "sso_refused",
  sso_not_asked: "sso_not_asked",
};

function wordFor(error: unknown): keyof Words {
  return (error instanceof CognitoError && REFUSALS[error.code]) || "unknown";
}

interface Given {
  messages: Words;
  /** Why somebody who comes back from the single sign-on is not in. */
  refused?: unknown;
  onDone: () => void;
  /** Once somebody sees the page, what comes after it may be fetched. */
  onShown: () => unknown;
}

export function SignIn({ messages, refused, onDone, onShown }: Given) {
  const [step, setStep] = useState<Step | { kind: "password" }>({ kind: "password" });
  const [refusal, setRefusal] = useState<keyof Words | null>(refused ? wordFor(refused) : null);
  const [isBusy, setBusy] = useState(false);
  const attempt = useRef<SigningIn | null>(null);
  useEffect(() => {
    onShown();
  }, [onShown]);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    const typed = (name: string) => String(fields.get(name) ?? "");
    if (step.kind === "new_password" && typed("password") !== typed("again")) return setRefusal("not_same");
    setBusy(true);
    setRefusal(null);
    try {
      const next = await answer(step, typed);
      if (next.kind === "done") return onDone();
      setStep(next);
    } catch (error) {
      const word = wordFor(error);
      setRefusal(word === "wrong" && step.kind !== "password" ? (step.kind === "code" ? "over" : "unknown") : word);
    }
    setBusy(false);
  }

  function answer(at: typeof step, typed: (name: string) => string): Promise<Step> {
    if (at.kind === "password") {
      attempt.current = new SigningIn(typed("email").trim());
      return attempt.current.password(typed("password"));
    }
    const on = attempt.current as SigningIn;
    if (at.kind === "new_password") return on.newPassword(typed("password"));
    const code = typed("code").replace(/\D/g, "");
    return at.kind === "enrol" ? on.enrolled(code) : on.code(code);
  }

  function again() {
    setStep({ kind: "password" });
    setRefusal(null);
  }

  return (
    <main className="sign-in">
      <form onSubmit={submit} key={step.kind}>
        <img className="mark" src="./icon.svg" alt="" />
        <Fields step={step} words={messages} />
        {refusal && (
          <p className="bad" role="alert">
            {messages[refusal]}
          </p>
        )}
        <button type="submit" disabled={isBusy}>
          {step.kind === "password" ? messages.submit : messages.next}
        </button>
        {step.kind === "password" && config().sso && (
          <button type="button" className="quiet" onClick={() => void leaveForSso()}>
            {messages.sso}
          </button>
        )}
        {step.kind !== "password" && (
          <button type="button" className="quiet" onClick={again}>
            {messages.back}
          </button>
        )}
      </form>
    </main>
  );
}

function Fields({ step, words }: { step: Step | { kind: "password" }; words: Words }) {
  switch (step.kind) {
    case "new_password":
      return (
        <>
          <Head title={words.new_password_title}>{words.new_password_lead}</Head>
          <Field
            name="password"
            label={words.new_password}
            type="password"
            autoComplete="new-password"
            minLength={12}
          />
          <Field name="again" label={words.again} type="password" autoComplete="new-password" isLater />
        </>
      );
    case "code":
      return (
        <>
          <Head title={words.code_title}>{words.code_lead}</Head>
          <Code label={words.code} />
        </>
      );
    case "enrol":
      return (
        <>
          <Head title={words.enrol_title}>{words.enrol_lead}</Head>
          <Square text={authenticatorAddress(step.email, step.secret)} />
          <p>
            {words.enrol_key} <code>{step.secret}</code>
          </p>
          <Code label={words.code} />
        </>
      );
    default:
      return (
        <>
          <Head title={words.title}>{words.lead}</Head>
          <Field name="email" label={words.email} type="email" autoComplete="username" />
          <Field name="password" label={words.password} type="password" autoComplete="current-password" isLater />
        </>
      );
  }
}

function Head({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div>
      <h1>{title}</h1>
      <p>{children}</p>
    </div>
  );
}

interface FieldProps {
  name: string;
  label: string;
  type: string;
  autoComplete: string;
  minLength?: number;
  isLater?: boolean;
}

/** The first of a step has the focus, as who comes to it expects. */
function Field({ label, isLater = false, ...input }: FieldProps) {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (!isLater) field.current?.focus();
  }, [isLater]);
  return (
    <label>
      {label}
      <input ref={field} required {...input} />
    </label>
  );
}

function Code({ label }: { label: string }) {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  return (
    <label>
      {label}
      <input
        ref={field}
        className="code"
        name="code"
        required
        inputMode="numeric"
        autoComplete="one-time-code"
        pattern="[0-9 ]{6,7}"
        maxLength={7}
      />
    </label>
  );
}

/** A QR code, drawn as one path. */
function Square({ text }: { text: string }) {
  const { data, size } = useMemo(() => encode(text, { border: 2 }), [text]);
  const path = data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ""))).join("");
  return (
    <div className="square">
      <svg viewBox={`0 0 ${size} ${size}`} role="img" aria-label="QR" shapeRendering="crispEdges">
        <path d={path} fill="#000" />
      </svg>
    </div>
  );
}
