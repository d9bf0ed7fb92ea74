/** What somebody types to find a customer by: an e-mail address, a phone number, or words of the name, each whole. */
type Raw = Record<string, unknown>;

const EMAIL = /^[^@\s]+@[^@\s.]+(\.[^@\s.]+)+$/;
const PHONE = /^\+[\d\s().-]{7,}$/;

/** The API's parameters for a list's filters, of which `words` is ours. */
export function byWords({ words, ...filter }: Raw): Raw {
  const typed = String(words ?? "").trim();
  if (!typed) return filter;
  if (EMAIL.test(typed)) return { ...filter, email: typed };
  if (PHONE.test(typed)) return { ...filter, phone: typed };
  return { ...filter, name: typed };
}
