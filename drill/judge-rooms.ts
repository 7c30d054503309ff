import { addVerdicts, FLAWLESS, judge, type Verdict } from './judge';
import type { System } from './system';
import type { Talker } from './talker';
import type { Testimony } from './witness';

/** Compares what all talkers show now with what they were promised, room by room. */
export async function judgeRooms(
  system: System,
  url: string,
  talkers: readonly Talker[],
  { said, seen, acknowledged, released }: Testimony,
): Promise<Verdict> {
  let verdict = FLAWLESS;
  for (const [room, texts] of said) {
    const views = await viewsOf(talkers.filter((talker) => talker.room === room));
    if (!system.hasHistory) forgetAllBut(texts, views);
    const here = new Set([...acknowledged].filter((text) => texts.has(text) && !released.has(text)));
    const fresh = system.hasHistory ? await lookAfresh(system, url, room) : null;
    verdict = addVerdicts(verdict, judge({ said: texts, seen, acknowledged: here, views, fresh }));
  }
  return verdict;
}

async function viewsOf(talkers: readonly Talker[]): Promise<Map<string, readonly string[]>> {
  return new Map(
    await Promise.all(talkers.map(async (talker) => [talker.name, await talker.shown()] as const)),
  );
}

/** Without history, what an earlier round lost stays lost, and was counted there. */
function forgetAllBut(texts: ReadonlySet<string>, views: Map<string, readonly string[]>): void {
  for (const [name, view] of views) {
    views.set(
      name,
      view.filter((text) => texts.has(text)),
    );
  }
}

let newcomers = 0;

/** Returns what a newcomer to the room is shown now. */
async function lookAfresh(system: System, url: string, room: string): Promise<readonly string[]> {
  const nobody = {
    said: () => {},
    acknowledged: () => {},
    delivered: () => {},
    connected: () => {},
    interrupted: () => {},
  };
  newcomers += 1;
  const newcomer = await system.open({ url, room, name: `Newcomer ${newcomers}`, listener: nobody });
  try {
    return await newcomer.shown();
  } finally {
    await newcomer.leave();
  }
}
