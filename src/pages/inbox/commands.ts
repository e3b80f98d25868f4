import type { DialogName } from "./action-bar.tsx";
import type { Acts } from "./acts.ts";
import type { Command } from "./keys.ts";
import type { ListHandle } from "./list.tsx";
import type { Route } from "./route.ts";
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
  const row = list?.beside(route.id, by);
  if (row === undefined) return false;
  // Walking through a list is one step of the history, not twenty.
  go({ view: route.view, id: row.id }, { replace: route.id !== undefined });
  list?.focusRow(row.id);
  return true;
}

function back({ route, go, list }: Around): boolean {
  const { activeElement: focused } = document;
  if (focused instanceof HTMLElement && focused.matches("input, textarea")) {
    focused.blur();
    document.querySelector<HTMLElement>("#thread")?.focus();
    return true;
  }
  if (route.id === undefined) return false;
  const { id } = route;
  go(route.details ? { view: route.view, id } : { view: route.view });
  if (!route.details) list?.focusRow(id);
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
    go({ view: route.view });
    return;
  }
  go({ view: route.view, id: other.id }, { replace: true });
  list?.focusRow(other.id);
}
