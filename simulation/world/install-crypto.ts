import { Buffer } from 'node:buffer';
import type nodeCrypto from 'node:crypto';

type Bytes = (length: number) => Uint8Array;

interface HmacKey {
  readonly secret: Uint8Array;
  readonly type: 'secret';
  readonly extractable: false;
  readonly usages: readonly string[];
  readonly algorithm: { readonly name: 'HMAC'; readonly hash: { readonly name: 'SHA-256' }; length: number };
  readonly [Symbol.toStringTag]: 'CryptoKey';
}

/**
 * Ids and secrets come from the seed; and what signs tokens, which the browsers' interface does on other threads, is done
 * at once: those threads keep no virtual time.
 */
export function installCrypto(crypto: typeof nodeCrypto, bytes: Bytes): void {
  const { createHmac, timingSafeEqual } = crypto;
  const randomUUID = () => uuidOf(bytes(16));
  const randomBytes = (length: number) => Buffer.from(bytes(length));
  Object.assign(crypto, { randomUUID, randomBytes });
  const hmac = ({ secret }: HmacKey, data: Uint8Array) =>
    new Uint8Array(createHmac('sha256', secret).update(data).digest());
  const subtle = {
    importKey: async (
      _format: string,
      secret: Uint8Array,
      _algorithm: unknown,
      _: boolean,
      usages: string[],
    ) => keyOf(secret, usages),
    sign: async (_algorithm: unknown, key: HmacKey, data: Uint8Array) => hmac(key, data).buffer,
    verify: async (_algorithm: unknown, key: HmacKey, signature: Uint8Array, data: Uint8Array) => {
      const expected = hmac(key, data);
      return expected.length === signature.length && timingSafeEqual(expected, signature);
    },
  };
  const getRandomValues = <T extends Uint8Array>(target: T): T => {
    target.set(bytes(target.length));
    return target;
  };
  Object.defineProperty(globalThis, 'crypto', {
    value: { subtle, randomUUID, getRandomValues },
    configurable: true,
  });
}

const keyOf = (secret: Uint8Array, usages: readonly string[]): HmacKey => ({
  secret,
  type: 'secret',
  extractable: false,
  usages,
  algorithm: { name: 'HMAC', hash: { name: 'SHA-256' }, length: secret.length * 8 },
  [Symbol.toStringTag]: 'CryptoKey',
});

function uuidOf(bytes: Uint8Array): `${string}-${string}-${string}-${string}-${string}` {
  const hex = Buffer.from(bytes).toString('hex');
  const parts = [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`];
  return `${parts.join('-')}-${hex.slice(20)}` as `${string}-${string}-${string}-${string}-${string}`;
}
