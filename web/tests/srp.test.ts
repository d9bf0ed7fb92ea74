import { describe, expect, it } from "vitest";
import { begun, proof } from "../src/auth/srp";

// Reckoned by local/sign_in.py, which is written by itself and signs in at the local cloud: the same secret, the same proof.
const SECRET = 0x1234567890abcdef1234567890abcdef1234567890abcdefn;
const ASKED = {
  SRP_B: "20000",
  SALT: "9f3c1a",
  SECRET_BLOCK: "c2VjcmV0LWJsb2Nr",
  USER_ID_FOR_SRP: "staff_01M8QTZCN9V81S436JTCMK05KE",
};

describe("a password's proof", () => {
  it("is what another implementation reckons", async () => {
    const answer = await proof(
      ASKED,
      begun(SECRET),
      "eu-west-1_Abc123XyZ",
      "Correct-Horse-9",
      new Date(Date.UTC(2026, 11, 1, 3, 5, 9)),
    );
    expect(answer.TIMESTAMP).toBe("Tue Dec 1 03:05:09 UTC 2026");
    expect(answer.PASSWORD_CLAIM_SIGNATURE).toBe("59L3WO6TJupbHMCFEC9ztstkCIUilJQib7IyrDEMF3A=");
  });

  it("differs with every try, and is refused where the other side tells nothing", async () => {
    expect(begun().told).not.toBe(begun().told);
    await expect(proof({ ...ASKED, SRP_B: "0" }, begun(SECRET), "p_x", "x")).rejects.toThrow();
  });
});
