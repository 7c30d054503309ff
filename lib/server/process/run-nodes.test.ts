import { expect, it } from 'vitest';
import { restartWait } from './run-nodes';

const AT_ONCE_MS = 100;
const LONG_MS = 60_000;

it('[Z4] a node that lived for a while is restarted at once, and one that dies at its start ever more rarely', () => {
  const waits = [restartWait(AT_ONCE_MS, 0)];
  while (waits.length < 7) waits.push(restartWait(AT_ONCE_MS, waits.at(-1) ?? 0));
  expect(waits).toEqual([500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000]);
  expect(restartWait(LONG_MS, 10_000)).toBe(0);
});
