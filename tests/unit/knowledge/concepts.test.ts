import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseConcepts } from "../../../src/knowledge/concepts.ts";

const conceptsOf = (source: string) => {
  const result = parseConcepts("concepts.yml", source);
  if (!result.ok) throw new Error(JSON.stringify(result.faults));
  return result.concepts;
};
const faultsOf = (source: string) => {
  const result = parseConcepts("concepts.yml", source);
  return result.ok ? [] : result.faults.map(({ line, reason }) => `${line}: ${reason}`);
};

describe("reading concepts.yml", () => {
  it("reads lists in JSON, over several lines, with comments between", () => {
    const source =
      '# what moves\nTRANSFER:\n  ["转账", "send",\n    "move it"]\n# nothing came\nNOT_ARRIVED:\n  ["没到"]\n';
    expect(conceptsOf(source)).toEqual({ TRANSFER: ["转账", "send", "move it"], NOT_ARRIVED: ["没到"] });
  });

  it("reads the same from any other YAML", () => {
    expect(conceptsOf("TRANSFER:\n  - 转账\n  - send\nNOT_ARRIVED: [没到, 'not here']\n")).toEqual({
      TRANSFER: ["转账", "send"],
      NOT_ARRIVED: ["没到", "not here"],
    });
  });

  it("takes the shipped file the quick way and the YAML way alike", () => {
    const shipped = readFileSync(new URL("../../../knowledge/concepts.yml", import.meta.url), "utf8");
    const quick = conceptsOf(shipped);
    expect(Object.keys(quick).length).toBeGreaterThan(200);
    expect(conceptsOf(`${shipped}\nEXTRA_ONE: [plain]\n`)).toEqual({ ...quick, EXTRA_ONE: ["plain"] });
  });

  it("names the line of a bad name, of a value that is no list, and of broken YAML", () => {
    expect(faultsOf("lower: [a]\nX: text\n")).toEqual([
      '1: "lower" is no name of a concept',
      '2: "X" is not a list',
    ]);
    expect(faultsOf('A: ["x"]\nB: ["y"\n')).toHaveLength(1);
  });
});
