import { type Browser, type BrowserContext, type BrowserContextOptions, expect } from '@playwright/test';
import { ClassicPerson } from './classic-person';
import { Person } from './person';
import type { Place } from './place';

/** One test run in a thousand gets the same node this often. */
const OPEN_AWAY_TRIES = 10;

/** Everybody in a test. At its end they all leave, and none of their pages may have complained. */
export class People {
  readonly browser: Browser;
  readonly place: Place;
  readonly #here: (Person | ClassicPerson)[] = [];

  constructor(browser: Browser, place: Place) {
    this.browser = browser;
    this.place = place;
  }

  /** Somebody opens the lobby in a browser of their own. */
  async open(name: string, options: BrowserContextOptions = {}): Promise<Person> {
    const person = await this.arrive(name, options);
    await person.opens(this.place.url);
    return person;
  }

  /** Somebody has a browser and has not opened anything in it yet. */
  async arrive(name: string, options: BrowserContextOptions = {}): Promise<Person> {
    return this.settle(name, await this.browser.newContext(options));
  }

  /** Somebody has a browser that keeps its data in `folder`, even when all of it is closed. */
  async arriveWithProfile(name: string, folder: string): Promise<Person> {
    return this.settle(name, await this.browser.browserType().launchPersistentContext(folder));
  }

  private async settle(name: string, context: BrowserContext): Promise<Person> {
    const person = new Person(name, await context.newPage());
    this.#here.push(person);
    return person;
  }

  /** Two people with their names set, shown to be on different nodes if there are two. */
  async openTwo(first: string, second: string): Promise<[Person, Person]> {
    const one = await this.open(first);
    const two = this.place.cluster ? await this.openAway(second, await one.node()) : await this.open(second);
    for (const person of [one, two]) {
      await person.takesName();
    }
    return [one, two];
  }

  /**
   * Opens until the load balancer chooses a node other than `node`. Requests for pages and scripts take turns, too, so one
   * extra request goes before each attempt: otherwise all attempts could end where the first did. Other tests also take turns,
   * which leaves it to chance.
   */
  private async openAway(name: string, node: string): Promise<Person> {
    for (let attempt = 0; attempt < OPEN_AWAY_TRIES; attempt += 1) {
      const person = await this.open(name);
      if ((await person.node()) !== node) return person;
      await person.leaves();
      await fetch(this.place.url, { method: 'HEAD' });
    }
    throw new Error(`All attempts end up on ${node}.`);
  }

  /** Somebody opens the tutorial's page, on a website of its own. */
  async openClassic(name: string, transports = 'websocket,polling'): Promise<ClassicPerson> {
    const context = await this.browser.newContext();
    const person = new ClassicPerson(name, await context.newPage());
    this.#here.push(person);
    const query = new URLSearchParams({ server: this.place.url, transports });
    await person.page.goto(`${this.place.classicSite.origin}/?${query}`);
    return person;
  }

  async leave(): Promise<void> {
    const complaints = this.#here.flatMap((person) =>
      person.complaints.unexpected().map((complaint) => `${person.name}: ${complaint}`),
    );
    await Promise.all(this.#here.map((person) => person.leaves()));
    await this.place.freeNames();
    expect(complaints, 'what the pages complained of').toEqual([]);
  }
}
