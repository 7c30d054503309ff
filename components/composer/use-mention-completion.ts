import { type KeyboardEvent, type RefObject, useMemo, useState } from 'react';
import { useNames } from '@/components/members/use-names';
import { isWholeName, mentionBeing, namesLike } from '@/lib/chat/text/mentions';
import { linkFinder } from '@/lib/client/texts/late-links';
import { useChat } from '@/lib/client/use-chat';

const OFFERED = 6;

interface Completion {
  /** Names that start like what was typed; empty when nobody is being mentioned. */
  readonly names: readonly string[];
  /** The name that Enter takes; -1 for none, when a whole name has been typed already. */
  readonly active: number;
  /** Handles a key that chooses a name. Returns whether it did; nobody else should handle the key then. */
  onKey(event: KeyboardEvent): boolean;
  /** The caret has moved, or the text has changed. */
  onCaret(): void;
  choose(name: string): void;
}

interface CompletionOptions {
  readonly field: RefObject<HTMLTextAreaElement | null>;
  readonly text: string;
  readonly setText: (text: string) => void;
}

/** Completes the name after an `@` before the caret. */
export function useMentionCompletion({ field, text, setText }: CompletionOptions): Completion {
  const others = useNames();
  const self = useChat(({ name }) => name ?? '');
  const [caret, setCaret] = useState(0);
  /** The index that the person has moved to in the list. */
  const [chosen, setChosen] = useState<number | null>(null);
  /** Where the `@` stands that the person wants no name for. */
  const [dismissed, setDismissed] = useState<number | null>(null);
  const being = mentionBeing(text, caret, linkFinder());
  const typed = being === null || being.at === dismissed ? null : being.typed;
  const isWhole = typed !== null && isWholeName([...others, self], typed);
  const names = useMemo(() => {
    // A name that has been typed in full needs no completion.
    const longer = others.filter((name) => !isWholeName([name], typed ?? ''));
    return typed === null ? [] : namesLike(longer, typed, OFFERED);
  }, [others, typed]);
  const active = chosen ?? (isWhole ? -1 : 0);

  const choose = (name: string) => {
    if (being === null) return;
    const end = being.at + name.length + 2;
    setText(`${text.slice(0, being.at)}@${name} ${text.slice(caret)}`);
    setCaret(end);
    setDismissed(being.at);
    requestAnimationFrame(() => field.current?.setSelectionRange(end, end));
  };

  const move = (by: 1 | -1) =>
    setChosen((Math.max(active, by === 1 ? -1 : 0) + by + names.length) % names.length);

  /** Returns whether the key was one for choosing. */
  const act = (key: string): boolean => {
    if (key === 'ArrowDown') move(1);
    else if (key === 'ArrowUp') move(-1);
    else if (['Enter', 'Tab'].includes(key) && active >= 0) choose(names[active] ?? '');
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
      setChosen(null);
      if (mentionBeing(value, at, linkFinder()) === null) setDismissed(null);
    },
  };
}
