import type { Page } from '@playwright/test';

/**
 * What the pages of a browser complained of: errors on the console, exceptions that nobody caught, and violations of the
 * content security policy, in frames and other tabs as well.
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
    // Comes before the page is opened: what is asked of a browser is done in that order.
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

/** Runs in the page, where a violation that only this event tells of (a report without an error) would be missed. */
function tellViolations(): void {
  document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sourceFile }) => {
    console.error(`securitypolicyviolation: ${effectiveDirective} ${blockedURI} ${sourceFile}`);
  });
}
