import { type KeyboardEvent, type RefObject, useMemo, useState } from 'react';
import { mentionBeing, namesLike } from '@/lib/chat/mentions';
import { useNames } from './use-names';

const OFFERED = 6;

interface Completion {
  /** Names that what is typed could become; none where nobody is being mentioned. */
  readonly names: readonly string[];
  /** The one that Enter takes. */
  readonly active: number;
  /** Is it a key for choosing a name? Then it is done, and nobody else's. */
  onKey(event: KeyboardEvent): boolean;
  /** The caret is somewhere else, or the text is another. */
  onCaret(): void;
  choose(name: string): void;
}

interface CompletionOptions {
  readonly field: RefObject<HTMLTextAreaElement | null>;
  readonly text: string;
  readonly setText: (text: string) => void;
}

/** Completes the name behind an `@` in front of the caret. */
export function useMentionCompletion({ field, text, setText }: CompletionOptions): Completion {
  const everybody = useNames();
  const [caret, setCaret] = useState(0);
  const [active, setActive] = useState(0);
  /** Where the `@` stands that the person wants no name for. */
  const [dismissed, setDismissed] = useState<number | null>(null);
  const being = mentionBeing(text, caret);
  const typed = being === null || being.at === dismissed ? null : being.typed;
  const names = useMemo(
    () => (typed === null ? [] : namesLike(everybody, typed, OFFERED)),
    [everybody, typed],
  );

  const choose = (name: string) => {
    if (being === null) return;
    const end = being.at + name.length + 2;
    setText(`${text.slice(0, being.at)}@${name} ${text.slice(caret)}`);
    setCaret(end);
    setDismissed(being.at);
    requestAnimationFrame(() => field.current?.setSelectionRange(end, end));
  };

  const move = (by: number) => setActive((active + by + names.length) % names.length);

  /** Answers whether the key is one for choosing. */
  const act = (key: string): boolean => {
    if (key === 'ArrowDown') move(1);
    else if (key === 'ArrowUp') move(-1);
    else if (key === 'Enter' || key === 'Tab') choose(names[active] ?? '');
    else if (key === 'Escape') setDismissed(being?.at ?? null);
    else return false;
    return true;
  };

  return {
    names,
    active,
    choose,
    onKey: (event) => {
      if (names.length === 0 || event.shiftKey) return false;
      const isDone = act(event.key);
      if (isDone) event.preventDefault();
      return isDone;
    },
    onCaret: () => {
      const { value = '', selectionStart: at = 0 } = field.current ?? {};
      setCaret(at);
      setActive(0);
      if (mentionBeing(value, at) === null) setDismissed(null);
    },
  };
}
