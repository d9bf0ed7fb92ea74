import { env } from "node:process";
import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";
import { chunks } from "./chunks";

// While somebody works on it, the running local cloud is asked for what is not here.
const cloud = { target: `http://127.0.0.1:${env.STOREWRIGHT_PORT ?? 4566}`, changeOrigin: true };

const slim = (file: string) => fileURLToPath(new URL(`slim/${file}`, import.meta.url));
const inPackage = (file: string) => fileURLToPath(new URL(`node_modules/${file}`, import.meta.url));

const LODASH =
  /^(?:\0)?lodash\/(get|set|isEqual|cloneDeep|mergeWith|merge|defaults|pick|union|difference|isEmpty|memoize|debounce)\.js$/;
/** Each of lodash's modules that is taken is the function of that name in `slim/lodash.ts`. */
const slimLodash: Plugin = {
  name: "slim-lodash",
  enforce: "pre",
  resolveId: (id) => (LODASH.test(id) ? `\0${id}` : null),
  load: (id) => {
    const name = id.startsWith("\0") && LODASH.exec(id)?.[1];
    return name ? `export { ${name} as default } from ${JSON.stringify(slim("lodash.ts"))};` : null;
  },
};

// Relative addresses: the same files work under /dashboard/ of a shop's own domain and of the local cloud.
export default defineConfig({
  base: "./",
  plugins: [react(), slimLodash],
  resolve: {
    alias: [
      { find: /^inflection$/, replacement: slim("inflection.ts") },
      { find: /^jsonexport\/dist\/index\.js$/, replacement: slim("jsonexport.ts") },
      { find: /^object\.entries$/, replacement: slim("entries.cjs") },
      { find: /^diacritic$/, replacement: slim("diacritic.ts") },
      { find: /^query-string$/, replacement: slim("query-string.ts") },
      { find: /^react-hotkeys-hook$/, replacement: slim("react-hotkeys-hook.ts") },
      { find: /^react-router-dom$/, replacement: slim("router.tsx") },
      // Its package gives browsers what is for developers.
      { find: /^react-router$/, replacement: inPackage("react-router/dist/production/index.mjs") },
    ],
  },
  server: {
    proxy: { "/_aws": cloud, "^/config.json": { ...cloud, rewrite: () => "/dashboard/config.json" } },
  },
  build: {
    target: "es2023",
    sourcemap: false,
    cssCodeSplit: false,
    reportCompressedSize: false,
    rolldownOptions: { output: { codeSplitting: chunks } },
  },
  test: { include: ["tests/**/*.test.{ts,tsx}"], environment: "node" },
});
