import { useMemo } from "preact/hooks";
import { qrOf } from "./qr.ts";

/** Light modules around the code, without which readers do not find it. */
const BORDER = 4;

/** A text as a QR code, drawn here: a secret is sent to nobody for it. Nothing where the text is too long. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const rows = useMemo(() => qrOf(text), [text]);
  if (rows === undefined) return null;
  const size = rows.length + 2 * BORDER;
  const path = rows
    .flatMap((row, y) => row.map((dark, x) => (dark ? `M${x + BORDER} ${y + BORDER}h1v1h-1z` : "")))
    .join("");
  return (
    <svg
      class="qr"
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={label}
      shape-rendering="crispEdges"
    >
      <rect width={size} height={size} class="qr-light" />
      <path d={path} class="qr-dark" />
    </svg>
  );
}
