import { expect, it } from 'vitest';
import { inviteIn, inviteLink, pathOf, roomAt } from './room-address';

it('the lobby is at /, every other room under /rooms/', () => {
  for (const id of ['lobby', 'plans', 'private-0a1b']) expect(roomAt(pathOf(id))).toBe(id);
  expect(pathOf('lobby')).toBe('/');
  expect(roomAt('/rooms/plans/')).toBe('plans');
});

it('an address that no room can have leads to no room', () => {
  for (const path of ['/rooms/', '/rooms/A B', '/rooms/a/b', '/rooms/%00'])
    expect(roomAt(path)).toBe('no-such-room');
});

it('[M6] an invite is read from where its link puts it', () => {
  const { pathname, hash } = new URL(inviteLink('https://chat.example.com', 'private-0a1b', 'c0de'));
  expect([roomAt(pathname), inviteIn(hash)]).toEqual(['private-0a1b', 'c0de']);
  expect(inviteIn('')).toBeUndefined();
});
