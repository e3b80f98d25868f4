import { useContext } from "preact/hooks";
import { Words } from "./words.ts";

/** The guard's marks for what it removed: `⟦seed-phrase⟧`. */
const MARK = /(⟦[^⟦⟧\n]{1,40}⟧)/;

/** Text as it is, with a small sign wherever the guard took a secret out. */
export function Redacted({ text }: { text: string }) {
  const words = useContext(Words);
  return (
    <>
      {text.split(MARK).map((piece, index) =>
        index % 2 === 1 ? (
          <span key={index} class="secret">
            {words.secretRemoved}
          </span>
        ) : (
          piece
        ),
      )}
    </>
  );
}
