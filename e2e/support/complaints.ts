import type { Page } from '@playwright/test';

/**
 * What a page complained of: errors on its console (a violated content security policy is one) and exceptions that
 * nobody caught.
 */
export class Complaints {
  readonly #heard: string[] = [];
  readonly #expected: RegExp[] = [];

  constructor(page: Page) {
    page.on('console', (message) => {
      if (message.type() === 'error') this.#heard.push(`${message.text()} (${message.location().url})`);
    });
    page.on('pageerror', (error) => this.#heard.push(error.stack ?? error.message));
  }

  /** For a test that breaks something on purpose. */
  expect(words: RegExp): void {
    this.#expected.push(words);
  }

  unexpected(): string[] {
    return this.#heard.filter((complaint) => !this.#expected.some((words) => words.test(complaint)));
  }
}
