import { describe, expect, it } from 'vitest';
import { PAGE_PARTS } from '@/lib/chat/page-failure';
import { createPageFailures } from './page-failures';

const HOUR_MS = 3_600_000;

function setUp() {
  const lines: Record<string, unknown>[] = [];
  const clock = { now: 1_000_000 };
  const warn = (line: Record<string, unknown>) => void lines.push(line);
  const tell = createPageFailures({ logger: { warn } as never, now: () => clock.now });
  return { lines, clock, tell };
}

const failure = { part: 'messages', error: 'NotFoundError', at: ['a.js:1:2'] } as const;

describe('failures of pages', () => {
  it('[W6] are logged once per part and connection', () => {
    const { lines, tell } = setUp();
    const page = {};
    for (let time = 0; time < 100; time += 1) tell(page, failure);
    tell(page, { ...failure, part: 'people' });
    expect(lines).toEqual([
      { ...failure, untold: 0 },
      { ...failure, part: 'people', untold: 0 },
    ]);
  });

  it('[W6] are logged as a few lines, and then a count of the rest, if any number of connections flood it', () => {
    const { lines, clock, tell } = setUp();
    for (let page = 0; page < 1_000; page += 1) for (const part of PAGE_PARTS) tell({}, { ...failure, part });
    const atOnce = lines.length;
    expect(atOnce).toBeLessThanOrEqual(10);
    clock.now += HOUR_MS;
    tell({}, failure);
    expect(lines.at(-1)).toMatchObject({ untold: 1_000 * PAGE_PARTS.length - atOnce });
  });
});
