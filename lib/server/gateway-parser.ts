import { Decoder, Encoder, type Packet, PacketType } from 'socket.io-parser';
import { LoggedEntry } from './logged-entry';

/** Writes what JSON.stringify would, and each entry as the text that its log keeps. */
class EntriesEncoder extends Encoder {
  override encode(packet: Packet): ReturnType<Encoder['encode']> {
    const { type, nsp, id, data } = packet;
    const isOurs = type === PacketType.EVENT || type === PacketType.ACK;
    if (!isOurs) return super.encode(packet); // Nothing that we send is binary.
    return [`${type}${nsp === '/' ? '' : `${nsp},`}${id ?? ''}${print(data)}`];
  }
}

/** The wire of Socket.IO, as its own parser has it. */
export const gatewayParser = { Encoder: EntriesEncoder, Decoder };

function print(value: unknown): string | undefined {
  if (value instanceof LoggedEntry) return value.stored;
  if (Array.isArray(value)) return `[${value.map((item) => print(item) ?? 'null').join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).flatMap(([name, member]) => {
    const printed = print(member);
    return printed === undefined ? [] : [`${JSON.stringify(name)}:${printed}`];
  });
  return `{${members.join()}}`;
}
