import { en } from './en';
import type { Language } from './languages';
import type { Texts } from './texts';
import { zh } from './zh';

export const textsIn: Readonly<Record<Language, Texts>> = { en, zh };
