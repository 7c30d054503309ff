import type { Direction } from '@/simulation/network/link';
import type { Refusal } from '@/simulation/store/model-server';

/** Whose way to the others it is: a page's to the nodes, a node's to the pages, a node's to the store. */
export type Where = { readonly person: number } | { readonly node: number } | { readonly store: number };

/** What somebody does, or what befalls something. Where there is no such person or node then, it does nothing. */
export type PlannedEvent =
  | { readonly do: 'write'; readonly person: number; readonly room: number }
  | { readonly do: 'delete' | 'rename' | 'open' | 'close' | 'crash' | 'reload'; readonly person: number }
  | { readonly do: 'look'; readonly person: number; readonly room: number }
  /** What a moderator does to somebody in the lobby. */
  | { readonly do: 'mute'; readonly person: number; readonly ms: number }
  | { readonly do: 'unmute' | 'remove'; readonly person: number }
  | { readonly do: 'sleep' | 'hide' | 'offline'; readonly person: number; readonly ms: number }
  | {
      readonly do: 'silence';
      readonly where: Where;
      readonly ways: readonly Direction[];
      readonly ms: number;
    }
  | { readonly do: 'slow'; readonly where: Where; readonly delayMs: number; readonly ms: number }
  | { readonly do: 'lose'; readonly where: Where; readonly ways: readonly Direction[] }
  | { readonly do: 'reset'; readonly where: Where }
  | { readonly do: 'die' | 'freeze' | 'restart'; readonly node: number; readonly ms: number }
  | { readonly do: 'jump'; readonly where: Where; readonly ms: number }
  | StoreEvent;

const LOSSES: ReadonlySet<PlannedEvent['do']> = new Set([
  'flush',
  'bringBack',
  'restartStore',
  'restartAsOf',
  'failOver',
]);

export const losesData = (event: PlannedEvent): boolean => LOSSES.has(event.do);

export const losesSomething = ({ steps }: Plan): boolean => steps.some(losesData);

const RETURNS: ReadonlySet<PlannedEvent['do']> = new Set([...LOSSES, 'die', 'restart']);

/** A node may be back under its name, or the store as it was, and know people there who have left. */
export const mayReturn = ({ steps }: Plan): boolean => steps.some((step) => RETURNS.has(step.do));

/** A node that starts when no other runs may find none in the store, and those who come are strangers to it. */
export const mayHaveLostSecret = (plan: Plan): boolean =>
  losesSomething(plan) && plan.steps.some((step) => step.do === 'die' || step.do === 'restart');

const OF_MODERATORS: ReadonlySet<PlannedEvent['do']> = new Set(['mute', 'unmute', 'remove']);

export const isModerated = ({ steps }: Plan): boolean => steps.some((step) => OF_MODERATORS.has(step.do));

/** What befalls the store. */
export type StoreEvent =
  /** Everything is gone, and nobody is told; who listened is not heard of any more; it is copied. */
  | { readonly do: 'flush' | 'forgetListeners' | 'cutListeners' | 'copy' | 'bringBack' }
  /** Dies and is there again, without its newest writes. */
  | { readonly do: 'restartStore' | 'failOver'; readonly lose: number }
  | { readonly do: 'restartAsOf'; readonly agoMs: number }
  | { readonly do: 'storeAway' | 'storePause'; readonly ms: number }
  | { readonly do: 'refuse'; readonly why: Refusal; readonly ms: number }
  | { readonly do: 'answerNothing' | 'losePublications'; readonly count: number };

export type Step = { readonly at: number } & PlannedEvent;

/** All that is decided before the world begins. */
export interface Plan {
  readonly seed: number;
  readonly nodes: number;
  readonly people: number;
  readonly rooms: number;
  /** How long it goes on before all is calm. */
  readonly busyMs: number;
  /** Is a program of the tutorial there as well? */
  readonly isClassic?: boolean;
  readonly steps: readonly Step[];
}
