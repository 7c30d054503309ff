/** The size that the targets are defined for. */
const MESSAGE_BYTES = 64;

/** Messages are numbered, so that whoever receives one knows which it is and when it was due. */
export const textOf = (number: number): string => `${number} `.padEnd(MESSAGE_BYTES, '.');

export const numberOf = (text: string): number => Number.parseInt(text, 10);
