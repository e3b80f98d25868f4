import type { DialogName } from "./action-bar.tsx";
import type { Acts } from "./acts.ts";
import type { Command } from "./keys.ts";
import type { ListHandle } from "./list.tsx";
import { listOf, type Route } from "./route.ts";
import { NO_QUERY } from "./search-query.ts";
import type { Conversation, View } from "./types.ts";

/** What a key needs to do its work. */
export interface Around {
  route: Route;
  go(route: Route, how?: { replace: boolean }): void;
  list: ListHandle | null;
  /** Gives the composer the focus, now or once it is there. */
  write(mode: "reply" | "note"): void;
  /** What is known of the conversation at the address: from its row, while it is being opened. */
  conversation: Pick<Conversation, "id" | "owner" | "status"> | undefined;
  me: string;
  mayAct: boolean;
  acts: Acts;
  claim(id: string): void;
  open(dialog: DialogName): void;
  toggleDetails(): void;
}

/** Does what a key stands for. False where there is nothing to do. */
export function runCommand(command: Command, around: Around): boolean {
  if (command.startsWith("go-")) {
    around.go({ view: command.slice(3) as View });
    return true;
  }
  switch (command) {
    case "next":
    case "previous":
      return step(command === "next" ? 1 : -1, around);
    case "search":
      if (around.route.search === undefined) around.go({ view: around.route.view, search: NO_QUERY });
      else around.list?.focusSearch();
      return true;
    case "filter":
      around.list?.focusSearch();
      return true;
    case "help":
      around.open("help");
      return true;
    case "back":
      return back(around);
    default:
      return onConversation(command, around);
  }
}

function step(by: number, { list, route, go }: Around): boolean {
  const looking = route.search !== undefined && route.id === undefined;
  const row = list?.beside(looking ? focusedRow() : route.id, by);
  if (row === undefined) return false;
  // What was found is looked through first; from one that is open, the next is opened. Walking through a list is one
  // step of the history, not twenty.
  if (!looking) go({ ...listOf(route), ...row }, { replace: route.id !== undefined });
  list?.focusRow(row.id);
  return true;
}

/** The row the focus is on. */
function focusedRow(): string | undefined {
  return document.activeElement?.closest<HTMLElement>("[data-row]")?.dataset.row;
}

function back({ route, go, list }: Around): boolean {
  const { activeElement: focused } = document;
  if (focused instanceof HTMLElement && focused.matches("input, textarea, select")) {
    focused.blur();
    document.querySelector<HTMLElement>("#thread")?.focus();
    return true;
  }
  const { details, ...opened } = route;
  if (opened.id === undefined) {
    if (route.search !== undefined) go({ view: route.view });
    return route.search !== undefined;
  }
  go(details ? opened : listOf(route));
  if (!details) list?.focusRow(opened.id);
  return true;
}

function onConversation(command: Command, around: Around): boolean {
  const { conversation, acts, me } = around;
  if (conversation === undefined) return false;
  const { id, owner, status } = conversation;
  const mine = owner.kind === "agent" && owner.agentId === me;
  const live = status !== "resolved" && (mine || owner.kind !== "agent");
  if (command === "details") {
    around.toggleDetails();
    return true;
  }
  if (!around.mayAct) return false;
  switch (command) {
    case "open":
    case "reply":
      around.write("reply");
      return true;
    case "note":
      around.write("note");
      return true;
    case "claim":
      if (mine && status === "open") around.write("reply");
      else around.claim(id);
      return true;
    case "tags":
      around.open("tags");
      return true;
    case "resolve":
      if (live) void acts.resolve(id);
      return live;
    case "resolve-next":
      if (live) resolveAndNext(around, id);
      return live;
    case "release":
      if (live && mine) void acts.release(id);
      return live && mine;
    case "snooze":
    case "transfer":
      if (live) around.open(command);
      return live;
    case "return":
      if (live && owner.kind !== "bot") around.open("return");
      return live;
    default:
      return false;
  }
}

function resolveAndNext({ list, route, go, acts }: Around, id: string): void {
  const next = list?.beside(id, 1);
  const other = next?.id === id ? list?.beside(id, -1) : next;
  void acts.resolve(id);
  if (other === undefined || other.id === id) {
    go(listOf(route));
    return;
  }
  go({ ...listOf(route), ...other }, { replace: true });
  list?.focusRow(other.id);
}
