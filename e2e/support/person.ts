import { expect, type Locator, type Page } from '@playwright/test';
import { Complaints } from './complaints';

/** A person using our page. */
export class Person {
  readonly name: string;
  readonly page: Page;
  readonly complaints: Complaints;

  constructor(name: string, page: Page) {
    this.name = name;
    this.page = page;
    this.complaints = new Complaints(page);
  }

  get messages(): Locator {
    return this.page.getByRole('log');
  }

  get nameField(): Locator {
    return this.page.getByRole('textbox', { name: 'Username' });
  }

  get messageField(): Locator {
    return this.page.getByRole('textbox', { name: 'Message' });
  }

  get connection(): Locator {
    return this.page.getByLabel('Connection', { exact: true });
  }

  async opens(url: string): Promise<void> {
    await this.page.goto(url);
    await this.isConnected();
  }

  async isConnected(): Promise<void> {
    await expect(this.page.getByText(/^Connected/).first()).toBeAttached();
  }

  async setsName(name: string = this.name): Promise<void> {
    await this.nameField.fill(name);
    await this.page.getByRole('button', { name: 'Set Username' }).click();
  }

  /** Sets a name and waits until it is set: a page that closes before that has none to remember. */
  async takesName(name: string = this.name): Promise<void> {
    await this.setsName(name);
    await this.reads(`Your username has been set to: ${name}`);
  }

  /** A person with a name asks for another. */
  async renames(name: string): Promise<void> {
    await this.page.getByRole('button', { name: /^Change username/ }).click();
    await this.setsName(name);
  }

  /** Types and presses Enter; does not wait for anybody to read it. */
  async says(text: string): Promise<void> {
    await this.messageField.fill(text);
    await this.messageField.press('Enter');
  }

  /** Looks into folded notices, too: others may leave at the same moment. */
  async reads(text: string | RegExp, withinMs = 20_000): Promise<void> {
    const line = this.messages.getByText(text, { exact: true }).last();
    await expect(async () => {
      if (await line.isVisible()) return;
      for (const more of await this.messages.getByRole('button', { name: /^\d+ more$/ }).all())
        await more.click();
      await expect(line).toBeVisible({ timeout: 500 });
    }).toPass({ timeout: withinMs, intervals: [100] });
  }

  async readsOnce(text: string): Promise<void> {
    await this.reads(text);
    await expect(this.messages.getByText(text, { exact: true })).toHaveCount(1);
  }

  /** Waits until the page shows the room. */
  async isIn(title: string): Promise<void> {
    await expect(this.page.getByRole('heading', { level: 1, name: title, exact: true })).toBeVisible();
  }

  async goesTo(title: string): Promise<void> {
    await this.page.getByRole('navigation').getByRole('link', { name: title, exact: true }).click();
    await this.isIn(title);
  }

  async makesRoom(title: string, kind: 'Open' | 'Private' = 'Open'): Promise<void> {
    await this.page.getByRole('button', { name: 'Make a room' }).click();
    const dialog = this.page.getByRole('dialog');
    await dialog.getByText(kind, { exact: true }).click();
    await dialog.getByLabel('Title').fill(title);
    await dialog.getByRole('button', { name: 'Make a room' }).click();
    await this.isIn(title);
  }

  async chooses(option: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Room options' }).click();
    await this.page.getByRole('menuitem', { name: option }).click();
  }

  async copiesInvite(): Promise<string> {
    await this.chooses('Copy invite link');
    await expect(this.page.getByText('The invite link has been copied.')).toBeVisible();
    return this.page.evaluate(() => navigator.clipboard.readText());
  }

  /** The node that the page says it is connected to. */
  async node(): Promise<string> {
    await expect(this.connection).toContainText(/^Connected.*node-\d/);
    return (await this.connection.textContent())?.match(/node-\d/)?.[0] ?? '';
  }

  /** Closes the browser, as far as the room can tell. */
  async leaves(): Promise<void> {
    await this.page.context().close();
  }
}
