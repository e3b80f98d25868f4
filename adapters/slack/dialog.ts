import type { Actor, ChannelPorts, Space } from "../../src/channel/contract.ts";
import type { FormDialog, FormField } from "../../src/channel/dialog.ts";
import { shorten } from "../../src/channel/measure.ts";
import type { Log } from "../../src/log.ts";
import type { SlackApi } from "./api.ts";
import { faultOf } from "./errors.ts";

/** In front of the token of a choice that may open a dialog, and of the dialog itself. */
export const formAction = "form:";

/** Where a dialog was opened, which Slack does not say when it is sent: it travels in the dialog. */
export interface DialogPlace {
  space: Space;
  addressed: "dm" | "reply" | "command";
  /** The message with the button. */
  msgId?: string;
}

/** Slack's limits of a dialog: characters of its title and buttons, of a label, a hint, an answer; fields beside them. */
const titleLimit = 24;
const labelLimit = 2_000;
const hintLimit = 150;
const answerLimit = 1_000;
const fieldLimit = 50;
/** Slack forgets a press after 3 s, and waits as long for the acknowledgement: it comes after the dialog. */
const openMs = 2_000;

/**
 * Opens the dialog a press asks for. False where there is none to open, or Slack would not have it in time: then the press is
 * handed in, and the details are asked for one by one. Never rejects.
 */
export function dialogOpener({ api, form, log }: { api: SlackApi; form: ChannelPorts["form"]; log: Log }) {
  return async (press: { token: string; trigger: string; place: DialogPlace; actor: Actor }) => {
    const { token, trigger, place, actor } = press;
    try {
      const dialog = await form(token, place.space, actor);
      if (dialog === undefined) return false;
      const view = viewOf(token, dialog, place);
      await api.call("views.open", { trigger_id: trigger, view }, { timeoutMs: openMs });
      return true;
    } catch (error) {
      log.debug({ reason: faultOf(error, api.redact).detail }, "slack: no dialog was opened");
      return false;
    }
  };
}

function viewOf(token: string, { title, submit, cancel, fields }: FormDialog, place: DialogPlace): object {
  return {
    type: "modal",
    callback_id: `${formAction}${token}`,
    private_metadata: JSON.stringify(place),
    title: plain(title, titleLimit),
    submit: plain(submit, titleLimit),
    close: plain(cancel, titleLimit),
    blocks: fields.slice(0, fieldLimit).map(fieldOf),
  };
}

function fieldOf({ name, label, hint, value, long }: FormField): object {
  return {
    type: "input",
    block_id: name,
    optional: true,
    label: plain(label, labelLimit),
    hint: plain(hint, labelLimit),
    element: {
      type: "plain_text_input",
      action_id: name,
      multiline: long === true,
      max_length: answerLimit,
      placeholder: plain(hint, hintLimit),
      ...(value === undefined ? {} : { initial_value: value.slice(0, answerLimit) }),
    },
  };
}

function plain(text: string, limit: number): object {
  return { type: "plain_text", text: shorten(text, limit) || "…", emoji: true };
}
