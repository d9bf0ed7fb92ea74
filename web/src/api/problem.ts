/** What the API answers where it does not do what it was asked, as our documents have it. */
export interface ErrorDetail {
  type: string;
  code: string;
  message: string;
  param: string | null;
  details: Record<string, unknown>;
  request_id: string;
}

/** A refusal. status 0: no answer came, and whether it was done is not known. */
export class Problem extends Error {
  readonly body: { errors?: Record<string, unknown>; root?: never } = {};

  constructor(
    readonly status: number,
    readonly detail: Partial<ErrorDetail>,
    readonly retryAfterS: number | null = null,
  ) {
    super(detail.message ?? `HTTP ${status}`);
    this.name = "Problem";
    const field = detail.param && status < 500 ? fieldErrors(detail.param, this.message) : null;
    if (field) this.body.errors = field;
  }

  get code(): string {
    return this.detail.code ?? (this.status ? String(this.status) : "no_answer");
  }

  /** Somebody else was faster: what was changed is another version by now. */
  get isConflictOfVersions(): boolean {
    return this.status === 412;
  }
}

/** `variants[0].prices[1].amount` as the nested object that a form shows beside its fields. */
export function fieldErrors(param: string, message: string): Record<string, unknown> {
  const steps = param.split(/[.[\]]+/).filter(Boolean);
  return steps.reduceRight<unknown>((inner, step) => ({ [step]: inner }), message) as Record<string, unknown>;
}
