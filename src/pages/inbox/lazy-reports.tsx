import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Locale } from "./phrases.ts";

interface Props {
  /** Whether this person's role may see them. */
  allowed: boolean;
  locale: Locale;
  switchLocale(): void;
}

/** The reports, fetched when they are looked at: whoever works the queue never loads what plots them. */
export function LazyReports(props: Props) {
  const [Page, setPage] = useState<ComponentType<Props>>();
  useEffect(() => {
    // A component is a function: handed over bare, it would be called as an update of the state.
    void import("./reports/reports.tsx").then(({ Reports }) => setPage(() => Reports));
  }, []);
  return Page === undefined ? null : <Page {...props} />;
}
