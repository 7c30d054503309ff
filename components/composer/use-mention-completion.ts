import { type KeyboardEvent, type RefObject, useMemo, useState } from 'react';
import { useNames } from '@/components/members/use-names';
import { isWholeName, mentionBeing, namesLike } from '@/lib/chat/text/mentions';
import { linkFinder } from '@/lib/client/texts/late-links';
import { useChat } from '@/lib/client/use-chat';

const OFFERED = 6;

interface Completion {
  /** Names that what is typed could become; none where nobody is being mentioned. */
  readonly names: readonly string[];
  /** The one that Enter takes; -1 for none, where what is typed is a name already. */
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
  const others = useNames();
  const self = useChat(({ name }) => name ?? '');
  const [caret, setCaret] = useState(0);
  /** The one that the person has gone to in the list. */
  const [chosen, setChosen] = useState<number | null>(null);
  /** Where the `@` stands that the person wants no name for. */
  const [dismissed, setDismissed] = useState<number | null>(null);
  const being = mentionBeing(text, caret, linkFinder());
  const typed = being === null || being.at === dismissed ? null : being.typed;
  const isWhole = typed !== null && isWholeName([...others, self], typed);
  const names = useMemo(() => {
    // What is typed is not offered again: there is nothing to complete.
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

  /** Answers whether the key is one for choosing. */
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
