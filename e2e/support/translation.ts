import { expect, type Page } from '@playwright/test';

/**
 * In the page: wraps every text, now and from now on, in two elements of its own, as translators in browsers do.
 * @param mark stands before each text, as if it were in another language
 */
function wrapTexts(mark: string): void {
  const skipped = 'script, style, textarea, title, font';
  const wrap = (text: Text) => {
    const parent = text.parentElement;
    if (!parent || parent.closest(skipped) || !text.data.trim()) return;
    const outer = document.createElement('font');
    const inner = document.createElement('font');
    outer.append(inner);
    parent.replaceChild(outer, text);
    inner.textContent = mark + text.data;
  };
  const wrapAll = (root: Node) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const found: Text[] = [];
    while (walker.nextNode()) found.push(walker.currentNode as Text);
    for (const text of found) wrap(text);
  };
  wrapAll(document.body);
  const observer = new MutationObserver((changes) => {
    for (const { addedNodes, target } of changes) {
      for (const node of addedNodes) node instanceof Text ? wrap(node) : wrapAll(node);
      if (target instanceof Text) wrap(target);
    }
  });
  observer.observe(document.body, { childList: true, characterData: true, subtree: true });
}

export const translate = (page: Page, mark = ''): Promise<void> => page.evaluate(wrapTexts, mark);

/** In the page: does what extensions for spelling, passwords and looks do to elements that are not theirs. */
function meddle(): void {
  const decorate = (root: ParentNode) => {
    for (const element of root.querySelectorAll<HTMLElement>('*:not([data-meddled], meddler)')) {
      element.setAttribute('data-meddled', '');
      element.style.setProperty('--meddled', '1');
    }
    for (const field of root.querySelectorAll('textarea, input'))
      if (field.nextElementSibling?.localName !== 'meddler') field.after(document.createElement('meddler'));
  };
  decorate(document.body);
  const observer = new MutationObserver(() => decorate(document.body));
  observer.observe(document.body, { childList: true, subtree: true });
  document.body.append(document.createElement('meddler'));
}

export const letExtensionsMeddle = (page: Page): Promise<void> => page.evaluate(meddle);

/**
 * In the page: returns the text nodes that React inserts and removes beside other nodes. A text that is all its element holds
 * does not count: React keeps no reference to that node.
 */
function looseTexts(): string[] {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const loose: string[] = [];
  while (walker.nextNode()) {
    const text = walker.currentNode as Text;
    const isOfReact = Object.keys(text).some((key) => key.startsWith('__reactFiber$'));
    const parent = text.parentElement;
    // A message's text never changes, and what comes after it is inserted and removed by itself.
    const isMessage = parent?.matches('article p') && parent.firstChild === text;
    if (isOfReact && !isMessage && parent && parent.childNodes.length > 1)
      loose.push(parent.outerHTML.slice(0, 200));
  }
  return loose;
}

export async function hasFirmTexts(page: Page): Promise<void> {
  expect(await page.evaluate(looseTexts)).toEqual([]);
}
