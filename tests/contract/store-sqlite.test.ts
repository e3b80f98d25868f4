import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openSqlite } from "../../src/store/sqlite/open.ts";
import { storeContract } from "./store-contract.ts";

storeContract("SQLite", async () => {
  const folder = mkdtempSync(join(tmpdir(), "kefu-store-"));
  let store = openSqlite({ folder });
  return {
    store,
    async reopen() {
      await store.close();
      store = openSqlite({ folder });
      return store;
    },
    async remove() {
      await store.close();
      rmSync(folder, { recursive: true });
    },
  };
});
