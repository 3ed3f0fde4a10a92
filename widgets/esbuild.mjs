// node esbuild.mjs widgets: one ES module and one style sheet for each folder src/NAME with an
// index.ts, and its page where it has one, into imagerec/static/. node esbuild.mjs lab: the
// JupyterLab extension as one module, its imports left to jupyter-builder, which shares them with
// JupyterLab.
import { copyFileSync, existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { build } from "esbuild";

const output = "../imagerec/static";
const common = { bundle: true, format: "esm", target: "es2021", loader: { ".svg": "text" }, logLevel: "info" };

async function widget(name) {
  const source = `src/${name}`;
  await build({ ...common, entryPoints: [`${source}/index.ts`], outfile: `${output}/${name}.js`, minify: true });
  const style = `${source}/${name}.css`;
  if (existsSync(style)) {
    await build({ ...common, entryPoints: [style], outfile: `${output}/${name}.css`, minify: true });
  } else {
    writeFileSync(`${output}/${name}.css`, "");
  }
  const page = `${source}/${name}.html`;
  if (existsSync(page)) copyFileSync(page, `${output}/${name}.html`);
}

if (process.argv[2] === "lab") {
  await build({ ...common, entryPoints: ["src/lab/index.ts"], outfile: "lib/index.js", packages: "external" });
} else {
  mkdirSync(output, { recursive: true });
  const names = readdirSync("src").filter((name) => name !== "lab" && existsSync(`src/${name}/index.ts`));
  await Promise.all(names.map(widget));
}
