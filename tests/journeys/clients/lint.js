// The API's document against the rules of two linters: `node lint.js <document> <Redocly's> <Spectral's>` prints what
// they find as JSON. Which rules hold is told in checks/redocly.yml and checks/spectral.yml.

import { readFile } from "node:fs/promises";
import { createConfig, lint, parseYaml } from "@redocly/openapi-core";
import core from "@stoplight/spectral-core";
import rulesets from "@stoplight/spectral-rulesets";

const NAMED = { "spectral:oas": rulesets.oas };
const [document, forRedocly, forSpectral] = process.argv.slice(2);

async function byRedocly() {
  const config = await createConfig(await readFile(forRedocly, "utf8"));
  const found = await lint({ ref: document, config });
  return found.map((each) => `${each.ruleId} ${each.location[0].pointer}: ${each.message}`);
}

async function bySpectral() {
  const ours = parseYaml(await readFile(forSpectral, "utf8"));
  const spectral = new core.Spectral();
  spectral.setRuleset({ ...ours, extends: ours.extends.map(([name, which]) => [NAMED[name], which]) });
  const found = await spectral.run(await readFile(document, "utf8"));
  return found.map((each) => `${each.code} #/${each.path.join("/")}: ${each.message}`);
}

console.log(JSON.stringify([...(await byRedocly()), ...(await bySpectral())]));
