import { describe } from "vitest";
import { casesOf } from "./channel-cases.ts";
import { altering } from "./channel-contract-altering.ts";
import { receiving } from "./channel-contract-receiving.ts";
import { sending } from "./channel-contract-sending.ts";
import { showing } from "./channel-contract-showing.ts";
import type { Script } from "./channel-stage.ts";

/**
 * What every channel keeps, whatever its platform: the same cases for each, through its real SDK against its fake. A case
 * that a platform cannot have stands in the output with the reason.
 */
export function channelContract(script: Script): void {
  const when = casesOf(script);
  describe(`${script.name}, like every channel`, () => {
    receiving(when);
    sending(when);
    altering(when);
    showing(when);
  });
}
