/** What was asked for is not done yet, since somebody else has to agree: until then there is an approval and no more. */
import type { components } from "./schema";

export type Approval = components["schemas"]["ApprovalView"];

/** Raised in the place of an answer by what makes and changes things, so that nothing takes them for made. */
export class Waits extends Error {
  /** No field is wrong: a form that was sent is sent. */
  readonly body = { errors: {} };

  constructor(readonly approval: Approval) {
    super("shop.waits_for_approval"); // the key of the sentence
    this.name = "Waits";
  }
}
