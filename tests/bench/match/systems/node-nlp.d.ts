/** What we use of nlp.js, which ships no types. */
declare module "node-nlp" {
  export class NlpManager {
    constructor(settings: { languages: string[]; autoSave: boolean; nlu: Record<string, unknown> });
    addDocument(language: string, text: string, intent: string): void;
    train(): Promise<void>;
    process(
      language: string,
      text: string,
    ): Promise<{ classifications: { intent: string; score: number }[] }>;
  }
}
