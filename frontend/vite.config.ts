// Builds every entry into src/soat/static/build with a manifest that `{% vite_asset %}` reads.
// Entries: src/main.ts (every page) and src/screens/*.ts (one per screen that needs a script of its own).
// The fonts of papers (Tinos, as wide as Times New Roman) go beside them, where `soat.papers.writers.fonts` looks.
import { cpSync, readdirSync } from "node:fs";
import { defineConfig, type Plugin } from "vite";

const screens = readdirSync("src/screens").filter((name) => name.endsWith(".ts"));

const outDir = "../src/soat/static/build";
const paperFonts: Plugin = {
  name: "paper-fonts",
  closeBundle() {
    const source = "node_modules/@expo-google-fonts/tinos";
    for (const style of ["400Regular", "400Regular_Italic", "700Bold", "700Bold_Italic"]) {
      cpSync(`${source}/${style}/Tinos_${style}.ttf`, `${outDir}/fonts/Tinos_${style}.ttf`);
    }
    cpSync(`${source}/LICENSE_FONT`, `${outDir}/fonts/LICENSE.txt`);
  },
};

export default defineConfig({
  base: "",
  plugins: [paperFonts],
  publicDir: false,
  css: {
    preprocessorOptions: {
      scss: { loadPaths: ["node_modules"], quietDeps: true },
    },
  },
  build: {
    outDir,
    emptyOutDir: true,
    manifest: "manifest.json",
    target: "es2022",
    modulePreload: false,
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    rollupOptions: { input: ["src/main.ts", ...screens.map((name) => `src/screens/${name}`)] },
  },
});
