// Builds every entry into src/soat/static/build with a manifest that `{% vite_asset %}` reads.
// Entries: src/main.ts (every page) and src/screens/*.ts (one per screen that needs a script of its own).
import { readdirSync } from "node:fs";
import { defineConfig } from "vite";

const screens = readdirSync("src/screens").filter((name) => name.endsWith(".ts"));

export default defineConfig({
  base: "",
  publicDir: false,
  css: {
    preprocessorOptions: {
      scss: { loadPaths: ["node_modules"], quietDeps: true },
    },
  },
  build: {
    outDir: "../src/soat/static/build",
    emptyOutDir: true,
    manifest: "manifest.json",
    target: "es2022",
    modulePreload: false,
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    rollupOptions: { input: ["src/main.ts", ...screens.map((name) => `src/screens/${name}`)] },
  },
});
