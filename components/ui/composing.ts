import { useEffect } from 'react';

/** The part of an event that tells whose key it is, for React's events and the browser's. */
interface Key {
  readonly keyCode: number;
  readonly isComposing?: boolean;
  readonly nativeEvent?: { readonly isComposing: boolean };
}

/** The key code that browsers report when an input method has taken the key. */
const TAKEN = 229;

/**
 * Whether the key belongs to an input method that is composing a Chinese, Japanese or Korean word. Safari ends the composition
 * before it reports the Enter or Escape that ended it, and only the code shows it.
 */
const isComposing = ({ keyCode, isComposing: isNow, nativeEvent }: Key): boolean =>
  keyCode === TAKEN || (nativeEvent?.isComposing ?? isNow) === true;

/** Wraps a key handler so that it ignores the keys of input methods. A lint rule makes every handler use it. */
export const ownKeys =
  <E extends Key>(handle: (event: E) => void) =>
  (event: E): void => {
    if (!isComposing(event)) handle(event);
  };

/**
 * Keeps the keys of input methods from other listeners on the page: third-party dialogs, menus and lists have rules of their
 * own, and not all know Safari's. The input method has had the key by then.
 */
export function useKeysOfInputMethods(): void {
  useEffect(() => {
    const keep = (event: KeyboardEvent) => {
      if (!isComposing(event)) return;
      event.stopImmediatePropagation();
      // The Enter that ends a word must not submit the form.
      if (event.key === 'Enter' && event.target instanceof HTMLInputElement) event.preventDefault();
    };
    for (const type of KEY_EVENTS) window.addEventListener(type, keep, { capture: true });
    return () => {
      for (const type of KEY_EVENTS) window.removeEventListener(type, keep, { capture: true });
    };
  }, []);
}

const KEY_EVENTS = ['keydown', 'keyup'] as const;
