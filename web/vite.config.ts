import { env } from "node:process";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

// While somebody works on it, the running local cloud is asked for what is not here.
const cloud = { target: `http://127.0.0.1:${env.STOREWRIGHT_PORT ?? 4566}`, changeOrigin: true };

// Relative addresses: the same files work under /dashboard/ of a shop's own domain and of the local cloud.
export default defineConfig({
  base: "./",
  plugins: [react()],
  server: {
    proxy: { "/_aws": cloud, "^/config.json": { ...cloud, rewrite: () => "/dashboard/config.json" } },
  },
  build: { target: "es2023", sourcemap: false, cssCodeSplit: false, reportCompressedSize: false },
  test: { include: ["tests/**/*.test.{ts,tsx}"], environment: "node" },
});
