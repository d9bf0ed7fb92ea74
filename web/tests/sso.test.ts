import { describe, expect, it } from "vitest";
import { asking, challengeOf, codeOf, isLedBack, pageFor } from "../src/auth/sso";

const SSO = { page: "https://staff.auth.eu-central-1.amazoncognito.com", provider: null };
const BACK = "https://shop.example.com/dashboard/";

describe("a single sign-on", () => {
  it("is asked with a state and a verifier of the form of RFC 7636, other ones each time", () => {
    const [one, other] = [asking("#/orders"), asking("")];
    for (const each of [one.state, one.verifier]) expect(each).toMatch(/^[A-Za-z0-9_-]{43,128}$/);
    expect(new Set([one.state, one.verifier, other.state, other.verifier]).size).toBe(4);
    expect(one.to).toBe("#/orders");
  });

  it("tells of the verifier its hash alone, as in appendix B of RFC 7636", async () => {
    const verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    expect(await challengeOf(verifier)).toBe("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    const asked = new URL(pageFor(SSO, "client", BACK, "s", await challengeOf(verifier)));
    expect(asked.origin + asked.pathname).toBe(`${SSO.page}/oauth2/authorize`);
    expect(asked.href).not.toContain(verifier);
    const { searchParams: query } = asked;
    expect([query.get("response_type"), query.get("code_challenge_method")]).toEqual(["code", "S256"]);
    expect([query.get("redirect_uri"), query.get("identity_provider")]).toEqual([BACK, null]);
  });

  it("leads at once to the only provider", () => {
    const asked = new URL(pageFor({ ...SSO, provider: "Entra" }, "client", BACK, "s", "c"));
    expect(asked.searchParams.get("identity_provider")).toBe("Entra");
  });

  it("takes no code that was not asked for here", () => {
    const asked = { state: "mine", verifier: "v", to: "" };
    expect(codeOf("?code=c&state=mine", asked)).toBe("c");
    const codes = (search: string, known: typeof asked | null) => {
      try {
        return codeOf(search, known);
      } catch (error) {
        return (error as { code: string }).code;
      }
    };
    expect(codes("?code=c&state=theirs", asked)).toBe("sso_not_asked");
    expect(codes("?code=c", asked)).toBe("sso_not_asked");
    expect(codes("?code=c&state=mine", null)).toBe("sso_not_asked");
    expect(codes("?error=access_denied&state=mine", asked)).toBe("sso_refused");
  });

  it("is what an address with a state and an end is about, and no other", () => {
    expect(["?code=c&state=s", "?error=e&state=s", "?code=c", "", "?state=s"].map(isLedBack)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});
