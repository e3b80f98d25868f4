import type { ComponentType } from "preact";
import { useContext, useEffect, useState } from "preact/hooks";
import { Words } from "./phrases.ts";

/** A part of the page that is fetched when it is first shown. Where that fails, a line says so. */
export function lazily<P extends object>(load: () => Promise<ComponentType<P>>): ComponentType<P> {
  let known: ComponentType<P> | undefined;
  return function Late(props: P) {
    const words = useContext(Words);
    const [Part, setPart] = useState<ComponentType<P> | undefined>(() => known);
    const [failed, setFailed] = useState(false);
    useEffect(() => {
      if (Part !== undefined) return;
      load().then(
        (part) => {
          known = part;
          setPart(() => part);
        },
        () => setFailed(true),
      );
    }, []);
    if (Part !== undefined) return <Part {...props} />;
    return <p class="soft lazy">{failed ? words.unreached : words.loading}</p>;
  };
}
