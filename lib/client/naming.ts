import { type ErrorCode, type ErrorReport, reportOf } from '../chat/errors';
import {
  hasForbiddenCharacters,
  isBlank,
  isLongerThan,
  NAME_MAX_CHARACTERS,
  normalizeName,
} from '../chat/text';
import type { NoticeContent } from '../chat/timeline';
import type { ChatStore } from './chat-store';
import type { Environment } from './environment';
import type { Wire } from './wire';

const NAME_KEY = 'concord:name';

/** What this member is called: remembered by the browser, said to each node on connecting. */
export interface Naming {
  /** Takes up what the browser remembers. */
  recall(): void;
  /** Gives why not, or `null` when it is done. Without a connection it is done as far as it can be. */
  set(typed: string): Promise<ErrorReport | null>;
  /** A node says what it calls us. */
  confirm(name: string | null): void;
  /** A second node has taken over and calls us that: it may have missed that we are called otherwise by now. */
  moved(name: string | null): void;
  /** A name that was chosen without a connection and that a node has confirmed since; once. */
  takeConfirmed(): string | null;
}

interface NamingOptions {
  readonly request: Wire['request'];
  readonly store: ChatStore;
  readonly environment: Environment;
  readonly isConnected: () => boolean;
  readonly notice: (content: NoticeContent) => void;
}

export function createNaming({ request, store, environment, isConnected, notice }: NamingOptions): Naming {
  /** Chosen without a connection: the next node hears of it on connecting. */
  let unsaid: string | null = null;
  let confirmed: string | null = null;
  let asked: string | null = null;

  const remember = (name: string) => {
    environment.write(NAME_KEY, name);
    store.setState({ name });
  };

  const say = async (name: string): Promise<ErrorReport | null> => {
    asked = name;
    const result = isConnected() ? await request('name:set', { name }) : null;
    asked = null;
    if (result?.ok) {
      remember(result.data.name);
      notice({ kind: 'named', name: result.data.name });
      return null;
    }
    if (result && isConnected()) return result.error;
    unsaid = name;
    remember(name);
    return null;
  };

  /** Chosen while the connection was being made, too late to be said with it. */
  const sayLate = async (name: string) => {
    unsaid = null;
    if ((await say(name)) !== null) store.setState({ name: null });
  };

  return {
    recall: () => store.setState({ name: environment.read(NAME_KEY), isStarted: true }),

    set: async (typed) => {
      const name = normalizeName(typed);
      const code = nameErrorOf(name);
      return code ? reportOf(code) : say(name);
    },

    confirm: (name) => {
      if (unsaid !== null && unsaid !== name) return void sayLate(unsaid);
      if (unsaid !== null) confirmed = name;
      unsaid = null;
      if (name === null) store.setState({ name });
      else remember(name);
    },

    moved: (name) => {
      const wanted = asked ?? store.getState().name;
      if (wanted !== null && wanted !== name) void request('name:set', { name: wanted });
    },

    takeConfirmed: () => {
      const name = confirmed;
      confirmed = null;
      return name;
    },
  };
}

function nameErrorOf(name: string): ErrorCode | null {
  if (isBlank(name)) return 'name_empty';
  if (isLongerThan(name, NAME_MAX_CHARACTERS)) return 'name_too_long';
  return hasForbiddenCharacters(name) ? 'name_forbidden' : null;
}
