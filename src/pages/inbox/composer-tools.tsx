import type { ComponentChildren } from "preact";
import { Icon } from "./icons.tsx";
import { lazily } from "./lazily.tsx";
import { usePage } from "./page.ts";
import { ARTICLES } from "./phrases/articles.ts";
import { CANNED } from "./phrases/canned.ts";
import type { Conversation } from "./types.ts";
import type { Picking } from "./use-picking.ts";

const CannedPicker = lazily(() => import("./canned-picker.tsx").then((part) => part.CannedPicker));

const ArticlePicker = lazily(() => import("./article-picker.tsx").then((part) => part.ArticlePicker));

/** The list that is open beside the box, fetched when it is first wanted. */
export function OpenPicker({ picking, conversation }: { picking: Picking; conversation: Conversation }) {
  const { open, insert, close } = picking;
  if (open === undefined) return null;
  const Part = open.kind === "canned" ? CannedPicker : ArticlePicker;
  return <Part conversation={conversation} insert={insert} close={close} />;
}

/** The ways to put something in that need no key. */
export function Tools({ picking, children }: { picking: Picking; children: ComponentChildren }) {
  const { locale } = usePage();
  const canned = CANNED[locale].open;
  const article = ARTICLES[locale].open;
  return (
    <span class="tools">
      {children}
      <button
        type="button"
        class="icon-button"
        aria-label={canned}
        title={canned}
        onClick={() => picking.begin("canned")}
      >
        <Icon name="canned" />
      </button>
      <button
        type="button"
        class="icon-button"
        aria-label={article}
        aria-keyshortcuts="Control+J Meta+J"
        title={article}
        onClick={() => picking.begin("article")}
      >
        <Icon name="article" />
      </button>
    </span>
  );
}
