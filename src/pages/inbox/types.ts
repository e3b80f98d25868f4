import type { z } from "zod";
import type {
  AgentShape,
  AuditShape,
  ChannelShape,
  ConversationShape,
  DecisionShape,
  ErrorShape,
  InvitationShape,
  KeyShape,
  MeShape,
  MessageShape,
  RowShape,
  SessionShape,
  TargetShape,
} from "../../server/shapes.ts";
import type { AlertShape } from "../../server/shapes-alerts.ts";
import type { ColleagueShape, WatcherShape } from "../../server/shapes-availability.ts";
import type { CannedShape } from "../../server/shapes-canned.ts";
import type {
  ContactRowShape,
  ContactShape,
  ErasureShape,
  MergeShape,
} from "../../server/shapes-contacts.ts";
import type { EntryShape } from "../../server/shapes-entries.ts";
import type { SearchShape } from "../../server/shapes-search.ts";
import type { TagShape } from "../../server/shapes-tags.ts";

/** What the desk's API answers with, from its own schemas: types alone, nothing of the server is in this page. */
export type Agent = z.infer<typeof AgentShape>;
export type Me = z.infer<typeof MeShape>;
export type Channel = z.infer<typeof ChannelShape>;
export type Row = z.infer<typeof RowShape>;
export type Conversation = z.infer<typeof ConversationShape>;
export type Due = z.infer<typeof TargetShape>;
export type Message = z.infer<typeof MessageShape>;
export type Decision = z.infer<typeof DecisionShape>;
export type Newer = NonNullable<z.infer<typeof ErrorShape>["error"]["newer"]>;
export type Canned = z.infer<typeof CannedShape>;
export type CannedDraft = Pick<Canned, "shortcut" | "name" | "texts"> & { acknowledge?: true };
export type Entry = z.infer<typeof EntryShape>;
export type TagCount = z.infer<typeof TagShape>;
export type Alert = z.infer<typeof AlertShape>;
export type Found = z.infer<typeof SearchShape>;
export type Hit = Found["hits"][number];
export type KnowledgeHit = Found["knowledge"][number];
export type Watcher = z.infer<typeof WatcherShape>;
export type Colleague = z.infer<typeof ColleagueShape>;
export type AuditEntry = z.infer<typeof AuditShape>;
export type Invitation = z.infer<typeof InvitationShape>;
export type Session = z.infer<typeof SessionShape>;
export type Key = z.infer<typeof KeyShape>;
export type Contact = z.infer<typeof ContactShape>;
export type ContactRow = z.infer<typeof ContactRowShape>;
export type Identity = Contact["identities"][number];
export type Merge = z.infer<typeof MergeShape>;
export type Erasure = z.infer<typeof ErasureShape>;
export type Owner = Row["owner"];
export type Priority = Row["priority"];

export const VIEWS = ["mine", "queue", "waiting", "snoozed", "bot", "resolved"] as const;
export type View = (typeof VIEWS)[number];
export type Counts = Partial<Record<View, number>>;

/** A conversation as it is open on the screen. `seq` is where the feed stood when it was read. */
export interface Case {
  conversation: Conversation;
  messages: Message[];
  decisions: Decision[];
  /** Every target that runs, what is due first coming first. */
  due: Due[];
  /** What the team files it under, by name. */
  tags: string[];
  seq: number;
}

/** One thing that happened, as the feed tells it: what is concerned, not what it says. */
export interface FeedItem {
  seq: number;
  at: number;
  conversationId: string;
  kind:
    | "message"
    | "delivery"
    | "conversation"
    | "edit"
    | "delete"
    | "rating"
    | "sla"
    | "fault"
    | "alert"
    | "tags";
  data: Record<string, unknown>;
}
