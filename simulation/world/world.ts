import { Balancer } from '@/simulation/network/balancer';
import { Link } from '@/simulation/network/link';
import { createNode } from '@/simulation/nodes/create-node';
import type { Place } from '@/simulation/nodes/place';
import { SharedStore } from '@/simulation/nodes/shared-store';
import { Witness } from '@/simulation/oracle/witness';
import { Browser } from '@/simulation/people/browser';
import { ClassicClient } from '@/simulation/people/classic-client';
import { openPage } from '@/simulation/people/open-page';
import type { Page } from '@/simulation/people/page';
import type { Person } from '@/simulation/people/person';
import { isModerated, type Plan } from '@/simulation/plan/plan';
import { Trace } from '@/simulation/trace/trace';
import { liveIn } from './install-time';
import { Machine } from './machine';
import { Scheduler } from './scheduler';

/** How long it takes from everybody to a node, and from there to the store. */
const NODE_DELAY_MS = 1;
const STORE_DELAY_MS = 0.5;

/** Everything that there is in one run. */
export class World {
  readonly plan: Plan;
  readonly scheduler: Scheduler;
  readonly trace: Trace;
  readonly witness = new Witness();
  readonly store: SharedStore;
  readonly places: readonly Place[];
  readonly people: readonly Person[];
  /** The last of them, who moderates; `null` where nobody does. */
  readonly warden: Person | null;
  readonly classic: ClassicClient | null;
  /** Pages of those who come to look. */
  readonly strangers: Page[] = [];
  #machines = 0;

  constructor(plan: Plan, isTraced: boolean) {
    this.plan = plan;
    this.trace = new Trace(isTraced);
    this.scheduler = new Scheduler(String(plan.seed), (machine, error) =>
      this.witness.complain(`${machine.name} threw: ${String((error as Error)?.stack ?? error)}`),
    );
    liveIn(this.scheduler);
    this.store = new SharedStore(this.scheduler, String(plan.seed));
    this.places = Array.from({ length: plan.nodes }, (_, index) => ({
      name: `node-${index + 1}`,
      link: new Link(`node-${index + 1}`, NODE_DELAY_MS),
      node: null,
      connections: new Set(),
      storeLink: new Link(`node-${index + 1}/redis`, STORE_DELAY_MS),
      runs: 0,
    }));
    const people = Array.from({ length: plan.people }, (_, index) =>
      personNamed(NAMES[index] ?? `Person ${index}`, index),
    );
    this.warden = isModerated(plan) ? personNamed('Warden', plan.people) : null;
    this.classic = plan.isClassic === true ? this.#classicClient() : null;
    this.people = this.warden === null ? people : [...people, this.warden];
  }

