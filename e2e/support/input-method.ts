import type { CDPSession, Locator, Page } from '@playwright/test';

/** The key code that browsers report when an input method has taken the key. */
const TAKEN = 229;

/** An input method at the keyboard: composes a word in the focused field. */
export class InputMethod {
  readonly #browser: CDPSession;

  private constructor(browser: CDPSession) {
    this.#browser = browser;
  }

  static async at(page: Page): Promise<InputMethod> {
    return new InputMethod(await page.context().newCDPSession(page));
  }

  async composes(text: string): Promise<void> {
    const { length } = text;
    await this.#browser.send('Input.imeSetComposition', {
      text,
      selectionStart: length,
      selectionEnd: length,
    });
  }

  /** A key that goes to the input method. */
  async presses(key: 'Enter' | 'Escape' | 'ArrowDown' | 'Tab' | 'Home'): Promise<void> {
    for (const type of ['rawKeyDown', 'keyUp'] as const)
      await this.#browser.send('Input.dispatchKeyEvent', {
        type,
        key,
        code: key,
        windowsVirtualKeyCode: TAKEN,
      });
  }

  async commits(text: string): Promise<void> {
    await this.#browser.send('Input.insertText', { text });
  }
}

/** The key that ended a word, as Safari reports it: after the composition, and only by its code. */
export async function pressesAsSafari(
  field: Locator,
  key: string,
  more: { ctrlKey?: boolean } = {},
): Promise<void> {
  const given = { key, code: key, keyCode: TAKEN, bubbles: true, cancelable: true, ...more };
  await field.evaluate((element: Element, init: typeof given) => {
    for (const type of ['keydown', 'keyup']) element.dispatchEvent(new KeyboardEvent(type, init));
  }, given);
}
