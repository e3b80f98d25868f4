import { accessSync, constants, existsSync, readFileSync, statfsSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Finding, fault, ok, warning } from "../channel/diagnosis.ts";
import { AppError, reasonOf } from "../errors.ts";
import { isNetworkFilesystem } from "../store/sqlite/database.ts";
import { lockFolder } from "../store/sqlite/lock.ts";
import { type Peek, peekDatabase } from "../store/sqlite/peek.ts";

const MIB = 1024 * 1024;
/** Below the first a busy day fills the disk, below the second the next hour may. */
const LOW_BYTES = 1024 * MIB;
const FULL_BYTES = 100 * MIB;

/** Whether the data folder can be used, and who uses it. `serving`: a server answers on its socket. */
export function folderFindings(folder: string, serving: boolean): Finding[] {
  const place = existing(folder);
  const unusable = placeFindings(folder, place);
  if (unusable.length > 0) return unusable;
  const space = spaceFindings(freeBytes(place));
  if (serving) return [ok("data_folder", `The data is in ${folder}, held by the running server.`), ...space];
  return [...ownerFindings(folder), ...space];
}

/** The folder, or the nearest one above it that is there: where it would be made. */
function existing(folder: string): string {
  let place = folder;
  while (!existsSync(place) && dirname(place) !== place) place = dirname(place);
  return place;
}

function placeFindings(folder: string, place: string): Finding[] {
  if (!statSync(place).isDirectory()) {
    const what = `${place} is a file, and the data folder is to be there.`;
    return [fault("data_folder_unwritable", what, "Move the file away, or set DATA_DIR to another folder.")];
  }
  try {
    accessSync(place, constants.W_OK | constants.X_OK);
  } catch (error) {
    const what = `The data folder ${folder} cannot be written to: ${reasonOf(error)}.`;
    const mend = "Give it to the user kefu runs as (chown), or set DATA_DIR to a folder of that user's.";
    return [fault("data_folder_unwritable", what, mend)];
  }
  if (!isNetworkFilesystem(statfsSync(place).type)) return [];
  const what = `${folder} is on a network drive, where SQLite's locks cannot be trusted.`;
  return [fault("data_folder_network", what, "Set DATA_DIR to a local disk.")];
}

function freeBytes(place: string): number {
  const { bavail, bsize } = statfsSync(place);
  return bavail * bsize;
}

export function spaceFindings(free: number): Finding[] {
  if (free >= LOW_BYTES) return [];
  const what = `Only ${Math.floor(free / MIB)} MB are free where the data is.`;
  const mend =
    "Free space there, or move the data folder to a larger disk (stop kefu, move it, set DATA_DIR).";
  return [free < FULL_BYTES ? fault("disk_full", what, mend) : warning("disk_low", what, mend)];
}

function ownerFindings(folder: string): Finding[] {
  const lock = join(folder, "instance.lock");
  if (existsSync(lock)) {
    try {
      lockFolder(folder)();
    } catch (error) {
      return [heldBy(folder, error, lockHolder(lock))];
    }
  }
  return databaseFindings(folder, peekDatabase(folder));
}

function heldBy(folder: string, error: unknown, pid: number | undefined): Finding {
  if (!(error instanceof AppError) || error.code !== "data_folder_in_use") {
    return fault(
      "data_folder_unwritable",
      reasonOf(error),
      "Give the folder to the user kefu runs as (chown).",
    );
  }
  const who = pid === undefined ? "A process" : `Process ${pid}`;
  const what = `${who} holds the data folder ${folder}, and no server answers on its socket there.`;
  const mend =
    "If it is kefu just starting or stopping, run kefu doctor again in a minute; if it hangs, end it. Run the doctor as the user that kefu runs as.";
  return fault("data_folder_held", what, mend);
}

/** The process that has a file locked, by Linux's own list; undefined elsewhere, or in another container. */
function lockHolder(file: string): number | undefined {
  try {
    const inode = String(statSync(file).ino);
    const lines = readFileSync("/proc/locks", "utf8").split("\n");
    const line = lines.find((one) => one.split(/\s+/)[5]?.split(":")[2] === inode);
    const pid = Number(line?.split(/\s+/)[4]);
    return Number.isInteger(pid) && pid > 0 ? pid : undefined;
  } catch {
    return undefined;
  }
}

export function databaseFindings(folder: string, peek: Peek): Finding[] {
  switch (peek.state) {
    case "absent":
      return [
        ok(
          "data_folder",
          `The data will be in ${folder}. The first start prints a code for the first admin.`,
        ),
      ];
    case "sound": {
      const data = ok("data_folder", `The data is in ${folder}; no server runs.`);
      if (peek.admins > 0) return [data];
      const what = "Nobody may manage the desk: there is no admin.";
      return [data, warning("admin_missing", what, "npx kefu agents add you@example.com --admin")];
    }
    case "foreign":
    case "newer":
    case "damaged": {
      const mend =
        peek.state === "damaged"
          ? "Stop kefu and restore a backup."
          : "Set DATA_DIR to the right folder, or install the version that wrote it.";
      return [
        fault(`database_${peek.state}`, `${join(folder, "kefu.db")} cannot be used: ${peek.detail}.`, mend),
      ];
    }
  }
}
