/** A file that goes straight to where it is kept, by a link that is the right to put it there. */
import { Problem } from "./problem";
import type { components } from "./schema";

type Place = Pick<components["schemas"]["UploadView"], "url" | "method" | "headers">;

/** By the old way to ask, which alone tells how far it has come: as a share of the whole. Raises Problem. */
export function putFile(place: Place, file: Blob, onProgress?: (share: number) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const failed = () => reject(new Problem(0, { code: "not_sent", message: "The file did not arrive." }));
    request.open(place.method, place.url);
    for (const [name, value] of Object.entries(place.headers)) request.setRequestHeader(name, value);
    if (onProgress) request.upload.onprogress = ({ loaded, total }) => onProgress(total ? loaded / total : 0);
    request.onload = () => (request.status < 300 ? resolve() : failed());
    request.onerror = request.onabort = failed;
    request.send(file);
  });
}
