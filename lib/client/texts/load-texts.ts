import { lateScript } from '@/lib/client/environment/late-script';
import { en } from './en';
import type { Language } from './languages';
import type { Texts } from './texts';

const chinese = lateScript(() => import('./zh').then((module) => module.zh), { isForIdleMoments: false });

/** Returns the texts of a language: English at once, others by a script of their own, with the same promise each time. */
export const loadTexts = (language: Language): Texts | Promise<Texts> =>
  language === 'en' ? en : chinese.load();
