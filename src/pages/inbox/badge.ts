/** Puts the number of waiting customers on the tab: into its title and onto its icon. */
export function showBadge(count: number, title: string): void {
  document.title = count === 0 ? title : `(${count > 99 ? "99+" : count}) ${title}`;
  const link = document.querySelector<HTMLLinkElement>("#icon");
  if (link === null) return;
  plain ??= link.href;
  link.href = count === 0 ? plain : (drawn(count > 9 ? "9+" : String(count)) ?? plain);
}

let plain: string | undefined;
const known = new Map<string, string>();

function drawn(text: string): string | undefined {
  const before = known.get(text);
  if (before !== undefined) return before;
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 64;
  const pen = canvas.getContext("2d");
  if (pen === null) return undefined;
  pen.fillStyle = "#0b6e5f";
  pen.beginPath();
  pen.roundRect(0, 0, 64, 64, 18);
  pen.fill();
  pen.fillStyle = "#c2321f";
  pen.beginPath();
  pen.arc(38, 38, 26, 0, 2 * Math.PI);
  pen.fill();
  pen.fillStyle = "#fff";
  pen.font = "bold 36px system-ui, sans-serif";
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.fillText(text, 38, 40);
  const url = canvas.toDataURL("image/png");
  known.set(text, url);
  return url;
}
