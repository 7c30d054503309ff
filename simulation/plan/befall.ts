import type { Link } from '@/simulation/network/link';
import { pageOf } from '@/simulation/people/person';
import type { Machine } from '@/simulation/world/machine';
import type { World } from '@/simulation/world/world';
import type { Deed, Where } from './plan';

type OfNode = Extract<Deed, { node: number }>;
type OfWay = Extract<Deed, { where: Where }>;

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
  readonly deed: D;
}

type Ways = {
  readonly [Kind in OfWay['do']]: (befallen: Befallen<OfWay & { readonly do: Kind }>) => void;
};

const WAYS: Ways = {
  silence: ({ world, link, deed }) => {
    for (const way of deed.ways) link.hold(way);
    world.later(deed.ms, () => {
      for (const way of deed.ways) link.release(way);
    });
  },
  slow: ({ world, link, deed }) => {
    link.delayMs += deed.delayMs;
    world.later(deed.ms, () => {
      link.delayMs = Math.max(link.bestDelayMs, link.delayMs - deed.delayMs);
    });
  },
  lose: ({ link, deed }) => {
    for (const way of deed.ways) link.lose(way);
  },
  reset: ({ link }) => link.reset(),
  jump: ({ world, deed }) => {
    const machine = machineOf(world, deed.where);
    if (machine !== undefined) machine.skewMs += deed.ms;
  },
};

export function befallWay(world: World, deed: OfWay): void {
  const link = linkOf(world, deed.where);
  if (link === undefined) return;
  world.note(link.name, () => saying(deed));
  (WAYS[deed.do] as (befallen: Befallen<OfWay>) => void)({ world, link, deed });
}

function saying(deed: OfWay): string {
  const ways = 'ways' in deed ? ` ${deed.ways.join(' and ')}` : '';
  const delay = 'delayMs' in deed ? ` by ${deed.delayMs} ms` : '';
  const time = 'ms' in deed ? ` for ${deed.ms} ms` : '';
  return `${deed.do}${ways}${delay}${time}`;
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
