/** Who asks: the access token of whoever is signed in, and another one where it is over. */
import { accessToken, renewedToken } from "../auth/session";
import { Problem } from "./problem";

/** Sends a request as whoever is signed in; once more where their token was refused and there is another. */
export async function withCredentials(request: Request): Promise<Response> {
  const token = await accessToken();
  if (!token) throw new Problem(401, { code: "unauthenticated", message: "Nobody is signed in." });
  const answer = await sent(request, token);
  if (answer.status !== 401) return answer;
  const renewed = await renewedToken();
  return renewed && renewed !== token ? sent(request, renewed) : answer;
}

async function sent(request: Request, token: string): Promise<Response> {
  const asked = request.clone(); // a body is read once
  asked.headers.set("Authorization", `Bearer ${token}`);
  try {
    return await fetch(asked);
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new Problem(0, { code: "no_answer", message: "No answer came." });
  }
}
