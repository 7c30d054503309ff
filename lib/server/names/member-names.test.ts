import { expect, it } from 'vitest';
import { MemberNames } from './member-names';
import type { Names } from './names';

/** Somebody asks for a taken name; of the names like it, only these are free in the store. */
async function offered(isFree: (name: string) => boolean) {
  const looks: number[] = [];
  const store: Partial<Names> = {
    claim: async () => false,
    free: async (names) => {
      looks.push(names.length);
      return names.filter(isFree);
    },
  };
  const names = new MemberNames({ store: store as Names, signal: () => {} });
  const refusal = await names.claim({ id: 'eve', name: 'Ada', isPassing: false }).catch((error) => error);
  names.close();
  return { looks, freeNames: refusal.details.freeNames };
}

it('[N7] free names are searched among the first few numbers, and among more if too few of those are free', async () => {
  expect(await offered(() => true)).toEqual({ looks: [10], freeNames: ['Ada 2', 'Ada 3', 'Ada 4'] });
  const { looks, freeNames } = await offered((name) => Number(name.slice(4)) > 9);
  expect(freeNames).toEqual(['Ada 10', 'Ada 11', 'Ada 12']);
  expect(looks).toEqual([10, 50]);
});
