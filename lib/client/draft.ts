import { browser } from './browser';

const DRAFT_KEY = 'concord:draft:lobby';

/** What was typed and not yet sent, kept by the browser. */
export const readDraft = (): string => browser.read(DRAFT_KEY) ?? '';
export const writeDraft = (text: string): void => browser.write(DRAFT_KEY, text);
