/** Which rows of a long list are drawn. All rows are equally high. */
export interface Window {
  first: number;
  /** One past the last. */
  end: number;
}

const SPARE = 8;

/** The rows in sight and a few beyond, so that a quick scroll shows no gap. */
export function windowOf(scrollTop: number, height: number, rowHeight: number, count: number): Window {
  const first = Math.max(0, Math.floor(scrollTop / rowHeight) - SPARE);
  const end = Math.min(count, Math.ceil((scrollTop + height) / rowHeight) + SPARE);
  return { first: Math.min(first, Math.max(0, end)), end };
}

/** How far to scroll so that a row is in sight; undefined when it is. */
export function scrollTo(
  index: number,
  scrollTop: number,
  height: number,
  rowHeight: number,
): number | undefined {
  const top = index * rowHeight;
  if (top < scrollTop) return top;
  if (top + rowHeight > scrollTop + height) return top + rowHeight - height;
  return undefined;
}

/** The pages of `size` rows that a window touches. */
export function pagesOf({ first, end }: Window, size: number): number[] {
  if (end <= first) return [];
  const from = Math.floor(first / size);
  return Array.from({ length: Math.floor((end - 1) / size) - from + 1 }, (_, index) => from + index);
}
