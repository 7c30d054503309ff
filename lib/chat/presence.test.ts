import { describe, expect, it } from 'vitest';
import { applyPresence, nobody, noticesOf } from './presence';
import { type Member, PRESENT_MAX_NAMES, type PresenceChange } from './protocol';

const ada: Member = { id: 'a', name: 'Ada' };
const ben: Member = { id: 'b', name: 'Ben' };
const change = (news: Partial<PresenceChange>): PresenceChange => ({
  room: 'lobby',
  count: 0,
  joined: [],
  left: [],
  renamed: [],
  ...news,
});

describe('who is present', () => {
  it('is kept by name', () => {
    const present = applyPresence({ count: 1, members: [ben] }, change({ count: 2, joined: [ada] }));
    expect(present).toEqual({ count: 2, members: [ada, ben] });
  });

  it('loses who left and renames who is renamed', () => {
    const renamed = [{ id: 'b', from: 'Ben', to: 'Aaron' }];
    const present = applyPresence(
      { count: 2, members: [ada, ben] },
      change({ count: 1, left: [ada], renamed }),
    );
    expect(present.members).toEqual([{ id: 'b', name: 'Aaron' }]);
  });

  it('is the same after the same change twice', () => {
    const joined = change({ count: 1, joined: [ada] });
    const once = applyPresence(nobody, joined);
    expect(applyPresence(once, joined)).toEqual(once);
  });

  it('takes no harm from hostile ids', () => {
    const hostile = { id: '__proto__', name: 'constructor' };
    expect(applyPresence(nobody, change({ count: 1, joined: [hostile] })).members).toEqual([hostile]);
  });

  it('lists no more names than a page of them', () => {
    const joined = Array.from({ length: PRESENT_MAX_NAMES + 5 }, (_, index) => ({
      id: `${index}`,
      name: `N${index}`,
    }));
    const present = applyPresence(nobody, change({ count: joined.length, joined }));
    expect(present.members).toHaveLength(PRESENT_MAX_NAMES);
    expect(present.count).toBe(joined.length);
  });
});

describe('notices', () => {
  it('tell of everybody but the reader', () => {
    const renamed = [{ id: 'c', from: 'Cyd', to: 'Cid' }];
    expect(noticesOf(change({ joined: [ada, ben], left: [ada], renamed }), 'a')).toEqual([
      { kind: 'joined', name: 'Ben' },
      { kind: 'renamed', from: 'Cyd', to: 'Cid' },
    ]);
  });
});
