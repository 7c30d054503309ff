import type { LoggedEntry } from '@/lib/server/log/logged-entry';
import type { Node } from '@/simulation/nodes/node';

interface Said {
  readonly room: string;
  /** Whose browser it was written in. */
  readonly by: string;
  /** What its author had been shown last. */
  readonly seen: string | null;
}

/** Sees what people say and are told, and which nodes hold it. */
export class Witness {
  /** By text: each is said once. */
  readonly said = new Map<string, Said>();
  readonly acknowledged = new Set<string>();
  /** What its author has thrown away, or deleted. */
  readonly deleted = new Set<string>();
  readonly complaints: string[] = [];
  readonly #textOf = new Map<string, string>();
  readonly #holders = new Map<string, Set<Node>>();
  /** How many there are. */
  texts = 0;

  newText(): string {
    this.texts += 1;
    return `m${this.texts}`;
  }

  complain(what: string): void {
    if (!this.complaints.includes(what)) this.complaints.push(what);
  }

  kept(key: string, text: string): void {
    this.#textOf.set(key, text);
  }

  /** A person was told that it is stored. */
  stored(key: string): void {
    const text = this.#textOf.get(key);
    if (text !== undefined) this.acknowledged.add(text);
  }

  delivered(node: Node, entries: readonly LoggedEntry[]): void {
    for (const { id } of entries) this.holds(node, id);
  }

  holds(node: Node, id: string): void {
    const holders = this.#holders.get(id) ?? new Set();
    this.#holders.set(id, holders.add(node));
  }

  /** Of a message by its key: has a node that holds it lived until now? */
  isHeld(id: string): boolean {
    return [...(this.#holders.get(id) ?? [])].some(({ machine }) => machine.state !== 'dead');
  }

  idOf(text: string): string | undefined {
    const key = [...this.#textOf].find(([, of]) => of === text)?.[0];
    return [...this.#holders.keys()].find((id) => key !== undefined && id.endsWith(`:${key}`));
  }
}
