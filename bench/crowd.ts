import { inParallel } from './in-parallel';
import type { ChatSystem, Participant } from './systems/chat-system';

/** How many connect at the same moment: as many as a node accepts without anybody waiting long. */
const AT_ONCE = 40;

/** People in the room of one system, spread over its nodes. */
export interface Crowd {
  readonly people: readonly Participant[];
  /** Sets who is told what people hear from now on: `person` counts from 0. */
  listen(listener: CrowdListener): void;
  leave(): void;
}

export type CrowdListener = (person: number, numbers: readonly number[]) => void;

export interface GatherOptions {
  readonly count: number;
  /** Which node a person connects to; all of them in turn by default. */
  readonly nodeOf?: (person: number) => number;
  /** A prefix for names, unique among the crowds of a room. */
  readonly called?: string;
  /** Called with how many are in. */
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
