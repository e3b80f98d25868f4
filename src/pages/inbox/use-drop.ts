import { useState } from "preact/hooks";

/** Files dragged over a part of the page, and dropped there. */
export function useDrop(take: (files: Iterable<File>) => void) {
  const [over, setOver] = useState(false);
  return {
    over,
    listen: {
      onDragOver(event: DragEvent): void {
        if (!event.dataTransfer?.types.includes("Files")) return;
        // Without this the browser would open the file in the page's place.
        event.preventDefault();
        setOver(true);
      },
      onDragLeave: (): void => setOver(false),
      onDrop(event: DragEvent): void {
        setOver(false);
        const files = [...(event.dataTransfer?.files ?? [])];
        if (files.length === 0) return;
        event.preventDefault();
        take(files);
      },
    },
  };
}
