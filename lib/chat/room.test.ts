import fc from 'fast-check';
import { expect, it } from 'vitest';
import { hiddenRoomId, kindOf, otherOf, ROOM_ID, type RoomInfo } from './room';
import { roomIdLike } from './room-id-like';

it('[M1] the id of a room shows its kind', () => {
  expect(kindOf('lobby')).toBe('open');
  expect(kindOf(hiddenRoomId('private', 'k3j'))).toBe('private');
  expect(kindOf(hiddenRoomId('direct', 'k3j'))).toBe('direct');
});

it('[M2] an id is made from the lower-case letters and digits of a title', () => {
  expect(roomIdLike('  Über uns: Café & Büro!  ')).toBe('uber-uns-cafe-buro');
  expect(roomIdLike('Plan 2027')).toBe('plan-2027');
  expect(roomIdLike('聊天室')).toBe('');
});

it('[M2] whatever the title, the id made from it is valid, or empty', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (title) => {
      const id = roomIdLike(title);
      return id === '' || ROOM_ID.test(id);
    }),
  );
});

it('[M5] a direct message is with the other of the two, or with oneself', () => {
  const room = (...ids: string[]): RoomInfo => ({
    id: 'direct-1',
    kind: 'direct',
    title: '',
    topic: '',
    members: ids.map((id) => ({ id, name: id.toUpperCase() })),
  });
  expect(otherOf(room('ada', 'ben'), 'ben')).toEqual({ id: 'ada', name: 'ADA' });
  expect(otherOf(room('ada'), 'ada')).toEqual({ id: 'ada', name: 'ADA' });
});
