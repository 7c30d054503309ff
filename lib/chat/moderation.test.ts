import { describe, expect, it } from 'vitest';
import { moderationSchema } from './events/fields';
import { aMessage } from './message-for-tests';
import { type ModerationKind, mayDelete, mayModerate, type Role, roleIn } from './moderation';

const ada = { id: 'ada', name: 'Ada' };
const ben = { id: 'ben', name: 'Ben' };
const eve = { id: 'eve', name: 'Eve' };
const room = { owner: ada, moderators: [ben] };
const ROLES: readonly Role[] = ['member', 'moderator', 'owner', 'admin'];
const KINDS = moderationSchema.options.map(({ shape }) => shape.kind.value);

const message = (author: typeof ada) => aMessage({ author });

describe('[O1] roles', () => {
  it('come from the room, and an administrator is one everywhere', () => {
    expect([ada, ben, eve].map((asker) => roleIn(room, asker))).toEqual(['owner', 'moderator', 'member']);
    expect(roleIn({}, { ...eve, isAdmin: true })).toBe('admin');
  });

  it('are all equal in a direct message, administrators included', () => {
    expect(roleIn({ kind: 'direct' }, { ...eve, isAdmin: true })).toBe('member');
    expect(mayDelete({ ...eve, isAdmin: true }, message(ada), { kind: 'direct' })).toBe(false);
  });

  it('allow everything that lower roles allow, to the same people', () => {
    for (const kind of KINDS) {
      for (const target of ROLES) {
        const may = ROLES.map((asker) => mayModerate(kind, asker, target));
        expect(may, `${kind} ${target}`).toEqual([...may].sort());
      }
    }
  });

  it('allow moderating only lower roles', () => {
    for (const kind of ['mute', 'remove', 'ban'] as const satisfies ModerationKind[]) {
      expect(mayModerate(kind, 'moderator', 'moderator')).toBe(false);
      expect(mayModerate(kind, 'owner', 'moderator')).toBe(true);
      expect(mayModerate(kind, 'owner', 'owner')).toBe(false);
      expect(mayModerate(kind, 'admin', 'owner')).toBe(true);
    }
  });

  it('do not let ordinary members do anything', () => {
    for (const kind of KINDS) expect(mayModerate(kind, 'member'), kind).toBe(false);
  });
});

it('[O1] a message can be deleted by its author, and by a moderator who ranks above the author', () => {
  expect(mayDelete(eve, message(eve), room)).toBe(true);
  expect(mayDelete(eve, message(ben), room)).toBe(false);
  expect(mayDelete(ben, message(eve), room)).toBe(true);
  expect(mayDelete(ben, message(ada), room)).toBe(false);
  expect(mayDelete(ada, message(ben), room)).toBe(true);
  expect(mayDelete({ ...eve, isAdmin: true }, message(ada), room)).toBe(true);
});
