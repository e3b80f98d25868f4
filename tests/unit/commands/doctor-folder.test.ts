import { chmod, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { databaseFindings, folderFindings, spaceFindings } from "../../../src/commands/doctor-folder.ts";
import { openDatabase } from "../../../src/store/sqlite/database.ts";
import { peekDatabase } from "../../../src/store/sqlite/peek.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "kefu-doctor-"));
});
afterEach(async () => {
  await chmod(folder, 0o700);
  await rm(folder, { recursive: true, force: true });
});

const codes = (findings: readonly { level: string; code: string }[]) =>
  findings.flatMap(({ level, code }) => (level === "ok" ? [] : [code]));

/** A data folder as a first start leaves it, with or without somebody who may manage the desk. */
function used({ admin }: { admin: boolean }): void {
  const { db, close } = openDatabase({ folder });
  if (admin) {
    db.exec(
      "INSERT INTO agents (id, email, name, role, created_at) VALUES ('a', 'mei@example.com', 'Mei', 'admin', 1)",
    );
  }
  close();
}

describe("the data folder", () => {
  it("is well when it is new, and when it was used", () => {
    expect(codes(folderFindings(join(folder, "data"), false))).toEqual([]);
    used({ admin: true });
    expect(codes(folderFindings(folder, false))).toEqual([]);
  });

  it("is not touched by looking at it", async () => {
    folderFindings(join(folder, "data"), false);
    expect(await readdir(folder)).toEqual([]);
  });

  it("without an admin is told how to get one", () => {
    used({ admin: false });
    expect(codes(folderFindings(folder, false))).toEqual(["admin_missing"]);
  });

  it("names the process that holds it although no server answers", () => {
    const held = openDatabase({ folder });
    try {
      const [finding] = folderFindings(folder, false);
      expect(finding).toMatchObject({ level: "fault", code: "data_folder_held" });
      if (process.platform === "linux") expect(finding?.what).toMatch(/^Process \d+ holds|^A process holds/);
    } finally {
      held.close();
    }
  });

  it("that is a file is a fault", async () => {
    const file = join(folder, "data");
    await writeFile(file, "");
    expect(codes(folderFindings(file, false))).toEqual(["data_folder_unwritable"]);
  });

  it("that cannot be written to is a fault", async () => {
    await chmod(folder, 0o500);
    // The superuser may write anywhere.
    const wanted = process.getuid?.() === 0 ? [] : ["data_folder_unwritable"];
    expect(codes(folderFindings(folder, false))).toEqual(wanted);
  });

  it("with another program's database, a newer one or a damaged one is a fault", async () => {
    const file = join(folder, "kefu.db");
    const foreign = new Database(file);
    foreign.exec("CREATE TABLE other (id)");
    foreign.close();
    expect(codes(folderFindings(folder, false))).toEqual(["database_foreign"]);
    await rm(file);
    used({ admin: true });
    const newer = new Database(file);
    newer.exec("INSERT INTO migrations (n, name, at) VALUES (9999, '9999-from-the-future', 1)");
    newer.close();
    expect(codes(folderFindings(folder, false))).toEqual(["database_newer"]);
    await writeFile(file, "no database at all, but longer than a header of one would have to be ".repeat(9));
    expect(peekDatabase(folder)).toMatchObject({ state: "damaged" });
    expect(codes(databaseFindings(folder, peekDatabase(folder)))).toEqual(["database_damaged"]);
  });

  it.each([
    [5_000, []],
    [500, ["disk_low"]],
    [50, ["disk_full"]],
  ])("with %d MB free: %j", (megabytes, wanted) => {
    expect(codes(spaceFindings(megabytes * 1024 * 1024))).toEqual(wanted);
  });
});
