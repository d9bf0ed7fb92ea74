/** Who asks: the access token of whoever is signed in, and another one where it is over. */
import { accessToken, renewedToken } from "../auth/session";
import { Problem } from "./problem";

/** Sends a request as whoever is signed in; once more where their token was refused and there is another. */
export async function withCredentials(request: Request): Promise<Response> {
  const token = await accessToken();
  if (!token) throw new Problem(401, { code: "unauthenticated", message: "Nobody is signed in." });
  const body = request.method === "GET" ? null : (await request.text()) || null;
  const answer = await sent(request, body, token);
  if (answer.status !== 401) return answer;
  const renewed = await renewedToken();
  return renewed && renewed !== token ? sent(request, body, renewed) : answer;
}

/** The body as text: of a `Request` it is a stream, which is read once, and which no tool of a browser's shows. */
async function sent({ url, method, headers, signal }: Request, body: string | null, token: string): Promise<Response> {
  const asked = new Headers(headers);
  asked.set("Authorization", `Bearer ${token}`);
  try {
    // What a browser keeps on its disk would be another's to read, and older than what is kept here.
    return await fetch(url, { method, headers: asked, body, signal, cache: "no-store" });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new Problem(0, { code: "no_answer", message: "No answer came." });
  }
}
