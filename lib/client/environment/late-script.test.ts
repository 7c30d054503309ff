import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { lateScript } from './late-script';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('loads a script once, for whoever is first, and tells everybody', async () => {
  const fetchScript = vi.fn(async () => 'script');
  const script = lateScript(fetchScript);
  const tell = vi.fn();
  script.subscribe(tell);
  expect(script.loaded()).toBeNull();
  expect(await Promise.all([script.load(), script.load()])).toEqual(['script', 'script']);
  expect([script.loaded(), fetchScript.mock.calls.length, tell.mock.calls.length]).toEqual(['script', 1, 1]);
});

it('asks again for a script that does not arrive, less and less often', async () => {
  const started = Date.now();
  const asked: number[] = [];
  const script = lateScript(async () => {
    asked.push((Date.now() - started) / 1_000);
    if (asked.length < 8) throw Object.assign(new Error('a chunk'), { name: 'ChunkLoadError' });
    return 'script';
  });
  const loading = script.load();
  await vi.runAllTimersAsync();
  expect(await loading).toBe('script');
  expect(asked).toEqual([0, 2, 6, 14, 30, 60, 90, 120]);
});

it('somebody who starts to need a script does not wait for the next attempt', async () => {
  let isAway = true;
  const script = lateScript(async () => {
    if (isAway) throw new TypeError('Failed to fetch dynamically imported module');
    return 'script';
  });
  void script.prepare();
  await vi.advanceTimersByTimeAsync(20_000);
  isAway = false;
  const loading = script.load();
  await vi.advanceTimersByTimeAsync(0);
  expect(script.loaded()).toBe('script');
  expect(await loading).toBe('script');
});

it('a script that throws is not loaded again, and whoever waits for it gets the error', async () => {
  const fetchScript = vi.fn(async () => {
    throw new RangeError('a defect');
  });
  const script = lateScript(fetchScript);
  const tell = vi.fn();
  script.subscribe(tell);
  await script.prepare();
  await expect(script.load()).rejects.toThrow('a defect');
  expect([fetchScript.mock.calls.length, tell.mock.calls.length]).toEqual([1, 1]);
  expect(script.failure()).toBeInstanceOf(RangeError);
});
