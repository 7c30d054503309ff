import { describe, expect, it } from 'vitest';
import { createKeptValues } from './kept-values';

const refuse = (): never => {
  throw new Error('QuotaExceededError');
};

/** @param broken the methods that throw */
function storageThat(broken: Partial<Storage>): Storage {
  const items = new Map<string, string>();
  return {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
    removeItem: (key: string) => void items.delete(key),
    ...broken,
  } as Storage;
}

const ways: readonly (readonly [string, () => Storage])[] = [
  ['is forbidden', refuse],
  ['is null', () => null as unknown as Storage],
  ['is full', () => storageThat({ setItem: refuse })],
  ['throws at everything', () => storageThat({ getItem: refuse, setItem: refuse, removeItem: refuse })],
];

describe('a storage', () => {
  it.each(ways)('[S7] that %s: what is written is remembered for the life of the page', (_, storage) => {
    const { read, write } = createKeptValues(storage);
    write('draft', 'one');
    expect(read('draft')).toBe('one');
    write('draft', null);
    expect(read('draft')).toBeNull();
  });

  it('that works again is used again', () => {
    const storage = storageThat({});
    let isFull = true;
    const { read, write } = createKeptValues(() => (isFull ? refuse() : storage));
    write('draft', 'one');
    isFull = false;
    write('draft', 'two');
    expect(read('draft')).toBe('two');
    expect(storage.getItem('draft')).toBe('two');
  });
});
