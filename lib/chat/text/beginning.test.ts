import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { beginningOf } from './beginning';
import { MESSAGE_MAX_CHARACTERS } from './text';

const FAMILY = '\u{1F468}\u200D\u{1F469}\u200D\u{1F467}\u200D\u{1F466}';

describe('the beginning of a long message', () => {
  it('is not split off a message that people read at a glance', () => {
    for (const text of ['', 'Hello!', 'word '.repeat(300), 'line\n'.repeat(29)])
      expect(beginningOf(text)).toBeNull();
  });

  it('ends with a word, or else between two characters', () => {
    const words = beginningOf('word '.repeat(800)) ?? '';
    expect(words.length).toBeLessThanOrEqual(1_200);
    expect(words).toMatch(/^(?:word )*word$/);
    const families = beginningOf(FAMILY.repeat(2_000)) ?? '';
    expect(families.length % FAMILY.length).toBe(0);
    expect(families.length).toBeGreaterThan(1_000);
  });

  it('has at most 24 lines', () => {
    expect(beginningOf('a\n'.repeat(2_000))?.split('\n')).toHaveLength(24);
  });

  it('exists for any text, however strange, and is never much longer than the bound', () => {
    const strange = fc.string({
      unit: fc.constantFrom('a', ' ', '\n', '\u0301', '\u200D', FAMILY, '\u202E', '\uFDFA'),
    });
    const long = fc.tuple(strange, fc.integer({ min: 1, max: MESSAGE_MAX_CHARACTERS }));
    fc.assert(
      fc.property(long, ([unit, times]) => {
        const text = unit.repeat(Math.min(times, Math.ceil(24_000 / (unit.length || 1))));
        const beginning = beginningOf(text);
        if (beginning === null) return text.length <= 1_500;
        return text.startsWith(beginning) && beginning.length <= 1_200;
      }),
    );
  });
});
