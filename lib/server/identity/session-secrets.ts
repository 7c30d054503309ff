import { randomBytes } from 'node:crypto';
import type { Logger } from 'pino';
import type { Secret, Secrets } from './secrets';

/** How often a node checks whether the store still has its secrets, and whether another node has brought one. */
const LOOK_EVERY_MS = 1_000;
/** Somebody with forged cookies makes a node look this often at most. */
const LOOK_AGAIN_MS = 100;
/**
 * How long after its start a node assumes that a cookie which nobody here can check, and which is older than the node, can be
 * checked by another node: longer than that node needs to notice that its link to Redis is dead, and to reconnect.
 */
const HELD_ELSEWHERE_MS = 15_000;

/** The first one signs, and each of them proves who somebody is. Those made by nodes are ordered by age. */
export type KnownSecrets = readonly [Secret, ...Secret[]];

/** The secrets by which this node recognizes members. */
export interface SessionSecrets {
  isKnown(): boolean;
  /** Whether cookies signed with another secret than the first are signed anew, because the others will be gone one day. */
  readonly isRotated: boolean;
  /** Returns the known secrets; waits for the first one. */
  known(): Promise<KnownSecrets>;
  /**
   * Returns the secrets known after the store was asked again: they include whatever a node has signed with before this call,
   * unless the store has just lost it. Rejects with `store_unavailable`.
   */
  renewed(): Promise<KnownSecrets>;
  /**
   * Whether a node that this one has not heard of yet may hold the secret that signed this.
   * @param issuedAt milliseconds since 1970
   */
  isHeldElsewhere(issuedAt: number): boolean;
  close(): void;
}

/**
 * The secret in the configuration, which signs, and the previous one, which is valid beside it while nodes switch; no others:
 * an operator who changes the secret wants nobody to be recognized by another.
 */
export function configuredSecrets(value: string, old?: string): SessionSecrets {
  const signing = { value, madeAt: 0 };
  const secrets: KnownSecrets = old === undefined ? [signing] : [signing, { value: old, madeAt: 0 }];
  return {
    isKnown: () => true,
    isRotated: true,
    known: async () => secrets,
    renewed: async () => secrets,
    isHeldElsewhere: () => false,
    close: () => {},
  };
}

export interface SharedSecretsOptions {
  readonly store: Secrets;
  /** Whether there are other nodes that may bring secrets of their own. */
  readonly isShared: boolean;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly logger: Logger;
}

/**
 * The secrets that nodes have made. All nodes hold all of them, and put them back if the store has lost them. A node signs with
 * nothing that the store has not had, and all sign with the oldest, so that whichever histories of the store meet again,
 * everybody recognized by any of them still is.
 */
export class SharedSecrets implements SessionSecrets {
  readonly #options: SharedSecretsOptions;
  readonly #proposal: Secret;
  #secrets: KnownSecrets | undefined;
  #knownSince = Number.POSITIVE_INFINITY;
  #markKnown: () => void = () => {};
  readonly #first = new Promise<void>((resolve) => {
    this.#markKnown = resolve;
  });
  #lastLook: Promise<unknown> = Promise.resolve();
  #nextLook: Promise<KnownSecrets> | undefined;
  readonly #timer: NodeJS.Timeout;
  /** All of them are kept, and nodes may know different ones for a while. */
  readonly isRotated = false;

  constructor(options: SharedSecretsOptions) {
    this.#options = options;
    this.#proposal = { value: randomBytes(32).toString('base64url'), madeAt: options.now() };
    const look = () => void this.renewed().catch(() => {}); // The store's absence is logged elsewhere.
    this.#timer = setInterval(look, LOOK_EVERY_MS);
    this.#timer.unref();
    look();
  }

  isKnown(): boolean {
    return this.#secrets !== undefined;
  }

  async known(): Promise<KnownSecrets> {
    await this.#first;
    return this.#secrets ?? this.renewed();
  }

  renewed(): Promise<KnownSecrets> {
    this.#nextLook ??= this.#lookNext();
    return this.#nextLook;
  }

  isHeldElsewhere(issuedAt: number): boolean {
    const { isShared, now } = this.#options;
    return isShared && issuedAt < this.#knownSince && now() - this.#knownSince < HELD_ELSEWHERE_MS;
  }

  close(): void {
    clearInterval(this.#timer);
  }

  /** Looks after the look under way: a caller may know more now than that one finds. */
  async #lookNext(): Promise<KnownSecrets> {
    await this.#lastLook;
    this.#nextLook = undefined;
    const look = this.#look();
    this.#lastLook = Promise.allSettled([look, new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS))]);
    return look;
  }

  async #look(): Promise<KnownSecrets> {
    const { store, now, logger } = this.#options;
    const before = this.#secrets;
    const [oldest, ...others] = await store.exchange(before ?? [], this.#proposal);
    if (oldest === undefined) throw new Error('the store took no secret');
    this.#secrets = [oldest, ...others];
    if (before === undefined) {
      this.#knownSince = now();
      this.#markKnown();
    } else if (this.#secrets.length > before.length) {
      logger.info(
        { secrets: this.#secrets.length },
        'other nodes had secrets of their own, which are valid too',
      );
    }
    return this.#secrets;
  }
}
