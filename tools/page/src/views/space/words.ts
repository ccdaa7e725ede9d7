// Words typed in one field.

/** Words between commas or spaces. */
export const wordsIn = (text: string): string[] => text.split(/[\s,]+/).filter(Boolean);
