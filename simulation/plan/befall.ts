import type { Link } from '@/simulation/network/link';
import { pageOf } from '@/simulation/people/person';
import type { Machine } from '@/simulation/world/machine';
import type { World } from '@/simulation/world/world';
import type { PlannedEvent, Where } from './plan';

type OfNode = Extract<PlannedEvent, { node: number }>;
type OfWay = Extract<PlannedEvent, { where: Where }>;

export function befallNode(world: World, { do: kind, node: index, ms }: OfNode): void {
  const place = world.places[index];
  if (place?.node == null) return;
  if (kind === 'die') {
    world.killNode(place);
    world.later(ms, () => world.startNode(place));
  } else if (kind === 'restart') {
    world.restartNode(place, ms);
  } else {
    const { machine } = place.node;
    world.note(place.name, () => `freezes for ${ms} ms`);
    world.scheduler.freeze(machine);
    world.later(ms, () => world.thaw(machine));
  }
}

interface Befallen<D extends OfWay> {
  readonly world: World;
  readonly link: Link;
  readonly event: D;
}

type Ways = {
  readonly [Kind in OfWay['do']]: (befallen: Befallen<OfWay & { readonly do: Kind }>) => void;
};

const WAYS: Ways = {
  silence: ({ world, link, event }) => {
    for (const way of event.ways) link.hold(way);
    world.later(event.ms, () => {
      for (const way of event.ways) link.release(way);
    });
  },
  slow: ({ world, link, event }) => {
    link.delayMs += event.delayMs;
    world.later(event.ms, () => {
      link.delayMs = Math.max(link.bestDelayMs, link.delayMs - event.delayMs);
    });
  },
  lose: ({ link, event }) => {
    for (const way of event.ways) link.lose(way);
  },
  reset: ({ link }) => link.reset(),
  jump: ({ world, event }) => {
    const machine = machineOf(world, event.where);
    if (machine !== undefined) machine.skewMs += event.ms;
  },
};

export function befallWay(world: World, event: OfWay): void {
  const link = linkOf(world, event.where);
  if (link === undefined) return;
  world.note(link.name, () => saying(event));
  (WAYS[event.do] as (befallen: Befallen<OfWay>) => void)({ world, link, event });
}

function saying(event: OfWay): string {
  const ways = 'ways' in event ? ` ${event.ways.join(' and ')}` : '';
  const delay = 'delayMs' in event ? ` by ${event.delayMs} ms` : '';
  const time = 'ms' in event ? ` for ${event.ms} ms` : '';
  return `${event.do}${ways}${delay}${time}`;
}

function machineOf(world: World, where: Where): Machine | undefined {
  if ('store' in where) return world.store.machine;
  if ('node' in where) return world.places[where.node]?.node?.machine;
  const person = world.people[where.person];
  return person === undefined ? undefined : pageOf(person)?.machine;
}

function linkOf(world: World, where: Where): Link | undefined {
  if ('store' in where) return world.places[where.store]?.storeLink;
  if ('node' in where) return world.places[where.node]?.link;
  const person = world.people[where.person];
  return person === undefined ? undefined : pageOf(person)?.link;
}
