import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { expect, test } from "vitest";

const SOURCE = fileURLToPath(new URL("../src", import.meta.url));
const LONGEST = 40;

/** The functions of a file that are too long, as the compiler itself reads them. */
function tooLong(name: string, text: string): string[] {
  const file = ts.createSourceFile(name, text, ts.ScriptTarget.Latest);
  const line = (position: number) => file.getLineAndCharacterOfPosition(position).line + 1;
  const found: string[] = [];
  const look = (node: ts.Node): void => {
    const [first, last] = [line(node.getStart(file)), line(node.getEnd())];
    if (ts.isFunctionLike(node) && last - first >= LONGEST)
      found.push(`${name}:${first}: ${last - first + 1} lines`);
    ts.forEachChild(node, look);
  };
  look(file);
  return found;
}

const longFunction = `class A { method() {\n${"  f();\n".repeat(LONGEST)}} }`;

test("a function's lines are counted, with its head and its end", () => {
  expect(tooLong("a.ts", longFunction)).toEqual([`a.ts:1: ${LONGEST + 2} lines`]);
  expect(tooLong("a.ts", longFunction.replace("f();\n  f();\n", ""))).toEqual([]);
});

test("no function is longer than a reader can keep in view", () => {
  const files = readdirSync(SOURCE, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"));
  expect(files.length).toBeGreaterThan(50);
  expect(files.flatMap((name) => tooLong(name, readFileSync(`${SOURCE}/${name}`, "utf8"))))
    .toEqual([]);
});
