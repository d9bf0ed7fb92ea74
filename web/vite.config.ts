import { env } from "node:process";
import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { chunks } from "./chunks";

// While somebody works on it, the running local cloud is asked for what is not here.
const cloud = { target: `http://127.0.0.1:${env.STOREWRIGHT_PORT ?? 4566}`, changeOrigin: true };

const slim = (file: string) => fileURLToPath(new URL(`slim/${file}`, import.meta.url));
const inPackage = (file: string) => fileURLToPath(new URL(`node_modules/${file}`, import.meta.url));

// Relative addresses: the same files work under /dashboard/ of a shop's own domain and of the local cloud.
export default defineConfig({
  base: "./",
  plugins: [react()],
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
