// Build the styles and scripts of the portal into static/dist: `npm ci --ignore-scripts && node static/build.mjs`.
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

import esbuild from "esbuild";
import rtlcss from "rtlcss";
import * as sass from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(here);
const source = join(here, "src");
const target = join(here, "dist");
const browsers = ["chrome109", "firefox115", "safari15.4"];

// Styles are compiled by sass, so the list of inputs that esbuild gives does not name this one.
const styleLibraries = ["govuk-frontend"];

await rm(target, { recursive: true, force: true });
await mkdir(target, { recursive: true });
const scripts = await buildScripts();
await buildStyles();
await cp(join(source, "images"), join(target, "images"), { recursive: true });
await writeLicences(new Set([...styleLibraries, ...packagesIn(scripts.metafile)]));
await reportWeight(["app.css", "app-rtl.css", "app.js", "plan.js", "write.js", "change.js", "shell.js"]);

// Bundle each page script as one ES module.
function buildScripts() {
  return esbuild.build({
    entryPoints: [join(source, "js/app.js"), join(source, "js/plan.js"), join(source, "js/write.js"), join(source, "js/change.js"), join(source, "js/shell.js")],
    outdir: target,
    absWorkingDir: root,
    bundle: true,
    format: "esm",
    minify: true,
    metafile: true,
    target: browsers,
    legalComments: "none",
    logLevel: "warning",
  });
}

// Compile the one stylesheet and its mirror for languages written from right to left.
async function buildStyles() {
  const compiled = sass.compile(join(source, "scss/app.scss"), {
    loadPaths: [root, join(root, "node_modules")],
    quietDeps: true,
    style: "expanded",
  });
  const mirrored = rtlcss.process(compiled.css);
  for (const [name, css] of [["app.css", compiled.css], ["app-rtl.css", mirrored]]) {
    const small = await esbuild.transform(css, { loader: "css", minify: true, target: browsers, legalComments: "none" });
    refuseForeignFonts(name, small.code);
    await writeFile(join(target, name), small.code);
  }
}

// Stop the build where a brand that is not ours, or another origin, would be shipped.
function refuseForeignFonts(name, css) {
  for (const banned of ["@font-face", "GDS Transport", "crest", "crown", "url("]) {
    if (css.includes(banned)) throw new Error(`${name} holds "${banned}"`);
  }
}

function packagesIn(metafile) {
  return Object.keys(metafile.inputs)
    .map((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1])
    .filter(Boolean);
}

// Name every third-party package that is shipped, with its version and licence.
async function writeLicences(names) {
  const parts = ["Third-party software in the styles and scripts of this portal\n"];
  for (const name of [...names].sort()) {
    const folder = join(root, "node_modules", name);
    const { version, license } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
    const ours = join(source, "licences", `${name.replace("/", "-")}.txt`);
    const text = await firstOf([ours, ...["LICENSE", "LICENSE.txt", "LICENSE.md", "LICENCE"].map((file) => join(folder, file))]);
    parts.push(`\n${name} ${version}, licence ${license}\n\n${text.trim()}\n`);
  }
  await writeFile(join(target, "THIRD-PARTY.txt"), parts.join(""));
}

async function firstOf(paths) {
  for (const path of paths) {
    const text = await readFile(path, "utf8").catch(() => null);
    if (text) return text;
  }
  throw new Error(`No licence text among ${paths.join(", ")}`);
}

async function reportWeight(names) {
  for (const name of names) {
    const bytes = await readFile(join(target, name));
    const kilobytes = (size) => `${(size / 1000).toFixed(1)} kB`;
    console.log(`${name.padEnd(12)} ${kilobytes(bytes.length).padStart(9)}  gzip ${kilobytes(gzipSync(bytes, { level: 9 }).length)}`);
  }
}
