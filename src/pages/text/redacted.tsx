import { createContext } from "preact";
import { useContext } from "preact/hooks";

/** The guard's marks for what it removed: `⟦seed-phrase⟧`. */
const MARK = /(⟦[^⟦⟧\n]{1,40}⟧)/;

/** What stands where a secret was, by its kind, in the language the reader chose. */
export const SecretLabel = createContext<(kind: string) => string>(() => "secret removed");

/** Text as it is, with a small sign wherever the guard took a secret out. */
export function Redacted({ text }: { text: string }) {
  const label = useContext(SecretLabel);
  return (
    <>
      {text.split(MARK).map((piece, index) =>
        index % 2 === 1 ? (
          <span key={index} class="secret">
            {label(piece.slice(1, -1))}
          </span>
        ) : (
          piece
        ),
      )}
    </>
  );
}
