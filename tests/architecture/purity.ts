import ts from "typescript";
import type { Source } from "./sources.ts";

/** What differs from run to run or machine to machine. */
const GLOBALS = new Set([
  "process",
  "Buffer",
  "setTimeout",
  "setInterval",
  "setImmediate",
  "queueMicrotask",
  "fetch",
  "performance",
  "require",
  "globalThis",
  "console",
  "navigator",
  "crypto",
]);
const CALLS = new Set(["Date.now", "Math.random"]);

/** "path:line: name" of everything in a pure file that reads the clock, chance, the process or the world. */
export function impurities({ path, text }: Source): string[] {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const name = impureName(node);
    if (name !== undefined) {
      const { line } = file.getLineAndCharacterOfPosition(node.getStart());
      found.push(`${path}:${line + 1}: ${name}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function impureName(node: ts.Node): string | undefined {
  if (ts.isPropertyAccessExpression(node) && CALLS.has(node.getText())) return node.getText();
  if (ts.isNewExpression(node) && node.expression.getText() === "Date" && !node.arguments?.length)
    return "new Date()";
  if (ts.isCallExpression(node) && node.expression.getText() === "Date") return "Date()";
  return ts.isIdentifier(node) && GLOBALS.has(node.text) && isGlobal(node) ? node.text : undefined;
}

/** Not the name of a property, a parameter or something of the file's own. */
function isGlobal(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isQualifiedName(parent) || ts.isTypeReferenceNode(parent)) return false;
  const names =
    ts.isPropertyAssignment(parent) || ts.isPropertySignature(parent) || ts.isMethodSignature(parent);
  return !names || parent.name !== node;
}
