import { dayOf, dayText, momentText, shortText, timeText } from '@/lib/client/texts/times';
import { useToday } from '@/lib/client/use-chat';
import { usePreferences, useTexts } from './preferences-provider';

/** Times as they are written here and today; drawn again when the day is another. */
export interface Times {
  time(at: number): string;
  /** The day of a moment: “Today”. */
  day(at: number): string;
  /** A moment in a sentence. */
  moment(at: number): string;
  /** … and where there is little room. */
  short(at: number): string;
  isToday(at: number): boolean;
}

export function useTimes(): Times {
  const { language } = usePreferences();
  const texts = useTexts();
  const today = useToday();
  return {
    time: (at) => timeText(at, language),
    day: (at) => dayText(at, today, language, texts),
    moment: (at) => momentText(at, today, language),
    short: (at) => shortText(at, today, language),
    isToday: (at) => dayOf(at) === dayOf(today),
  };
}
