/** The words people use for a seed phrase. For folded lower-case text. */
export const SEED_LABEL =
  /助[记記][词詞]|种子(?:短语|词|密语)?|種子|密语|恢[复復](?:短语|词|詞|短語)|备份(?:短语|词)|備份詞|(?:12|24|十二|二十四)\s?[个個]\s?(?:单词|單詞|词|詞|英文|字)|mnemonic|(?:seed|recovery|secret|backup|wallet|ledger|trezor|metamask|safe)\s?(?:recovery\s)?(?:phrase|words?)|\bseed\b|phrase|\b(?:12|15|18|21|24|twelve|twenty[- ]four)[ -]words?\b|\bmy words\b|\bwords (?:are|is)\b/g;

/** Whether a seed phrase is spoken of in the characters before a place. */
export function seedLabelBefore(lower: string, at: number, reach = 60): boolean {
  return lower.slice(Math.max(0, at - reach), at).search(SEED_LABEL) >= 0;
}
