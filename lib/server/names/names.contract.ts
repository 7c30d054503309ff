import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { Names } from './names';

/** What the suite needs from a store: its names as two nodes see them (the same node twice if there can be only one). */
export interface NamesFixture {
  readonly names: Names;
  readonly otherNode: Names;
  /** Forgets everything. */
  forget(): Promise<void>;
}

const DAY_MS = 24 * 60 * 60 * 1_000;
/** A hold that ends while a test waits. */
const MOMENT_MS = 100;
const CLAIMANTS = 50;
/** The prefix of the ids of verified members. */
const KEPT = 'site-';

const ada = { id: 'ada', name: 'Ada' };
const ben = { id: 'ben', name: 'Ben' };

/** What every store owes as {@link Names}. Each test starts without members. */
export function describeNames(store: string, open: () => Promise<NamesFixture>): void {
  describe(`names in ${store}`, () => {
    let fixture: NamesFixture;

    beforeAll(async () => {
      fixture = await open();
    });
    const empty = async () => {
      await fixture.forget();
      return fixture;
    };

    it('[N6] a name belongs to one member at a time, and stays theirs', async () => {
      const { names, otherNode } = await empty();
      expect(await names.claim(ada, DAY_MS)).toBe(true);
      expect(await otherNode.claim({ id: 'eve', name: 'Ada' }, DAY_MS)).toBe(false);
      expect(await otherNode.claim(ada, DAY_MS)).toBe(true);
    });

    it('[N6] names that differ only by case, form or spacing are the same name', async () => {
      const { names, otherNode } = await empty();
      await names.claim({ id: 'ada', name: 'Ada Straße' }, DAY_MS);
      for (const name of ['ada strasse', 'ADASTRASSE', 'Ａda Straße']) {
        expect(await otherNode.claim({ id: 'eve', name }, DAY_MS)).toBe(false);
      }
      expect(await names.claim({ id: 'ada', name: 'ADA STRASSE' }, DAY_MS)).toBe(true);
    });

    it('[N6] of many who claim a name at the same instant at two nodes, one gets it', async () => {
      const { names, otherNode } = await empty();
      const claims = Array.from({ length: CLAIMANTS }, (_, index) =>
        (index % 2 ? names : otherNode).claim({ id: `member-${index}`, name: 'Ada' }, DAY_MS),
      );
      expect((await Promise.all(claims)).filter(Boolean)).toEqual([true]);
    });

    it('[N14] a name that looks like another member’s cannot be had, in whatever letters, until that one is free', async () => {
      const { names, otherNode } = await empty();
      await names.claim(ada, DAY_MS);
      await names.claim({ id: 'ian', name: 'Ian' }, DAY_MS);
      for (const name of ['Аdа', 'АDА', 'А d а', 'lan', 'Іаn'])
        expect(await otherNode.claim({ id: 'eve', name }, DAY_MS), name).toBe(false);
      expect(await otherNode.free(['Аdа', 'lan', 'Аdа 2', 'Ella'])).toEqual(['Аdа 2', 'Ella']);
      expect(await names.claim({ id: 'ada', name: 'Elia' }, DAY_MS)).toBe(true);
      expect(await otherNode.claim({ id: 'eve', name: 'Аdа' }, DAY_MS)).toBe(true);
      expect(await otherNode.claim({ id: 'ella', name: 'Ella' }, DAY_MS)).toBe(true);
      expect(await names.claim(ada, DAY_MS)).toBe(false);
    });

    it('[N14] a member may write their own name in other letters, but not so that it is another’s', async () => {
      const { names } = await empty();
      await names.claim({ id: 'ian', name: 'ian' }, DAY_MS);
      await names.claim({ id: 'lan', name: 'lan' }, DAY_MS);
      expect(await names.claim({ id: 'ian', name: 'іаn' }, DAY_MS)).toBe(true);
      expect(await names.claim({ id: 'ian', name: 'ian' }, DAY_MS)).toBe(true);
      expect(await names.claim({ id: 'ian', name: 'Ian' }, DAY_MS)).toBe(false);
      expect(await names.renew([{ id: 'ian', name: 'ian' }], DAY_MS, KEPT)).toEqual([]);
    });

    it('[N14] of many who claim names that look the same at the same instant at two nodes, one gets theirs', async () => {
      const { names, otherNode } = await empty();
      const claims = Array.from({ length: CLAIMANTS }, (_, index) =>
        (index % 2 ? names : otherNode).claim(
          { id: `member-${index}`, name: index % 3 ? 'Ада'.replace('д', 'd') : 'Ada' },
          DAY_MS,
        ),
      );
      expect((await Promise.all(claims)).filter(Boolean)).toEqual([true]);
    });

    it('[N14] a verified member takes names that look like theirs from guests, but not from other verified members', async () => {
      const { names, otherNode } = await empty();
      await names.claim({ id: 'eve', name: 'Аda' }, DAY_MS);
      await names.claim({ id: 'mallory', name: 'Аdа' }, DAY_MS);
      const [verified, other] = [
        { id: 'site-1', name: 'Ada' },
        { id: 'site-2', name: 'Аda' },
      ];
      const { isOwn, losers } = await otherNode.seize(verified, DAY_MS, KEPT);
      expect({ isOwn, losers }).toEqual({ isOwn: true, losers: ['eve'] });
      expect(await names.renew([{ id: 'eve', name: 'Аda' }], DAY_MS, KEPT)).toEqual([
        { id: 'eve', name: null },
      ]);
      expect(await names.seize(other, DAY_MS, KEPT)).toEqual({ isOwn: true, losers: [] });
      expect(await names.renew([verified, other], DAY_MS, KEPT)).toEqual([]);
    });

    it('[N14] members who had names that look the same have them again after the store forgot them', async () => {
      const { names, otherNode } = await empty();
      const verified = [
        { id: 'site-1', name: 'Ada' },
        { id: 'site-2', name: 'Аdа' },
      ];
      expect(await names.renew(verified, DAY_MS, KEPT)).toEqual([]);
      const guests = [
        { id: 'ian', name: 'Ian' },
        { id: 'lan', name: 'lan' },
      ];
      expect(await names.renew(guests, DAY_MS, KEPT)).toEqual([]);
      expect(await otherNode.renew([...verified, ...guests], DAY_MS, KEPT)).toEqual([]);
      const eve = { id: 'eve', name: 'Аda' };
      expect(await names.renew([eve], DAY_MS, KEPT)).toEqual([{ id: 'eve', name: null }]);
    });

    it('[J4] after a loss, a verified member gets their name back from a faster guest, but not from another verified member', async () => {
      const { names, otherNode } = await empty();
      const verified = { id: 'site-1', name: 'Ada' };
      await names.claim(ada, DAY_MS);
      expect(await otherNode.renew([verified], DAY_MS, KEPT)).toEqual([]);
      expect(await names.renew([ada], DAY_MS, KEPT)).toEqual([{ id: 'ada', name: null }]);
      const other = { id: 'site-2', name: 'ADA' };
      expect(await names.renew([other, verified], DAY_MS, KEPT)).toEqual([{ id: 'site-2', name: null }]);
    });

    it('[J4] a verified member takes a name from a guest, who then has none, but not from another verified member', async () => {
      const { names, otherNode } = await empty();
      const [verified, other] = [
        { id: 'site-1', name: 'ADA' },
        { id: 'site-2', name: 'Ada' },
      ];
      await names.claim(ada, DAY_MS);
      expect(await otherNode.seize(verified, DAY_MS, KEPT)).toEqual({ isOwn: true, losers: ['ada'] });
      expect(await names.seize(verified, DAY_MS, KEPT)).toEqual({ isOwn: true, losers: [] });
      expect(await names.seize(other, DAY_MS, KEPT)).toEqual({ isOwn: false, losers: [] });
      expect(await names.renew([ada], DAY_MS, KEPT)).toEqual([{ id: 'ada', name: null }]);
      expect(await names.claim(ada, DAY_MS)).toBe(false);
      expect(await names.claim({ id: 'ada', name: 'Ada 2' }, DAY_MS)).toBe(true);
    });

    it('[J4] of many verified members who arrive with one name at the same instant, one gets it', async () => {
      const { names, otherNode } = await empty();
      const seizures = Array.from({ length: CLAIMANTS }, (_, index) =>
        (index % 2 ? names : otherNode).seize({ id: `site-${index}`, name: 'Ada' }, DAY_MS, KEPT),
      );
      expect((await Promise.all(seizures)).filter(({ isOwn }) => isOwn)).toHaveLength(1);
    });

    it('[F1] a member who has the name already keeps it at every node; for anybody else nothing changes', async () => {
      const { names, otherNode } = await empty();
      const hostile = { id: '__proto__', name: '%S+ {} \\0 "' };
      for (const member of [ada, hostile]) await names.claim(member, DAY_MS);
      for (const member of [ada, hostile]) expect(await otherNode.keep(member, DAY_MS)).toBe(true);
      const others = [
        { id: 'ada', name: 'Countess Ada' },
        { id: 'ada', name: 'ADA' },
        { id: 'eve', name: 'Ada' },
        ben,
        { id: 'constructor', name: 'Cleo' },
      ];
      for (const member of others) expect(await otherNode.keep(member, DAY_MS)).toBe(false);
      expect(await names.free(['Ada', 'Countess Ada', 'Ben', 'Cleo'])).toEqual([
        'Countess Ada',
        'Ben',
        'Cleo',
      ]);
    });

    it('[N8] keeping a name renews its hold, unless somebody else has it by now', async () => {
      const { names } = await empty();
      await names.claim(ada, MOMENT_MS);
      expect(await names.keep(ada, DAY_MS)).toBe(true);
      await names.claim(ben, MOMENT_MS);
      await vi.waitUntil(() => names.claim({ id: 'eve', name: 'Ben' }, DAY_MS), { interval: 5 });
      expect(await names.keep(ben, DAY_MS)).toBe(false);
      expect(await names.free(['Ada', 'Ben'])).toEqual([]);
    });

    it('[N8] taking another name frees the previous one; a refused member keeps theirs', async () => {
      const { names, otherNode } = await empty();
      await names.claim(ada, DAY_MS);
      await names.claim(ben, DAY_MS);
      expect(await names.claim({ id: 'ben', name: 'Ada' }, DAY_MS)).toBe(false);
      expect(await names.free(['Ada', 'Ben', 'Cleo'])).toEqual(['Cleo']);
      expect(await names.claim({ id: 'ada', name: 'Cleo' }, DAY_MS)).toBe(true);
      expect(await names.free(['Ada', 'Ben', 'Cleo'])).toEqual(['Ada']);
      expect(await otherNode.claim({ id: 'ben', name: 'Ada' }, DAY_MS)).toBe(true);
    });

    it('[N8] a hold ends at its time, and not before', async () => {
      const { names } = await empty();
      const begun = performance.now();
      await names.claim(ada, MOMENT_MS);
      expect(await names.claim(ben, DAY_MS)).toBe(true);
      await vi.waitUntil(() => names.claim({ id: 'eve', name: 'Ada' }, DAY_MS), { interval: 5 });
      expect(performance.now() - begun).toBeGreaterThanOrEqual(MOMENT_MS - 1);
      expect(await names.free(['Ben'])).toEqual([]);
    });

    it('[N8] a renewed hold runs from the renewal, and is never shortened', async () => {
      const { names, otherNode } = await empty();
      await names.claim(ada, MOMENT_MS);
      expect(await otherNode.renew([ada], DAY_MS, KEPT)).toEqual([]);
      await names.claim(ada, MOMENT_MS);
      await names.renew([ada], MOMENT_MS, KEPT);
      await names.claim(ben, MOMENT_MS);
      await vi.waitUntil(async () => (await names.free(['Ben'])).length === 1, { interval: 5 });
      expect(await names.free(['Ada'])).toEqual([]);
    });

    it('[N8] members who are here get back the names that the store forgot', async () => {
      const { names } = await empty();
      expect(await names.renew([ada, ben], DAY_MS, KEPT)).toEqual([]);
      expect(await names.free(['Ada', 'Ben'])).toEqual([]);
    });

    it('[N9] a renewal reports members who have another name by now', async () => {
      const { names, otherNode } = await empty();
      await names.claim({ id: 'ada', name: 'Countess Ada' }, DAY_MS);
      await otherNode.claim({ id: 'eve', name: 'Ben' }, DAY_MS);
      expect(await names.renew([ada, ben, { id: 'cleo', name: 'Cleo' }], DAY_MS, KEPT)).toEqual([
        { id: 'ada', name: 'Countess Ada' },
        { id: 'ben', name: null },
      ]);
      expect(await names.free(['Ada', 'Cleo'])).toEqual(['Ada']);
    });

    it('[M12] the names of members are returned in the order requested, for as long as they are known', async () => {
      const { names, otherNode } = await empty();
      const hostile = { id: '__proto__', name: '%S+ {} \\0 "' };
      await names.claim(ada, DAY_MS);
      await otherNode.claim(hostile, MOMENT_MS);
      expect(await otherNode.called(['constructor', hostile.id, 'ada', 'ada'])).toEqual([
        null,
        hostile.name,
        'Ada',
        'Ada',
      ]);
      await otherNode.claim({ id: 'ada', name: 'Countess Ada' }, DAY_MS);
      await names.claim({ id: 'eve', name: 'Ada' }, DAY_MS);
      expect(await names.called(['ada', 'eve'])).toEqual(['Countess Ada', 'Ada']);
      await names.release('ada');
      expect(await names.called(['ada'])).toEqual([null]);
      expect(await names.called([])).toEqual([]);
    });

    it('[N8] a released name is free, and releasing it again frees nothing else', async () => {
      const { names } = await empty();
      await names.claim(ada, DAY_MS);
      await names.release('ada');
      await names.claim({ id: 'ben', name: 'Ada' }, DAY_MS);
      await names.release('ada');
      expect(await names.free(['Ada'])).toEqual([]);
    });

    it('[N6] hostile ids and names are just ids and names', async () => {
      const { names } = await empty();
      const hostile = { id: '__proto__', name: '%S+ {} \\0 "; DROP' };
      expect(await names.claim(hostile, DAY_MS)).toBe(true);
      expect(await names.renew([{ ...hostile, name: 'x' }], DAY_MS, KEPT)).toEqual([hostile]);
    });
  });
}
