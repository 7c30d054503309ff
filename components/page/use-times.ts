import { dayOf, dayText, momentText, shortText, timeText } from '@/lib/client/texts/times';
import { useToday } from '@/lib/client/use-chat';
import { usePreferences, useTexts } from './preferences-provider';

/** Formats times for this reader and this day; renders again when the day changes. */
export interface Times {
  time(at: number): string;
  /** The day of a moment, such as “Today”. */
  day(at: number): string;
  /** A moment within a sentence. */
  moment(at: number): string;
  /** A moment where there is little room. */
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
