/** More than are ever on their way to one process at once, from all nodes. */
const REMEMBERED = 512;

/** Parses packets that arrive many times: those for all sockets of a node are the same bytes, and are parsed once. */
export class PacketReader<Read> {
  readonly #read: (packet: string) => Read;
  readonly #known = new Map<string, Read>();

  constructor(read: (packet: string) => Read) {
    this.#read = read;
  }

  read(packet: Buffer): Read {
    const key = packet.toString('latin1');
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const read = this.#read(packet.toString());
    this.#known.set(key, read);
    if (this.#known.size > REMEMBERED) this.#known.delete(this.#known.keys().next().value as string);
    return read;
  }
}
