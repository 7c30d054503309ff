import { LOBBY } from '@/lib/chat/protocol';

export const deep = () => {
  let object: object = {};
  for (let depth = 0; depth < 2_000; depth++) object = { object };
  return object;
};

/** As JSON: what a client can send, not what TypeScript lets it send. */
export const HOSTILE: Record<string, unknown> = {
  'nothing at all': undefined,
  null: null,
  'a number': 7,
  'a string': 'lobby',
  'an array': [LOBBY],
  'a nested array': [[[[[[]]]]]],
  'an empty object': {},
  'wrong types inside': { room: 1, key: {}, text: [], name: 3, before: 'x', position: 'y' },
  'unknown fields': { room: LOBBY, key: 'abcdefgh', text: 'x', name: 'x', before: 1, isAdmin: true },
  'a __proto__': JSON.parse('{"__proto__": {"room": "lobby", "name": "x", "text": "x"}}'),
  'a constructor': JSON.parse('{"constructor": {"prototype": {"room": "lobby"}}}'),
  'a lone surrogate': { room: LOBBY, key: 'abcdefgh', text: '\ud800', name: '\udc00' },
  'a deep object': deep(),
  'binary data': Buffer.from([0, 1, 2, 255]),
  'binary inside': { room: Buffer.from('lobby'), name: Buffer.from('x'), text: Buffer.from('x') },
  'numbers beyond all measure': {
    room: LOBBY,
    before: Number.MAX_VALUE,
    position: { epoch: -1, seq: Number.MAX_VALUE },
    mark: { epoch: Number.MAX_VALUE, number: -1 },
  },
  'a forged room': { room: '../../etc/passwd', name: '', key: '../../../x', text: '', before: 1 },
};
