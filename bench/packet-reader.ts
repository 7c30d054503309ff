/** Reads packets of which many copies come one after the other: those for all sockets of a node are the same bytes. */
export class PacketReader<Read> {
  readonly #read: (packet: string) => Read;
  #last: { readonly packet: Buffer; readonly read: Read }[] = [];
  readonly #remembered: number;

  /** @param remembered how many different packets may come in turn: one for each node */
  constructor(remembered: number, read: (packet: string) => Read) {
    this.#remembered = remembered;
    this.#read = read;
  }

  read(packet: Buffer): Read {
    const known = this.#last.find((one) => one.packet.equals(packet));
    if (known) return known.read;
    const read = this.#read(packet.toString());
    this.#last = [{ packet, read }, ...this.#last].slice(0, this.#remembered);
    return read;
  }
}
