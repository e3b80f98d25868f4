import { type Finding, fault, isPrivateHost, ok, warning } from "../channel/diagnosis.ts";
import type { Config } from "../config.ts";
import { deskTimeOf } from "../hours/desk-times.ts";
import { faultLine } from "../knowledge/fault.ts";
import { loadKnowledge } from "../knowledge/load.ts";
import { exposureWarning } from "../server/exposure.ts";
import type { Readiness } from "../server/readiness.ts";
import { calledFindings, callingFindings } from "./doctor-calling.ts";

/** What a running server says of itself; undefined when none runs. */
export interface RunningServer extends Readiness {
  version: string;
  /** Whether anybody may manage the desk. */
  admin: boolean;
}

/** The oldest Node that kefu is made for (package.json, engines). */
const LEAST_NODE = [20, 19] as const;
const SHOWN_FAULTS = 3;

/** What stands in the settings and on this machine, apart from the data folder. */
export async function coreFindings(
  config: Config,
  running: RunningServer | undefined,
  nodeVersion = process.versions.node,
  now = Date.now(),
): Promise<Finding[]> {
  return [
    ...nodeFindings(nodeVersion),
    ...addressFindings(config),
    ...callingFindings(config),
    ...timeFindings(config, now),
    ...(await knowledgeFindings(config.knowledgeFolder)),
    ...(running === undefined ? [] : runningFindings(running)),
  ];
}

export function nodeFindings(version: string): Finding[] {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [leastMajor, leastMinor] = LEAST_NODE;
  if (major > leastMajor || (major === leastMajor && minor >= leastMinor)) {
    return [ok("node", `Node ${version}.`)];
  }
  const what = `Node ${version} is older than kefu is made for.`;
  return [
    fault("node_old", what, `Install Node ${leastMajor}.${leastMinor} or newer; 22 or 24 in production.`),
  ];
}

export function addressFindings(config: Pick<Config, "HOST" | "PUBLIC_URL" | "TRUST_PROXY">): Finding[] {
  const { HOST: host, PUBLIC_URL: publicUrl, TRUST_PROXY: proxies } = config;
  const trustProxy = proxies === undefined || proxies === "loopback" ? proxies : Number(proxies);
  const exposed = exposureWarning({ host, publicUrl, trustProxy });
  if (exposed !== undefined) {
    const [what = exposed, mend = ""] = exposed.split(/(?<=clear\. )/);
    return [warning("exposed", what.trim(), mend)];
  }
  if (publicUrl === undefined) return [];
  const url = new URL(publicUrl);
  if (url.protocol !== "https:" && !isPrivateHost(url.hostname)) {
    const what = "PUBLIC_URL is not https: what customers and agents write can be read on the way.";
    const mend = "Put a proxy with a certificate in front of kefu, and write PUBLIC_URL=https://….";
    return [warning("public_url_not_https", what, mend)];
  }
  if (url.pathname !== "/" || url.search !== "" || url.hash !== "") {
    const what = "PUBLIC_URL has a path, and kefu's pages and webhooks stand at the root of an address.";
    return [
      warning("public_url_path", what, "Give kefu a host name of its own, and write it without a path."),
    ];
  }
  return [ok("public_url", `The world reaches this server at ${url.host}.`)];
}

/** What the hours come to, or why they are probably not what was meant. A fault in the words stops the program earlier. */
export function timeFindings(
  config: Pick<Config, "TIME_ZONE" | "BUSINESS_HOURS" | "HOLIDAYS">,
  now: number,
): Finding[] {
  const { TIME_ZONE: zone, BUSINESS_HOURS: hours, HOLIDAYS: holidays } = config;
  const { clock } = deskTimeOf({ zone, hours, holidays, sla: "off" });
  if (hours === "") return [ok("hours", "People answer at any hour (BUSINESS_HOURS is empty).")];
  const opens = clock.opensAt(now);
  if (opens === undefined) {
    const what = "The desk never opens: HOLIDAYS takes away every opening of BUSINESS_HOURS.";
    return [fault("never_open", what, "Look over HOLIDAYS and BUSINESS_HOURS.")];
  }
  const next = opens === now ? "now" : new Date(opens).toISOString();
  const found = [ok("hours", `People answer ${hours} in ${zone}. Open next: ${next}.`)];
  if (zone !== "UTC") return found;
  const what = "BUSINESS_HOURS is set, and TIME_ZONE is UTC: few desks keep their hours in UTC.";
  return [
    ...found,
    warning("time_zone_missing", what, "Set TIME_ZONE, like Asia/Shanghai or Europe/Berlin."),
  ];
}

async function knowledgeFindings(folder: string): Promise<Finding[]> {
  const result = await loadKnowledge(folder);
  if (result.ok) {
    const { topics } = result.knowledge;
    return [ok("knowledge", `The knowledge is sound: ${topics.size} topics.`)];
  }
  const { faults } = result;
  const more = faults.length > SHOWN_FAULTS ? ` … and ${faults.length - SHOWN_FAULTS} more.` : "";
  const shown = faults.slice(0, SHOWN_FAULTS).map(faultLine).join(" ");
  const mend =
    "See all of them with `npx kefu knowledge check`. A running server keeps the last good knowledge.";
  return [fault("knowledge_faults", `The knowledge folder ${folder} has faults: ${shown}${more}`, mend)];
}

/** What only the server itself knows: whether its parts work. */
export function runningFindings(running: RunningServer): Finding[] {
  const { phase, store, matcher, knowledge, embeddings, admin } = running;
  const findings = [ok("server", `A server runs here, kefu ${running.version} (${phase}).`)];
  if (store.state !== "up") {
    findings.push(
      fault("store_down", store.detail ?? "The store cannot write.", "Free space on the disk; see the log."),
    );
  }
  if (matcher.state === "failed") {
    const what = "The matcher failed: every question goes to people.";
    findings.push(fault("matcher_failed", what, "See the log, and restart."));
  }
  if (knowledge.state === "stale") {
    const what = "The server answers from older knowledge: what stands in the folder now has faults.";
    findings.push(warning("knowledge_stale", what, "Mend what `npx kefu knowledge check` names."));
  }
  if (embeddings.state === "degraded") {
    const detail = "detail" in embeddings && embeddings.detail !== undefined ? `: ${embeddings.detail}` : ".";
    const what = `The embedding model does not answer, the words decide alone${detail}`;
    findings.push(
      warning("embeddings_failed", what, "Check EMBEDDINGS_URL and EMBEDDINGS_KEY, or EMBEDDINGS_DIR."),
    );
  }
  findings.push(...calledFindings(running));
  if (!admin) {
    const what = "Nobody may manage the desk: there is no admin.";
    const mend =
      "npx kefu agents add you@example.com --admin, or use the code that the server printed at its start.";
    findings.push(warning("admin_missing", what, mend));
  }
  return findings;
}
