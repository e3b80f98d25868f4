/** Browsers by the word only they have, most telling first: most of them name others too. */
const BROWSERS = [
  ["Edge", /Edg(?:e|A|iOS)?\//],
  ["Opera", /OPR\//],
  ["Firefox", /(?:Firefox|FxiOS)\//],
  ["Chrome", /(?:Chrome|CriOS|HeadlessChrome)\//],
  ["Safari", /Version\/[\d.]+.* Safari\//],
] as const;

const SYSTEMS = [
  ["iPhone", /iPhone/],
  ["iPad", /iPad/],
  ["Android", /Android/],
  ["Windows", /Windows/],
  ["macOS", /Mac OS X/],
  ["Linux", /Linux/],
] as const;

/** What opened a session, from its User-Agent: known browser and system, else the words themselves, cut. */
export function deviceOf(client: string): { browser: string; system: string } | { other: string } {
  const browser = BROWSERS.find(([, sign]) => sign.test(client))?.[0];
  const system = SYSTEMS.find(([, sign]) => sign.test(client))?.[0];
  if (browser !== undefined && system !== undefined) return { browser, system };
  return { other: client.trim().slice(0, 60) };
}
