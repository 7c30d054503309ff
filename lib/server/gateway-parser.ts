import { Decoder, Encoder, type Packet, PacketType } from 'socket.io-parser';
import { LoggedEntry } from './logged-entry';

/** Writes what JSON.stringify would, and each entry as the text that its log keeps. */
class EntriesEncoder extends Encoder {
  override encode(packet: Packet): ReturnType<Encoder['encode']> {
    const { type, nsp, id, data } = packet;
    const isOurs = type === PacketType.EVENT || type === PacketType.ACK;
    if (!isOurs) return super.encode(packet); // Nothing that we send is binary.
    return [`${type}${nsp === '/' ? '' : `${nsp},`}${id ?? ''}${printAll(data)}`];
  }
}

/** The wire of Socket.IO, as its own parser has it. */
export const gatewayParser = { Encoder: EntriesEncoder, Decoder };

/** Looks for entries where we send them: among the arguments of an event or answer, within objects, in lists of entries. */
const printAll = (values: readonly unknown[]): string =>
  `[${values.map((value) => print(value) ?? 'null').join()}]`;

function print(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (value instanceof LoggedEntry) return value.stored;
  if (Array.isArray(value)) return value[0] instanceof LoggedEntry ? printAll(value) : JSON.stringify(value);
  let members = '';
  for (const name in value) {
    const printed = print((value as Record<string, unknown>)[name]);
    if (printed !== undefined) members += `${members === '' ? '' : ','}${JSON.stringify(name)}:${printed}`;
  }
  return `{${members}}`;
}
