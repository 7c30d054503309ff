import { expect, type Page } from '@playwright/test';
import { Complaints } from './complaints';

/** Somebody in front of the tutorial's page. */
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

  /** The whole line, word for word, and once. */
  async reads(line: string): Promise<void> {
    await expect(this.page.getByRole('listitem').filter({ hasText: exactly(line) })).toHaveCount(1);
  }

  async leaves(): Promise<void> {
    await this.page.context().close();
  }
}

const exactly = (line: string): RegExp => new RegExp(`^${line.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`);
