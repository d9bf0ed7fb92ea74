// The API's document against Redocly's recommended rules: `node lint.js <document>` prints what they find as JSON.

import { createConfig, lint } from "@redocly/openapi-core";

const OURS = {
  // A webhook is called by its key. The operation it leads to is there under its path, and a name may stand only once.
  "operation-operationId": "off",
};

const config = await createConfig({ extends: ["recommended"], rules: OURS });
const found = await lint({ ref: process.argv[2], config });
console.log(JSON.stringify(found.map((each) => `${each.ruleId} ${each.location[0].pointer}: ${each.message}`)));
