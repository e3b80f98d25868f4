import { afterEach, beforeEach, describe } from "vitest";
import type { Store } from "../../src/store/store.ts";
import { accessContract } from "./store-contract-access.ts";
import { alertsContract } from "./store-contract-alerts.ts";
import { alterationsContract } from "./store-contract-alterations.ts";
import { availabilityContract } from "./store-contract-availability.ts";
import { cannedContract } from "./store-contract-canned.ts";
import { choicesContract } from "./store-contract-choices.ts";
import { contactsContract } from "./store-contract-contacts.ts";
import { deskContract } from "./store-contract-desk.ts";
import { dueContract } from "./store-contract-due.ts";
import { editsContract } from "./store-contract-edits.ts";
import { filesContract } from "./store-contract-files.ts";
import { inboundContract } from "./store-contract-inbound.ts";
import { insightContract } from "./store-contract-insight.ts";
import { lateContract } from "./store-contract-late.ts";
import { outboundContract } from "./store-contract-outbound.ts";
import { peopleContract } from "./store-contract-people.ts";
import { roomsContract } from "./store-contract-rooms.ts";
import { searchContract } from "./store-contract-search.ts";
import { sendingContract } from "./store-contract-sending.ts";
import { spacesContract } from "./store-contract-spaces.ts";
import { streamContract } from "./store-contract-stream.ts";
import { tagsContract } from "./store-contract-tags.ts";
import { webhooksContract } from "./store-contract-webhooks.ts";

/** A store with nothing in it, and how to stop it, start it again on the same data, and throw all away. */
export interface StoreUnderTest {
  store: Store;
  reopen(): Promise<Store>;
  remove(): Promise<void>;
}

/** What a test gets: always the store as it is now, also after a restart. */
export interface Bench {
  store(): Store;
  restart(): Promise<Store>;
}

/** What every implementation of the store port promises. Call it once for each. */
export function storeContract(name: string, open: () => Promise<StoreUnderTest>): void {
  describe(`the ${name} store`, () => {
    let present: StoreUnderTest;
    let store: Store;
    beforeEach(async () => {
      present = await open();
      store = present.store;
    });
    afterEach(() => present.remove());
    const bench: Bench = {
      store: () => store,
      async restart() {
        store = await present.reopen();
        return store;
      },
    };
    inboundContract(bench);
    editsContract(bench);
    choicesContract(bench);
    outboundContract(bench);
    sendingContract(bench);
    streamContract(bench);
    alterationsContract(bench);
    deskContract(bench);
    dueContract(bench);
    peopleContract(bench);
    accessContract(bench);
    filesContract(bench);
    availabilityContract(bench);
    cannedContract(bench);
    roomsContract(bench);
    searchContract(bench);
    alertsContract(bench);
    webhooksContract(bench);
    lateContract(bench);
    spacesContract(bench);
    contactsContract(bench);
    insightContract(bench);
    tagsContract(bench);
  });
}
