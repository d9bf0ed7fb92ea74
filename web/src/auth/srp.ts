/**
 * The password is proven and never sent: SRP-6a as Amazon Cognito has it.
 *
 * Source: RFC 5054 with the group of RFC 3526 §5 (3072 bits), SHA-256, and the last step of Cognito's own libraries
 * (HKDF with "Caldera Derived Key"). Numbers are hashed as two's complement, so one whose first bit is set gets a zero.
 */
const N = 2n ** 3072n - 2n ** 3008n - 1n + 2n ** 64n * (pi(2942n) + 1690314n);
const G = 2n;
const INFO = "Caldera Derived Key";

/** What Cognito asks with `PASSWORD_VERIFIER`. */
export interface Asked {
  SRP_B: string;
  SALT: string;
  SECRET_BLOCK: string;
  USER_ID_FOR_SRP: string;
}

/** One try: a secret of chance, and what is told of it first. */
export interface Try {
  secret: bigint;
  told: string;
}

export function begun(secret = chance()): Try {
  return { secret, told: power(G, secret, N).toString(16) };
}

/** The answer to `PASSWORD_VERIFIER`. poolId: with its region. Throws where what was told breaks the protocol. */
export async function proof(
  asked: Asked,
  { secret, told }: Try,
  poolId: string,
  password: string,
  now = new Date(),
): Promise<Record<string, string>> {
  const pool = poolId.split("_")[1] ?? "";
  const theirs = number(asked.SRP_B);
  const mine = number(told);
  const u = await hashed(padded(mine), padded(theirs));
  if (theirs % N === 0n || u === 0n) throw new Error("The sign-in told a number that it must not.");
  const inner = await sha256(text(`${pool}${asked.USER_ID_FOR_SRP}:${password}`));
  const x = await hashed(padded(number(asked.SALT)), inner);
  const k = await hashed(padded(N), padded(G));
  const base = (((theirs - k * power(G, x, N)) % N) + N) % N;
  const shared = power(base, secret + u * x, N);
  const drawn = await hmac(padded(u), padded(shared));
  const key = (await hmac(drawn, text(`${INFO}\u0001`))).slice(0, 16);
  const stamp = stampOf(now);
  const block = Uint8Array.from(atob(asked.SECRET_BLOCK), (each) => each.charCodeAt(0));
  const signed = await hmac(key, joined(text(`${pool}${asked.USER_ID_FOR_SRP}`), block, text(stamp)));
  return {
    USERNAME: asked.USER_ID_FOR_SRP,
    TIMESTAMP: stamp,
    PASSWORD_CLAIM_SECRET_BLOCK: asked.SECRET_BLOCK,
    PASSWORD_CLAIM_SIGNATURE: btoa(String.fromCharCode(...signed)),
  };
}

/** `Tue Dec 1 03:05:09 UTC 2026`, in English whatever the browser speaks. */
function stampOf(now: Date): string {
  const [day, date, month, year, time] = now.toUTCString().replace(",", "").split(" ");
  return `${day} ${month} ${Number(date)} ${time} UTC ${year}`;
}

function chance(): bigint {
  const bytes = crypto.getRandomValues(new Uint8Array(128));
  return number(Array.from(bytes, (each) => each.toString(16).padStart(2, "0")).join(""));
}

/** π · 2^bits, cut off. Machin's formula: π/4 = 4·arctan(1/5) − arctan(1/239). */
function pi(bits: bigint): bigint {
  const one = 1n << (bits + 64n);
  const arctanOfPart = (x: bigint): bigint => {
    let power = one / x;
    let sum = power;
    for (let odd = 3n; power; odd += 2n) {
      power = -power / (x * x);
      sum += power / odd;
    }
    return sum;
  };
  return (16n * arctanOfPart(5n) - 4n * arctanOfPart(239n)) >> 64n;
}

function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n;
  let factor = base % modulus;
  for (let left = exponent; left > 0n; left >>= 1n) {
    if (left & 1n) result = (result * factor) % modulus;
    factor = (factor * factor) % modulus;
  }
  return result;
}

function number(hex: string): bigint {
  return BigInt(`0x${hex}`);
}

function padded(value: bigint): Bytes {
  const hex = value.toString(16);
  const even = hex.length % 2 ? `0${hex}` : hex;
  const whole = /^[89a-f]/.test(even) ? `00${even}` : even;
  return Uint8Array.from(whole.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

type Bytes = Uint8Array<ArrayBuffer>;

function text(words: string): Bytes {
  return new TextEncoder().encode(words) as Bytes;
}

function joined(...parts: Bytes[]): Bytes {
  return Uint8Array.from(parts.flatMap((part) => Array.from(part)));
}

async function sha256(content: Bytes): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", content));
}

async function hashed(...parts: Bytes[]): Promise<bigint> {
  const digest = await sha256(joined(...parts));
  return number(Array.from(digest, (each) => each.toString(16).padStart(2, "0")).join(""));
}

async function hmac(key: Bytes, content: Bytes): Promise<Bytes> {
  const imported = await crypto.subtle.importKey("raw", key, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", imported, content));
}
