/** The size that the targets are defined for. */
const MESSAGE_BYTES = 64;

/** Messages are numbered, so that whoever receives one knows which it is and when it was due. */
export const textOf = (number: number): string => `${number} `.padEnd(MESSAGE_BYTES, '.');

/** Returns the number of such a text. */
export const numberOf = (text: string): number => Number.parseInt(text, 10);
