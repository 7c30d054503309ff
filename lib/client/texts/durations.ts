import { type Language, languageTags } from './languages';

const UNITS = [
  ['week', 604_800_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

const ROUNDED_FROM = 2;

/** As a person would say it while waiting: in hours or minutes if it is at least two of them, and always rounded up. */
export function waitText(seconds: number, language: Language): string {
  const unitMs = [3_600_000, 60_000].find((length) => seconds * 1_000 >= ROUNDED_FROM * length) ?? 1_000;
  return durationText(Math.ceil((seconds * 1_000) / unitMs) * unitMs, language);
}

/** A length of time in the largest unit that divides it: “1 hour”, but “90 minutes”. */
export function durationText(ms: number, language: Language): string {
  const seconds = Math.max(1, Math.round(ms / 1_000));
  const [unit, unitMs] = UNITS.find(([, length]) => (seconds * 1_000) % length === 0) ?? ['second', 1_000];
  const format = new Intl.NumberFormat(languageTags[language], { style: 'unit', unit, unitDisplay: 'long' });
  return format.format((seconds * 1_000) / unitMs);
}