  #classicClient(): ClassicClient {
    const balancer = new Balancer(this.scheduler, this.places);
    const world = {
      scheduler: this.scheduler,
      balance: () => balancer.balance(),
      noted: (from: string, to: string, what: () => string) =>
        this.trace.note(this.scheduler.now, from, to, what),
    };
    return new ClassicClient(world, this.machine('Old'));
  }

  readonly note = (where: string, what: () => string): void => {
    this.trace.note(this.scheduler.now, where, where, what);
  };

  machine(name: string): Machine {
    this.#machines += 1;
    return new Machine(name, `${this.plan.seed}/${this.#machines}`);
  }

  /** Runs it on a machine, once that gets to it. */
  on(machine: Machine, run: () => void): void {
    this.scheduler.after(0, run, { machine });
  }

  startNode(place: Place): void {
    if (place.node !== null) return;
    place.runs += 1;
    const node = createNode(this, place);
    place.node = node;
    this.note(place.name, () => 'starts');
    this.on(node.machine, () => void node.start());
  }

  /** At once, and with all that it had not yet said. */
  killNode(place: Place): void {
    const { node } = place;
    if (node === null) return;
    this.note(place.name, () => 'dies');
    this.scheduler.kill(node.machine);
    place.node = null;
    for (const connection of place.connections) connection.close('node');
    place.connections.clear();
    this.store.ended(`${place.name}.${place.runs}`);
  }

  /** A tab, which is there as soon as its machine gets to it. */
  openPage(person: Person, opened: (page: Page) => void = () => {}): void {
    person.opened += 1;
    const name = person.opened === 1 ? person.name : `${person.name}.${person.opened}`;
    openPage(this, person.browser, this.machine(name), opened);
  }

  /** As a supervisor does: SIGTERM, and a new one some time after its end. */
  restartNode(place: Place, afterMs: number): void {
    const { node } = place;
    if (node === null) return;
    this.note(place.name, () => 'is told to end');
    node.isToEnd = true;
    this.on(node.machine, () => {
      void node.drain().then(() => {
        if (place.node !== node) return;
        this.killNode(place);
        this.later(afterMs, () => this.startNode(place));
      });
    });
  }

  /** What the world does by itself. */
  later(ms: number, run: () => void): void {
    this.scheduler.after(ms, run, { machine: this.scheduler.world });
  }

  thaw(machine: Machine): void {
    if (machine.state === 'frozen') this.note(machine.name, () => 'goes on');
    for (const { node } of this.places) if (node?.machine === machine) node.runsSince = this.scheduler.now;
    this.scheduler.thaw(machine);
  }

  /** The browser says so to its pages. */
  wake(page: Page): void {
    if (page.machine.state !== 'frozen') return;
    this.thaw(page.machine);
    page.soon(() => page.changed());
  }

  show(page: Page): void {
    page.soon(() => {
      page.isVisible = true;
      page.changed();
    });
  }

  /** The browser knows, and breaks its connections. */
  cutOff(page: Page, ms: number): void {
    page.isOnline = false;
    page.link.reset();
    page.changed();
    this.later(ms, () => this.online(page));
  }

  online(page: Page): void {
    page.soon(() => {
      page.isOnline = true;
      page.changed();
    });
  }

  /** The tab is gone without a word; the system closes what it had open. */
  crash(page: Page): void {
    page.link.reset();
    page.end();
  }

  /** Of what is on its way now, how much later than at best some may arrive. */
  get lateMs(): number {
    const latest = (links: readonly Link[]) =>
      Math.max(0, ...links.map(({ delayMs, bestDelayMs }) => delayMs - bestDelayMs));
    const ways = [
      this.pages.map(({ link }) => link),
      this.places.map(({ link }) => link),
      this.places.map(({ storeLink }) => storeLink),
    ];
    return ways.map(latest).reduce((sum, ms) => sum + ms, 0);
  }

  /** From now on nothing befalls anybody, and all that runs runs well. */
  calm(): void {
    this.note('world', () => 'is calm from now on');
    this.store.heal();
    for (const place of this.places) {
      // One that is about to end is not waited for.
      if (place.node?.isToEnd === true) this.killNode(place);
      if (place.node !== null) this.thaw(place.node.machine);
      this.startNode(place);
      heal(place.link);
      heal(place.storeLink);
    }
    if (this.classic !== null) heal(this.classic.link);
    for (const page of this.pages) {
      heal(page.link);
      this.wake(page);
      if (!page.isVisible) this.show(page);
      if (!page.isOnline) this.online(page);
    }
  }

  /** Those that are open. */
  get pages(): readonly Page[] {
    return this.people.flatMap(({ browser }) => [...browser.pages]);
  }
}

const personNamed = (name: string, index: number): Person => ({
  name,
  browser: new Browser<Page>(`10.0.0.${index + 1}`),
  names: 0,
  opened: 0,
});

function heal(link: Link): void {
  link.delayMs = link.bestDelayMs;
  for (const way of ['up', 'down'] as const) link.release(way);
}

const NAMES = ['Ada', 'Ben', 'Cleo', 'Dan', 'Eve', 'Finn', 'Gus', 'Hana', 'Ivo', 'Jana', 'Kai', 'Lea'];
