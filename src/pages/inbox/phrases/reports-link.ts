/** The way to the reports; their own words are loaded with them. */
export const REPORTS_LINK: Record<"zh" | "en", string> = { zh: "报表", en: "Reports" };
