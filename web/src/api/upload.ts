/** A file that goes straight to where it is kept, by a link that is the right to put it there. */
import { Problem } from "./problem";

interface Place {
  url: string;
  method: string;
}

/** Raises Problem. */
export async function putFile({ url, method }: Place, file: Blob): Promise<void> {
  let answer: Response;
  try {
    answer = await fetch(url, { method, body: file });
  } catch {
    throw new Problem(0, { code: "no_answer", message: "No answer came." });
  }
  if (!answer.ok) throw new Problem(answer.status, { code: "upload_refused", message: "The file was not taken." });
}
