import { expect, it } from 'vitest';
import { MemberNames } from './member-names';
import type { Names } from './names';

/** Somebody asks for a name that is taken, and of those like it the store has no more than these. */
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

it('[N7] a few names are looked at first for those that are offered, and more where too few of them are free', async () => {
  expect(await offered(() => true)).toEqual({ looks: [10], freeNames: ['Ada 2', 'Ada 3', 'Ada 4'] });
  const { looks, freeNames } = await offered((name) => Number(name.slice(4)) > 9);
  expect(freeNames).toEqual(['Ada 10', 'Ada 11', 'Ada 12']);
  expect(looks).toEqual([10, 50]);
});
