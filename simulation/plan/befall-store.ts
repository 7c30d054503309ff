import type { World } from '@/simulation/world/world';
import type { StoreEvent } from './plan';

type Befalls = {
  readonly [Kind in StoreEvent['do']]: (world: World, event: StoreEvent & { readonly do: Kind }) => void;
};

const BEFALLS: Befalls = {
  flush: ({ store }) => store.model.flush(),
  forgetListeners: ({ store }) => store.model.forgetSubscriptions(),
  cutListeners: ({ store }) => store.model.cutSubscribers(),
  copy: ({ store }) => store.copy(),
  bringBack: ({ store }) => store.bringBack(),
  restartStore: ({ store }, { lose }) => store.model.restart({ lose }),
  failOver: ({ store }, { lose }) => store.model.failOver({ lose }),
  restartAsOf: ({ store }, { agoMs }) => store.model.restartAsOf(store.now() - agoMs),
  storeAway: (world, { ms }) => {
    const { model } = world.store;
    model.stop();
    const start = () => {
      if (model.gate.isAway) model.start();
      world.store.noteTrouble();
    };
    world.later(ms, start);
  },
  storePause: (world, { ms }) => {
    world.store.pause();
    world.later(ms, () => world.store.resume());
  },
  refuse: (world, { why, ms }) => {
    world.store.model.refuse(why);
    const accept = () => {
      world.store.model.refuse(undefined);
      world.store.noteTrouble();
    };
    world.later(ms, accept);
  },
  answerNothing: ({ store }, { count }) => store.model.answerNothing(count),
  losePublications: ({ store }, { count }) => store.model.losePublications(count),
};

const RESTARTS: ReadonlySet<StoreEvent['do']> = new Set([
  'bringBack',
  'restartStore',
  'failOver',
  'restartAsOf',
  'storeAway',
]);

export function befallStore(world: World, event: StoreEvent): void {
  world.note('redis', () => JSON.stringify({ ...event, at: undefined }));
  (BEFALLS[event.do] as (world: World, event: StoreEvent) => void)(world, event);
  if (RESTARTS.has(event.do)) world.store.restarted();
  world.store.noteTrouble();
}
