import { describe, expect, it } from "vitest";
import { filled, missing, textFor, valuesOf } from "../../../../src/pages/inbox/canned-text.ts";

const ANA = { customer: { id: "c1", name: "Ana" }, reference: "K-7Q2MXA" };
const ABOUT = { agent: "Mei", tenant: "Lantern Wallet" };

describe("a kept reply", () => {
  it("is filled in with what is known of the conversation", () => {
    const text = "Hello {{customer.name}}, I am {{ agent.name }} of {{tenant}}. Yours is {{reference}}.";
    expect(filled(text, valuesOf(ANA, ABOUT))).toBe(
      "Hello Ana, I am Mei of Lantern Wallet. Yours is K-7Q2MXA.",
    );
  });

  it("names what nothing fills, once each", () => {
    const values = valuesOf({ ...ANA, customer: { id: "c1", name: " " } }, { ...ABOUT, tenant: "" });
    const text = "{{customer.name}}, {{tenant}}! {{customer.name}} {{reference}}";
    expect(missing(text, values)).toEqual(["customer.name", "tenant"]);
    expect(filled(text, values)).toBe("{{customer.name}}, {{tenant}}! {{customer.name}} K-7Q2MXA");
  });

  it("does not read the customer's name as words of its own", () => {
    const values = valuesOf({ ...ANA, customer: { id: "c1", name: "$& {{tenant}}" } }, ABOUT);
    expect(filled("Hi {{customer.name}}", values)).toBe("Hi $& {{tenant}}");
  });

  it("speaks the customer's language where it can, and says where it cannot", () => {
    const both = { zh: "您好", en: "Hello" };
    expect(textFor(both, "zh")).toEqual({ text: "您好", locale: "zh" });
    expect(textFor(both, "en")).toEqual({ text: "Hello", locale: "en" });
    expect(textFor({ zh: "您好" }, "en")).toEqual({ text: "您好", locale: "zh" });
  });
});
