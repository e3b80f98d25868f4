import { describe, expect, it } from "vitest";
import { clockFindings, deliveryAddressFindings, isPrivateHost } from "../../../src/channel/diagnosis.ts";

const NOW = Date.parse("2026-11-25T12:00:00Z");
const at = (ms: number) => new Date(NOW + ms).toUTCString();

describe("a clock", () => {
  it.each([
    [0, "ok"],
    [-29_000, "ok"],
    [60_000, "warning"],
    [-299_000, "warning"],
    [300_000, "fault"],
    [-3_600_000, "fault"],
  ])("that is %d ms off is: %s", (ms, level) => {
    expect(clockFindings(at(ms), NOW)).toMatchObject([{ level }]);
  });

  it("is told which way it is wrong", () => {
    expect(clockFindings(at(-600_000), NOW)[0]?.what).toContain("600 s ahead of");
    expect(clockFindings(at(600_000), NOW)[0]?.what).toContain("600 s behind");
  });

  it("cannot be judged without a date", () => {
    expect(clockFindings(null, NOW)).toEqual([]);
    expect(clockFindings("tomorrow", NOW)).toEqual([]);
  });
});

describe("an address that a platform delivers to", () => {
  const code = (address: string) => deliveryAddressFindings("x", address, ["443", "8443"])[0]?.code;

  it("is sound with https, a public name and a port that the platform takes", () => {
    expect(code("https://help.example.com")).toBeUndefined();
    expect(code("https://help.example.com:8443/")).toBeUndefined();
    expect(deliveryAddressFindings("x", "https://help.example.com:3000")).toEqual([]);
  });

  it.each([
    ["http://help.example.com", "x_public_url_not_https"],
    ["https://help.example.com:3000", "x_public_url_port"],
    ["https://10.1.2.3", "x_public_url_private"],
  ])("is wrong as %s", (address, wanted) => {
    expect(code(address)).toBe(wanted);
  });

  it("is of no use when it means something in one network only", () => {
    for (const host of ["localhost", "desk.local", "127.0.0.1", "172.20.1.1", "[::1]", "[fd12:3456::1]"])
      expect(isPrivateHost(host), host).toBe(true);
    for (const host of ["help.example.com", "172.32.0.1", "8.8.8.8", "fd-shop.example"])
      expect(isPrivateHost(host), host).toBe(false);
  });
});
