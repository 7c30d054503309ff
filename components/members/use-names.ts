import { type Entry, isMessage } from '@/lib/chat/entry';
import type { Member } from '@/lib/chat/member';
import { type KnownNames, knownNames } from '@/lib/chat/text/mentions';
import type { ChatState } from '@/lib/client/state/chat-state';
import { useChat } from '@/lib/client/use-chat';

/** The names of those who are in the room or have lately said something there, except one's own. */
export const useNames = (): readonly string[] => useChat(namesIn);

/** The same with one's own name, for recognizing mentions. */
export const useKnownNames = (): KnownNames => useChat(knownIn);

/** Computes again only when an argument has changed: every message on the page asks for the same. */
function remembering<Args extends readonly unknown[], Made>(make: (...args: Args) => Made) {
  let last: { readonly args: Args; readonly made: Made } | undefined;
  return (...args: Args): Made => {
    if (last === undefined || args.some((arg, index) => arg !== last?.args[index])) {
      last = { args, made: make(...args) };
    }
    return last.made;
  };
}

/** The previous list, kept while the names are the same: a new message changes nobody's name. */
let before: readonly string[] = [];

const collect = remembering((members: readonly Member[], entries: readonly Entry[], self: string | null) => {
  const names = new Set(members.map(({ name }) => name));
  for (const { author } of entries.filter(isMessage)) names.add(author.name);
  names.delete(self ?? '');
  const sorted = [...names].sort((one, other) => one.localeCompare(other));
  const isSame = sorted.length === before.length && sorted.every((name, index) => name === before[index]);
  if (!isSame) before = sorted;
  return before;
});

const known = remembering((others: readonly string[], self: string | null) =>
  knownNames(self === null ? others : [...others, self]),
);

const namesIn = ({ present, timeline, name }: ChatState) => collect(present.members, timeline.entries, name);
const knownIn = (state: ChatState) => known(namesIn(state), state.name);
