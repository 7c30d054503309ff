/** What the targets speak of. */
const MESSAGE_BYTES = 64;

/** Messages are numbered, so that whoever hears one knows which it is and when it was to be sent. */
export const textOf = (number: number): string => `${number} `.padEnd(MESSAGE_BYTES, '.');

/** The number of such a text. */
export const numberOf = (text: string): number => Number.parseInt(text, 10);
