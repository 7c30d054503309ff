import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { lateScript } from './late-script';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('a script is loaded once, by whoever is first, and all are told', async () => {
  const fetchScript = vi.fn(async () => 'script');
  const script = lateScript(fetchScript);
  const tell = vi.fn();
  script.subscribe(tell);
  expect(script.loaded()).toBeNull();
  expect(await Promise.all([script.load(), script.load()])).toEqual(['script', 'script']);
  expect([script.loaded(), fetchScript.mock.calls.length, tell.mock.calls.length]).toEqual(['script', 1, 1]);
});

it('a script that does not come is asked for again, more and more rarely', async () => {
  const started = Date.now();
  const asked: number[] = [];
  const script = lateScript(async () => {
    asked.push((Date.now() - started) / 1_000);
    if (asked.length < 8) throw new Error('no network');
    return 'script';
  });
  const loading = script.load();
  await vi.runAllTimersAsync();
  expect(await loading).toBe('script');
  expect(asked).toEqual([0, 2, 6, 14, 30, 62, 122, 182]);
});
