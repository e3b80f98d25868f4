/**
 * What a box does when an input method begins and ends, to be spread over it. Preact takes the spelling of an event from
 * the element's own properties, and browsers have none for these two: `onCompositionEnd` would listen to nothing.
 */
export function composition<Box extends HTMLInputElement | HTMLTextAreaElement>(on: {
  start?: () => void;
  end: (event: { currentTarget: Box }) => void;
}) {
  return { oncompositionstart: on.start, oncompositionend: on.end };
}
