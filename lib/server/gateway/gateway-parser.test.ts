import fc from 'fast-check';
import { Decoder, Encoder, type Packet, PacketType } from 'socket.io-parser';
import { expect, it } from 'vitest';
import { LoggedEntry } from '@/lib/server/log/logged-entry';
import { gatewayParser } from './gateway-parser';

const ours = new gatewayParser.Encoder();
const theirs = new Encoder();

const packet = fc.record<Packet>({
  type: fc.constantFrom(PacketType.EVENT, PacketType.ACK),
  nsp: fc.constantFrom('/', '/chat'),
  id: fc.option(fc.nat(), { nil: undefined }) as fc.Arbitrary<number>,
  data: fc.array(fc.anything({ withBoxedValues: false, withObjectString: true, key: fc.string() })),
});

it('[D4] a packet without entries is written as Socket.IO writes it', () => {
  fc.assert(
    fc.property(packet, (sent) => {
      expect(ours.encode(sent)).toEqual(theirs.encode(sent));
    }),
  );
});

it('[D4] an entry is written as the text in its log', () => {
  const stored = '{"kind":"posted",  "text":"as \\u0061 written"}';
  const data = ['room:entries', { room: 'lobby', entries: [new LoggedEntry(stored)], gone: undefined }];
  expect(ours.encode({ type: PacketType.EVENT, nsp: '/chat', data })).toEqual([
    `2/chat,["room:entries",{"room":"lobby","entries":[${stored}]}]`,
  ]);
});

interface AnyDecoder {
  on(event: 'decoded', listener: (packet: Packet) => void): unknown;
  add(part: unknown): void;
}

/** What a decoder makes of consecutive parts, up to the one that it refuses. */
function read(decoder: AnyDecoder, parts: readonly unknown[]) {
  const packets: Packet[] = [];
  decoder.on('decoded', (packet) => packets.push(packet));
  try {
    for (const part of parts) decoder.add(part);
    return { packets, isRefused: false };
  } catch {
    return { packets, isRefused: true };
  }
}

const readByOurs = (parts: readonly unknown[]) => read(new gatewayParser.Decoder(), parts);
const readByTheirs = (parts: readonly unknown[]) => read(new Decoder(), parts);

const binaryPacket = packet.map((sent) => ({ ...sent, data: ['sent', Buffer.from('data'), ...sent.data] }));

it('packets are read as Socket.IO reads them, with binary data and without', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(packet, binaryPacket), { maxLength: 5 }), (sent) => {
      const parts = sent.flatMap((each) => theirs.encode(each));
      expect(readByOurs(parts)).toEqual(readByTheirs(parts));
    }),
  );
});

it('an invalid packet is refused where Socket.IO refuses it', () => {
  const part = fc.oneof(
    fc.string(),
    fc.constantFrom('2["a"]', '51-["a",{"_placeholder":true,"num":0}]', '5', '6-', '4{}', '2/chat,1["a"]'),
    fc.constant(Buffer.from('data')),
    fc.constant(null),
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 5 }), (parts) => {
      expect(readByOurs(parts)).toEqual(readByTheirs(parts));
    }),
  );
});

it('a connection that has sent half a packet neither delays nor confuses another', () => {
  const [head, data] = theirs.encode({ type: PacketType.EVENT, nsp: '/', data: ['a', Buffer.from('b')] });
  const [one, other] = [new gatewayParser.Decoder(), new gatewayParser.Decoder()];
  const heard: unknown[] = [];
  one.on('decoded', (packet) => heard.push(packet.data));
  other.on('decoded', (packet) => heard.push(packet.data));
  one.add(head);
  other.add('2["c"]');
  one.add(data);
  one.add('2["d"]');
  expect(heard).toEqual([['c'], ['a', Buffer.from('b')], ['d']]);
});
