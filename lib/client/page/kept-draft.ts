import { browser } from './browser';

const draftKey = (roomId: string): string => `concord:draft:${roomId}`;

/** What was typed in a room and not yet sent, kept by the browser. */
export const readDraft = (roomId: string): string => browser.read(draftKey(roomId)) ?? '';
export const writeDraft = (roomId: string, text: string): void => browser.write(draftKey(roomId), text);
