import { describe, expect, it } from "vitest";
import { undressed } from "../src/settings/letter";

describe("a letter's styles", () => {
  it("are taken out of its text, to be put on one by one", () => {
    const page =
      '<html><head><style type="text/css">p { margin: 0 }</style><style>@media (x) { a { b: c } }</style></head>' +
      '<body class="body" style="background: #fff"><p title="a" style="color: red">Dear style="x" Jane</p></body></html>';
    const { html, sheet } = undressed(page);
    expect(sheet).toBe("p { margin: 0 }\n@media (x) { a { b: c } }");
    expect(html).not.toContain("<style");
    expect(html).toContain('<body class="body" data-worn="background: #fff">');
    expect(html).toContain('<p title="a" data-worn="color: red">Dear style="x" Jane</p>');
  });
});
