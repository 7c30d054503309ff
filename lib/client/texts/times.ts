import { type Language, languageTags } from './languages';
import type { Texts } from './texts';

const formats = new Map<string, Intl.DateTimeFormat>();

/** The hour and minute of `at`, as written in this browser's region of the language. */
export const timeText = (at: number, language: Language): string =>
  format(language, 'time', { hour: 'numeric', minute: '2-digit' }).format(at);

/** The day of `at`, relative to `now`. */
export function dayText(at: number, now: number, language: Language, texts: Texts): string {
  const day = dayOf(at);
  if (day === dayOf(now)) return texts.today;
  if (day === dayOf(dayBefore(now))) return texts.yesterday;
  const isThisYear = Math.floor(day / 10_000) === new Date(now).getFullYear();
  return isThisYear
    ? format(language, 'day', { weekday: 'long', month: 'long', day: 'numeric' }).format(at)
    : format(language, 'date', { year: 'numeric', month: 'long', day: 'numeric' }).format(at);
}

/** A moment within a sentence, relative to `now`: “15:30”, or with its day if that is another. */
export function momentText(at: number, now: number, language: Language): string {
  if (dayOf(at) === dayOf(now)) return timeText(at, language);
  const isThisYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  const time = { month: 'long', day: 'numeric', hour: 'numeric', minute: '2-digit' } as const;
  return isThisYear
    ? format(language, 'moment', time).format(at)
    : format(language, 'date-moment', { ...time, year: 'numeric' }).format(at);
}

/** A moment in as few letters as possible, relative to `now`: “15:30”, “3 May” or “May 2025”. */
export function shortText(at: number, now: number, language: Language): string {
  if (dayOf(at) === dayOf(now)) return timeText(at, language);
  const isThisYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return isThisYear
    ? format(language, 'short', { month: 'short', day: 'numeric' }).format(at)
    : format(language, 'short-date', { month: 'short', year: 'numeric' }).format(at);
}

/** The same number for all moments of one day in this browser's time zone: 20261231. */
export function dayOf(at: number): number {
  const date = new Date(at);
  return date.getFullYear() * 10_000 + (date.getMonth() + 1) * 100 + date.getDate();
}

function dayBefore(at: number): number {
  const date = new Date(at);
  return date.setDate(date.getDate() - 1);
}

/** A format keeps the zone that it was made in. If these two differ from before, the reader's clock has changed zone. */
const SEASONS = [new Date(2026, 0, 1), new Date(2026, 6, 1)];
const zone = (): string => SEASONS.map((date) => date.getTimezoneOffset()).join();

/** Making a format is slow, and a busy room needs thousands of texts. */
function format(language: Language, name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${language}:${name}:${zone()}`;
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat(regionalTag(language), options);
  formats.set(key, made);
  return made;
}

/** `en-GB` says 14:05 where `en` says 2:05 PM. */
const regionalTag = (language: Language): string =>
  navigator.languages.find((tag) => tag.split('-')[0] === language) ?? languageTags[language];
