import { type Browser, expect, test } from '@playwright/test';
import { type ProxyForTests, startProxyForTests } from '@/lib/server/testing/proxy-for-tests';
import { UNLIMITED } from '@/lib/server/testing/unlimited-for-tests';
import { askRedis } from '../../scripts/cluster/ask-redis';
import { freePort } from '../../scripts/cluster/free-port';
import { type Cluster, startCluster } from '../../scripts/cluster/start-cluster';
import { startNode } from '../../scripts/cluster/start-node';
import { watchAbsences } from '../support/absences';
import { Person } from '../support/person';

const CUT_OFF = 'node-1';
const NAMES = ['Ada', 'Ben', 'Cleo', 'Dora', 'Emil', 'Fay', 'Gus', 'Hal'];

/** Two nodes; the first reaches Redis through a proxy. */
class Place {
  cluster!: Cluster;
  proxy!: ProxyForTests;
  readonly people: Person[] = [];

  async start(): Promise<void> {
    this.cluster = await startCluster({
      port: await freePort(),
      nodePorts: [await freePort(), await freePort()],
      env: { ...UNLIMITED, LOG_LEVEL: 'error' },
      startNode: async (options) => {
        if (options.id !== CUT_OFF || !('redisUrl' in options.store)) return startNode(options);
        this.proxy = await startProxyForTests(Number(new URL(options.store.redisUrl).port));
        return startNode({ ...options, store: { redisUrl: `redis://127.0.0.1:${this.proxy.port}` } });
      },
    });
  }

  get redisPort(): number {
    return Number(new URL(this.cluster.redis?.url ?? '').port);
  }

  /** Opens pages until each node has some; returns those at the first node and one at the other. */
  async fill(browser: Browser): Promise<{ here: Person[]; witness: Person }> {
    const nodes = new Map<Person, string>();
    for (const name of NAMES) {
      const person = new Person(name, await (await browser.newContext()).newPage());
      this.people.push(person);
      await person.opens(this.cluster.url);
      await person.takesName();
      nodes.set(person, await person.node());
      if (new Set(nodes.values()).size === 2 && nodes.size >= 4) break;
    }
    const here = this.people.filter((person) => nodes.get(person) === CUT_OFF);
    const witness = this.people.find((person) => nodes.get(person) !== CUT_OFF);
    if (here.length === 0 || witness === undefined) throw new Error('All pages are at one node.');
    return { here, witness };
  }

  async stop(): Promise<void> {
    for (const person of this.people.splice(0)) await person.leaves();
    this.proxy.close();
    await this.cluster.stop();
  }
}

const place = new Place();
test.beforeEach(() => place.start());
test.afterEach(() => place.stop());

test('[A6] a node that alone is cut off from Redis loses its pages to the other, and nobody is seen to leave', async ({
  browser,
}) => {
  const { here, witness } = await place.fill(browser);
  const [first] = here;
  if (first === undefined) throw new Error('Nobody is at the first node.');
  for (const { name } of here)
    await expect(witness.page.getByRole('region', { name: 'People' })).toContainText(name);
  const absences = await watchAbsences(witness.page, first.name);
  const mend = place.proxy.cut();
  for (const person of here) await expect(person.connection).toContainText('Connected · node-2');
  await first.says('Here I am.');
  await witness.readsOnce('Here I am.');
  // The other nodes have taken this one for dead and cleaned up after it.
  await expect.poll(() => askRedis(place.redisPort, 'ZCARD concord:nodes')).toContain(':1\r\n');
  await witness.says('And nobody left.');
  for (const person of here) await person.readsOnce('And nobody left.');
  await expect(witness.messages.getByText(/has left/)).toHaveCount(0);
  expect(await absences()).toEqual([]);
  mend();
});

test('[A6] while Redis is away for everybody nobody moves back and forth, and all go on where they are', async ({
  browser,
}) => {
  const { here, witness } = await place.fill(browser);
  const people = [...here, witness];
  const nodes = await Promise.all(people.map((person) => person.node()));
  const questions = people.map(() => 0);
  let sockets = 0;
  people.forEach(({ page }, index) => {
    page.on('request', (request) => {
      if (request.url().endsWith('/healthz/store')) questions[index] = (questions[index] ?? 0) + 1;
    });
    page.on('websocket', () => {
      sockets += 1;
    });
  });
  place.cluster.redis?.process.kill('SIGSTOP');
  // Two rounds of questions each.
  await expect.poll(() => Math.min(...questions), { timeout: 60_000 }).toBeGreaterThanOrEqual(6);
  place.cluster.redis?.process.kill('SIGCONT');
  await here[0]?.says('Back.');
  for (const person of people) await person.readsOnce('Back.');
  // On a busy machine a page may doubt its node once; pages that moved about would open connections in each round.
  expect(sockets).toBeLessThan(people.length);
  expect(await Promise.all(people.map((person) => person.node()))).toEqual(nodes);
});
