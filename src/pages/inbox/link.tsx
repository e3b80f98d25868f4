import type { ComponentChildren } from "preact";
import { usePage } from "./page.ts";
import { type Route, writeRoute } from "./route.ts";

/** A link within the inbox: a real address, followed without loading the page again. */
export function Link(props: {
  to: Route;
  current?: boolean;
  class?: string;
  title?: string;
  /** Marks the link of a list row, for the keys to find it. */
  row?: string;
  children: ComponentChildren;
}) {
  const { go } = usePage();
  return (
    <a
      href={writeRoute(props.to)}
      class={props.class}
      title={props.title}
      aria-current={props.current ? "page" : undefined}
      data-row={props.row}
      onClick={(event) => {
        // A new tab or window is the browser's to open.
        if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
        event.preventDefault();
        go(props.to);
      }}
    >
      {props.children}
    </a>
  );
}
