// `npm run icons`: takes the drawings named in icons.txt out of @tabler/icons and writes them to
// src/soat/common/icons.json ({name: inner SVG}), which is committed; `{% icon "name" %}` puts them inline.
import { readFileSync, writeFileSync } from "node:fs";

const EMPTY_FRAME = /<path stroke="none" d="M0 0h24v24H0z" fill="none"\s*\/>/;

function drawing(name) {
  const svg = readFileSync(`node_modules/@tabler/icons/icons/outline/${name}.svg`, "utf8");
  const inner = svg.slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.lastIndexOf("</svg>"));
  return inner.replace(EMPTY_FRAME, "").replace(/\s*\n\s*/g, "");
}

const names = readFileSync("icons.txt", "utf8").split(/\s+/).filter(Boolean).sort();
const icons = Object.fromEntries(names.map((name) => [name, drawing(name)]));
writeFileSync("../src/soat/common/icons.json", `${JSON.stringify(icons, null, 1)}\n`);
