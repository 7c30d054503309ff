import { inParallel } from './in-parallel';
import type { ChatSystem, Participant } from './systems/chat-system';

/** How many come in at the same moment: as many as a node lets in without anybody waiting long. */
const AT_ONCE = 40;

/** People in the room of one system, spread over its nodes. */
export interface Crowd {
  readonly people: readonly Participant[];
  /** Who hears what from now on: `person` counts from 0. */
  listen(listener: CrowdListener): void;
  leave(): void;
}

export type CrowdListener = (person: number, numbers: readonly number[]) => void;

export interface GatherOptions {
  readonly count: number;
  /** Which node a person comes to; all in turn if left out. */
  readonly nodeOf?: (person: number) => number;
  /** Names begin with it; unique among the crowds of a room. */
  readonly called?: string;
  /** Told how many are in. */
  readonly tell?: (doing: string) => void;
}

export async function gather(system: ChatSystem, options: GatherOptions): Promise<Crowd> {
  const { count, nodeOf = (person: number) => person, called = 'Person', tell = () => {} } = options;
  let listener: CrowdListener = () => {};
  let inside = 0;
  const people = await inParallel(count, AT_ONCE, async (person) => {
    const participant = await system.enter({
      node: nodeOf(person),
      name: `${called} ${person + 1}`,
      heard: (numbers) => listener(person, numbers),
    });
    inside += 1;
    tell(`${inside} of ${count} are in`);
    return participant;
  });
  return {
    people,
    listen: (next) => {
      listener = next;
    },
    leave: () => {
      for (const person of people) person.leave();
    },
  };
}
