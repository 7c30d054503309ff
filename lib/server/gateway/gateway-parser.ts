import { Decoder, Encoder, type Packet, PacketType } from 'socket.io-parser';
import { LoggedEntry } from '@/lib/server/log/logged-entry';

/** Writes what JSON.stringify would, except that each entry is the text in its log. */
class EntriesEncoder extends Encoder {
  override encode(packet: Packet): ReturnType<Encoder['encode']> {
    const { type, nsp, id, data } = packet;
    const isOurs = type === PacketType.EVENT || type === PacketType.ACK;
    if (!isOurs) return super.encode(packet); // We send nothing binary.
    return [`${type}${nsp === '/' ? '' : `${nsp},`}${id ?? ''}${printAll(data)}`];
  }
}

type Decoded = (packet: Packet) => void;

/**
 * Reads as Socket.IO's decoder does, which takes several hundred bytes in each connection. A text packet is complete in itself,
 * so one decoder reads them all; a connection that sends binary data, as none of ours does, gets one of its own.
 */
class LeanDecoder {
  #decoded: Decoded = ignore;
  #own: Decoder | undefined;

  on(_event: 'decoded', listener: Decoded): void {
    this.#decoded = listener;
  }

  removeListener(): void {
    this.#decoded = ignore;
  }

  /** @throws Error if it is not a packet */
  add(data: unknown): void {
    if (this.#own === undefined && isText(data)) this.#decoded(readText(data));
    else this.#binary().add(data);
  }

  destroy(): void {
    this.#own?.destroy();
  }

  #binary(): Decoder {
    this.#own ??= new Decoder().on('decoded', (packet) => this.#decoded(packet));
    return this.#own;
  }
}

const ignore = () => {};

const isText = (data: unknown): data is string =>
  typeof data === 'string' &&
  !data.startsWith(`${PacketType.BINARY_EVENT}`) &&
  !data.startsWith(`${PacketType.BINARY_ACK}`);

let read: Packet | undefined;
const texts = new Decoder().on('decoded', (packet) => {
  read = packet;
});

function readText(text: string): Packet {
  texts.add(text);
  const packet = read;
  read = undefined; // Not kept: it may be very long, or contain somebody's token.
  if (packet === undefined) throw new Error('A text was not a whole packet.');
  return packet;
}

/** A parser for Socket.IO's wire format. */
export const gatewayParser = { Encoder: EntriesEncoder, Decoder: LeanDecoder };

/** Looks for entries where we send them: among the arguments of an event or answer, in objects, and in lists of entries. */
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
