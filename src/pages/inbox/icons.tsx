import type { JSX } from "preact";

const PATHS = {
  mine: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zm-7 8c.6-3.6 3.4-6 7-6s6.400 2.400 7 6",
  queue: "M4 13h4l1.500 3h5L16 13h4M4 13l2.500-8h11L20 13v6H4z",
  waiting: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5l3.500 2",
  snoozed: "M20 14.500A8.500 8.500 0 0 1 9.500 4a8.500 8.500 0 1 0 10.500 10.500z",
  bot: "M7 8h10a3 3 0 0 1 3 3v5a3 3 0 0 1-3 3H7a3 3 0 0 1-3-3v-5a3 3 0 0 1 3-3zm5 0V4M9 13v1M15 13v1",
  resolved: "M4.500 12.500 10 18 19.500 7",
  back: "M15 5l-7 7 7 7",
  details: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 11v5M12 8h.01",
  close: "M6 6l12 12M18 6 6 18",
  reports: "M5 20V10M12 20V4M19 20v-7M3 20h18",
  bell: "M6 16V11a6 6 0 0 1 12 0v5l1.500 2h-15zM10 20.500h4",
  keys: "M4 7h16v10H4zM7.500 10.500h.01M11 10.500h.01M14.500 10.500h.01M8.500 13.500h7",
  out: "M10 5H5v14h5M14 8l4 4-4 4M18 12H9",
  language: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM3 12h18M12 3c3 3 3 15 0 18-3-3-3-15 0-18z",
  more: "M6 11v2M12 11v2M18 11v2M5 12h2M11 12h2M17 12h2",
  canned: "M5 5h14v11H10l-4 3.500V16H5zM13.500 7.500l-3 6",
  settings:
    "M4 7h9M17 7h3M4 17h3M11 17h9M15 9.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5zM9 19.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5z",
  article: "M5 5.500c3-1.500 5-1 7 .5 2-1.500 4-2 7-.5V18c-3-1.500-5-1-7 .5-2-1.500-4-2-7-.5zM12 6v12.500",
  attach:
    "M19 11.500l-7 7a4.500 4.500 0 0 1-6.500-6.500l7.500-7.500a3 3 0 0 1 4.300 4.300l-7 7a1.500 1.500 0 0 1-2.200-2.200l6.400-6.300",
  send: "M5 12 20 4.500 15.500 19.500 12.500 13zM12.500 13 20 4.500",
  search: "M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM16.500 16.500 21 21",
  alert: "M12 4 3 19.500h18zM12 10v4M12 17h.01",
} as const;

export type IconName = keyof typeof PATHS;

/** A line drawing of 24 units; it says nothing to those who do not see it. */
export function Icon({ name, size = 20 }: { name: IconName; size?: number }): JSX.Element {
  return (
    <svg class="icon" viewBox="0 0 24 24" width={size} height={size} aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
