import { useEffect } from 'react';

/** What tells whose a key is, of React's events as of the browser's. */
interface Key {
  readonly keyCode: number;
  readonly isComposing?: boolean;
  readonly nativeEvent?: { readonly isComposing: boolean };
}

/** The code of a key that an input method has taken. */
const TAKEN = 229;

/**
 * Does the key belong to an input method, which composes a Chinese, Japanese or Korean word with it? Safari ends the
 * composition before it tells of the Enter or Escape that ended it, and says so by the code only.
 */
const isComposing = ({ keyCode, isComposing: isNow, nativeEvent }: Key): boolean =>
  keyCode === TAKEN || (nativeEvent?.isComposing ?? isNow) === true;

/** A handler of keys that leaves those of input methods alone. A lint rule sees to it that every handler is one. */
export const ownKeys =
  <E extends Key>(handle: (event: E) => void) =>
  (event: E): void => {
    if (!isComposing(event)) handle(event);
  };

/**
 * Keeps the keys of input methods from whatever else listens on the page: the dialogs, menus and lists that are not ours
 * have each a rule of their own, and not all know Safari's. The input method has had the key by then.
 */
export function useKeysOfInputMethods(): void {
  useEffect(() => {
    const keep = (event: KeyboardEvent) => {
      if (!isComposing(event)) return;
      event.stopImmediatePropagation();
      // The Enter that ended a word is no Enter for the form.
      if (event.key === 'Enter' && event.target instanceof HTMLInputElement) event.preventDefault();
    };
    for (const type of KEY_EVENTS) window.addEventListener(type, keep, { capture: true });
    return () => {
      for (const type of KEY_EVENTS) window.removeEventListener(type, keep, { capture: true });
    };
  }, []);
}

const KEY_EVENTS = ['keydown', 'keyup'] as const;
