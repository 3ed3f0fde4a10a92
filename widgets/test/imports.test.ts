import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";

/** What each source file imports, types too; by the path below src/. */
function imports(): Map<string, string[]> {
  const files = readdirSync("src", { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".ts"),
  );
  return new Map(
    files.map((file) => {
      const named = [
        ...readFileSync(join("src", file), "utf8").matchAll(/(?:from|import) "(\.[^"]+)"/g),
      ];
      return [
        file,
        named
          .map(([, name = ""]) => join(dirname(file), name))
          .filter(isSource)
          .map((name) => `${name}.ts`),
      ];
    }),
  );
}

function isSource(name: string): boolean {
  return existsSync(join("src", `${name}.ts`));
}

/** The files of a circle of imports, the first one again at its end; none: there is no circle. */
function circle(graph: Map<string, string[]>): string[] {
  const done = new Set<string>();
  const follow = (file: string, path: string[]): string[] => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return [];
    for (const next of graph.get(file) ?? []) {
      const found = follow(next, [...path, file]);
      if (found.length > 0) return found;
    }
    done.add(file);
    return [];
  };
  return [...graph.keys()].map((file) => follow(file, [])).find((found) => found.length > 0) ?? [];
}

/**
 * What the file's folder may import from; nothing named here may be imported by it from anywhere
 * else.
 */
const ALLOWED: Record<string, string[]> = {
  shared: ["shared"],
  lab: ["lab", "shared"],
  dashboard: ["dashboard", "shared"],
};

test("imports run in no circle, not even those of types", () => {
  expect(circle(new Map([["a", ["b"]], ["b", ["c"]], ["c", ["b"]]]))).toEqual(["b", "c", "b"]);
  expect(circle(imports())).toEqual([]);
});

test("a widget imports from its own folder and from shared/, which imports from neither", () => {
  const wrong = [...imports()].flatMap(([file, names]) => {
    const [room = ""] = file.split("/");
    const allowed = ALLOWED[room] ?? [room, "shared"];
    return names
      .filter((name) => !allowed.includes(name.split("/")[0] ?? ""))
      .map((name) => `${file} imports ${name}`);
  });
  expect(wrong).toEqual([]);
});
