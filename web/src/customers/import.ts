/** What an import of customers takes, as far as it is known before the shop is asked. */

const BYTES_MOST = 50 * 1024 * 1024; // as the API has it

const COLUMNS =
  "email,first_name,last_name,phone,locale,tags,note,company,address1,address2,city,province,postal_code,country,accepts_marketing,consented_at,consent_source";

/** A file to begin with: the columns, and one row that says what stands in them. */
export const TEMPLATE = `\ufeff${COLUMNS}\r\njane@example.com,Jane,Doe,+442079460000,en,regular,,,1 Main St,,Oakland,CA,94607,US,true,2025-05-01,newsletter form of the old shop\r\n`;

/** Why a file cannot be it, as a key of the messages; null where it may be. */
export function fileProblem(file: { name: string; size: number }): "not_csv" | "empty" | "too_large" | null {
  if (!/\.csv$/i.test(file.name)) return "not_csv";
  if (file.size === 0) return "empty";
  return file.size > BYTES_MOST ? "too_large" : null;
}
