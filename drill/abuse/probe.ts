import { Client } from '../attacks/client';
import type { Wait } from '../witness';

const ASK_EVERY_MS = 50;
/** Asking on and on while nothing is answered would look like a flood. */
const WAITING_MAX = 40;
/** From a block reserved for documentation, and no attacker's. */
const ADDRESS = '192.0.2.1';

/** Somebody at each node who keeps asking whether it is there. */
export interface Probe {
  /** Since it was opened; a ping that is not answered yet has taken as long as until now. */
  pings(): readonly Wait[];
  letGo(): number;
  close(): void;
}

/** @param now milliseconds since the drill began */
export async function openProbe(
  nodes: readonly { readonly url: string }[],
  now: () => number,
): Promise<Probe> {
  const clients = await Promise.all(nodes.map(({ url }) => openQuiet(url)));
  const answered: Wait[] = [];
  const waiting = new Set<number>();
  const ask = async (client: Client) => {
    if (waiting.size >= WAITING_MAX) return;
    const at = now();
    const start = performance.now();
    waiting.add(start);
    const answer = await client.ask('node:ping', {});
    waiting.delete(start);
    if (answer !== null) answered.push({ at, ms: performance.now() - start });
  };
  const timer = setInterval(() => {
    for (const client of clients) void ask(client);
  }, ASK_EVERY_MS);
  return {
    pings: () => {
      const late = [...waiting].map((start) => performance.now() - start);
      return [...answered, ...late.map((ms) => ({ at: now() - ms, ms }))];
    },
    letGo: () => clients.filter(({ wasLetGo }) => wasLetGo).length,
    close: () => {
      clearInterval(timer);
      for (const client of clients) client.close();
    },
  };
}

async function openQuiet(url: string): Promise<Client> {
  const client = await Client.open(url, ADDRESS);
  if (client === null || !(await client.enter('Somebody quiet'))) {
    throw new Error(`${url} does not accept a client that only pings.`);
  }
  return client;
}
