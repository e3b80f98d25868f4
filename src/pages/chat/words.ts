import { createContext } from "preact";
import { PHRASES, type Phrases } from "./phrases.ts";

/** The page's words in the language the person reads. */
export const Words = createContext<Phrases>(PHRASES.en);
