import type { Memory } from "./memory.ts";

/** Sound and notifications for who comes into the queue. Off until a click allowed them. */
export interface Alerts {
  on(): boolean;
  toggle(): Promise<boolean>;
  /** Tells once: rings, and notifies where the page is not looked at. */
  raise(text: string, open: () => void): void;
}

const NAME = "alerts";
/** Two soft notes: hertz and seconds from the start. */
const NOTES: readonly [number, number][] = [
  [660, 0],
  [880, 0.14],
];

export function openAlerts(memory: Memory, changed: (on: boolean) => void): Alerts {
  let audio: AudioContext | undefined;
  const on = (): boolean => memory.get(NAME) === "on";
  return {
    on,
    async toggle() {
      const next = !on();
      memory.set(NAME, next ? "on" : null);
      changed(next);
      if (!next) return false;
      audio ??= new AudioContext();
      ring(audio);
      if ("Notification" in globalThis && Notification.permission === "default") {
        await Notification.requestPermission();
      }
      return true;
    },
    raise(text, open) {
      if (!on()) return;
      audio ??= new AudioContext();
      ring(audio);
      if (document.visibilityState === "visible" && document.hasFocus()) return;
      if (!("Notification" in globalThis) || Notification.permission !== "granted") return;
      // The same tag in every tab: one notification, however many tabs are open.
      const shown = new Notification(text, { tag: text, icon: iconUrl() });
      shown.onclick = () => {
        focus();
        open();
        shown.close();
      };
    },
  };
}

function iconUrl(): string {
  return document.querySelector<HTMLLinkElement>("#icon")?.href ?? "";
}

function ring(audio: AudioContext): void {
  void audio.resume();
  for (const [hertz, after] of NOTES) {
    const start = audio.currentTime + after;
    const tone = audio.createOscillator();
    const loud = audio.createGain();
    tone.frequency.value = hertz;
    loud.gain.setValueAtTime(0.0001, start);
    loud.gain.exponentialRampToValueAtTime(0.12, start + 0.02);
    loud.gain.exponentialRampToValueAtTime(0.0001, start + 0.35);
    tone.connect(loud).connect(audio.destination);
    tone.start(start);
    tone.stop(start + 0.4);
  }
}
