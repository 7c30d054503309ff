import { expect, type Page } from '@playwright/test';
import { Complaints } from './complaints';

/**
 * If a page closes between two of its polls, the node notices only by its silence, PING_INTERVAL_MS and PING_TIMEOUT_MS later:
 * 30 s.
 */
export const SILENCE_MS = 35_000;

/** A person using the tutorial's page. */
export class ClassicPerson {
  readonly name: string;
  readonly page: Page;
  readonly complaints: Complaints;

  constructor(name: string, page: Page) {
    this.name = name;
    this.page = page;
    this.complaints = new Complaints(page);
  }

  async setsName(name: string = this.name): Promise<void> {
    await this.page.getByPlaceholder('Enter a username').fill(name);
    await this.page.getByRole('button', { name: 'Set Username' }).click();
  }

  async says(text: string): Promise<void> {
    await this.page.getByPlaceholder('Enter a message...').fill(text);
    await this.page.getByRole('button', { name: 'Send' }).click();
  }

  /** Waits for the whole line, word for word, to appear exactly once. */
  async reads(line: string, withinMs = 20_000): Promise<void> {
    const lines = this.page.getByRole('listitem').filter({ hasText: exactly(line) });
    await expect(lines).toHaveCount(1, { timeout: withinMs });
  }

  async leaves(): Promise<void> {
    await this.page.context().close();
  }
}

const exactly = (line: string): RegExp => new RegExp(`^${line.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`);
