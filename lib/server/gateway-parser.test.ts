import fc from 'fast-check';
import { Encoder, type Packet, PacketType } from 'socket.io-parser';
import { expect, it } from 'vitest';
import { gatewayParser } from './gateway-parser';
import { LoggedEntry } from './logged-entry';

const ours = new gatewayParser.Encoder();
const theirs = new Encoder();

const packet = fc.record<Packet>({
  type: fc.constantFrom(PacketType.EVENT, PacketType.ACK),
  nsp: fc.constantFrom('/', '/chat'),
  id: fc.option(fc.nat(), { nil: undefined }) as fc.Arbitrary<number>,
  data: fc.array(fc.anything({ withBoxedValues: false, withObjectString: true, key: fc.string() })),
});

it('[D4] what has no entries in it is written as Socket.IO writes it', () => {
  fc.assert(
    fc.property(packet, (sent) => {
      expect(ours.encode(sent)).toEqual(theirs.encode(sent));
    }),
  );
});

it('[D4] an entry is written as the text that its log keeps', () => {
  const stored = '{"kind":"posted",  "text":"as \\u0061 written"}';
  const data = ['room:entries', { room: 'lobby', entries: [new LoggedEntry(stored)], gone: undefined }];
  expect(ours.encode({ type: PacketType.EVENT, nsp: '/chat', data })).toEqual([
    `2/chat,["room:entries",{"room":"lobby","entries":[${stored}]}]`,
  ]);
});
