const MASKED = 0x80;
const KEY_BYTES = 4;

/**
 * Counts the frames that begin in a stream of WebSocket bytes, of whatever kind (RFC 6455, 5.2). It only looks at lengths:
 * whether a frame is valid is for its reader to decide.
 */
export class FrameCounter {
  /** How much of a header has arrived, and how long it will be. */
  #at = 0;
  #size = 2;
  /** The end of the part of the header that contains the length. */
  #lengthEnd = 2;
  /** How many bytes of the frame are still to come. */
  #left = 0;

  /** Returns how many frames begin in the next bytes. */
  count(chunk: Uint8Array): number {
    let frames = 0;
    for (let index = 0; index < chunk.length; ) {
      if (this.#at === 0 && this.#left > 0) {
        const skipped = Math.min(this.#left, chunk.length - index);
        this.#left -= skipped;
        index += skipped;
        continue;
      }
      if (this.#at === 0) frames += 1;
      this.#readHeader(chunk[index] ?? 0);
      index += 1;
    }
    return frames;
  }

  #readHeader(byte: number): void {
    if (this.#at === 1) {
      const length = byte & ~MASKED;
      const lengthBytes = length === 127 ? 8 : length === 126 ? 2 : 0;
      this.#left = lengthBytes === 0 ? length : 0;
      this.#size = 2 + lengthBytes + ((byte & MASKED) === 0 ? 0 : KEY_BYTES);
      this.#lengthEnd = 2 + lengthBytes;
    } else if (this.#at > 1 && this.#at < this.#lengthEnd) this.#left = this.#left * 256 + byte;
    this.#at += 1;
    if (this.#at < this.#size) return;
    this.#at = 0;
    this.#size = 2;
  }
}
