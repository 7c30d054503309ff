import type { Page } from '@playwright/test';

/**
 * What the pages of a browser complained of: errors on the console, uncaught exceptions, and violations of the content security
 * policy, in frames and other tabs as well.
 */
export class Complaints {
  readonly #heard: string[] = [];
  readonly #expected: RegExp[] = [];

  constructor(page: Page) {
    const context = page.context();
    context.on('console', (message) => {
      if (message.type() === 'error') this.#heard.push(`${message.text()} (${message.location().url})`);
    });
    context.on('weberror', (event) => this.#heard.push(event.error().stack ?? event.error().message));
    // Takes effect before the page opens: a browser carries out requests in order.
    void context.addInitScript(tellViolations);
  }

  /** For a test that breaks something on purpose. */
  expect(words: RegExp): void {
    this.#expected.push(words);
  }

  unexpected(): string[] {
    return this.#heard.filter((complaint) => !this.#expected.some((words) => words.test(complaint)));
  }
}

/** Runs in the page: some violations (a report without an error) show only in this event. */
function tellViolations(): void {
  document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sourceFile }) => {
    console.error(`securitypolicyviolation: ${effectiveDirective} ${blockedURI} ${sourceFile}`);
  });
}
