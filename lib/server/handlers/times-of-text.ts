/**
 * In units of UTF-16: more than a message of ordinary letters of any script has, emoji among them. Everybody's pages and all
 * nodes carry what is said, and texts of stacked marks or joined emoji weigh three times as much.
 */
const UNITS_IN_ONE = 8_192;

/** How many times a message counts for the rate of messages. */
export const timesOfText = (text: string): number => 1 + Math.floor(text.length / UNITS_IN_ONE);
