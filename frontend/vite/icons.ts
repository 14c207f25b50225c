// Copies the drawings named in icons.txt out of @tabler/icons into build/icons.json ({name: inner SVG}),
// which `{% icon "name" %}` puts inline. A name without a drawing stops the build.
import { readFileSync } from "node:fs";
import type { Plugin } from "vite";

const DRAWINGS = "node_modules/@tabler/icons/icons/outline";
const EMPTY_FRAME = /<path stroke="none" d="M0 0h24v24H0z" fill="none"\s*\/>/;

function drawing(name: string): string {
  const svg = readFileSync(`${DRAWINGS}/${name}.svg`, "utf8");
  const inner = svg.slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.lastIndexOf("</svg>"));
  return inner.replace(EMPTY_FRAME, "").replace(/\s*\n\s*/g, "");
}

export function iconSet(list: string): Plugin {
  return {
    name: "soat-icons",
    buildStart() {
      this.addWatchFile(list);
    },
    generateBundle() {
      const names = readFileSync(list, "utf8").split(/\s+/).filter(Boolean);
      const icons = Object.fromEntries(names.map((name) => [name, drawing(name)]));
      this.emitFile({ type: "asset", fileName: "icons.json", source: JSON.stringify(icons) });
    },
  };
}
