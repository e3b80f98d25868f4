import { useCallback, useEffect, useState } from "preact/hooks";
import type { Answer } from "../api.ts";

/** Reads something when it is first shown, and again when told to. */
export function useLoaded<T>(load: () => Promise<Answer<T>>): [Answer<T> | undefined, () => Promise<void>] {
  const [read, setRead] = useState<Answer<T>>();
  const again = useCallback(async () => setRead(await load()), []);
  useEffect(() => void again(), [again]);
  return [read, again];
}
