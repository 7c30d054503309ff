import { type ErrorCode, type ErrorReport, reportOf } from '@/lib/chat/errors';
import type { NameChange, Session } from '@/lib/chat/events/session';
import {
  hasForbiddenCharacters,
  isBlank,
  isLongerThan,
  NAME_MAX_CHARACTERS,
  normalizeName,
} from '@/lib/chat/text/text';
import type { NoticeContent } from '@/lib/chat/timeline/timeline';
import { isVerified } from '@/lib/chat/verified';
import type { Environment } from '@/lib/client/environment/environment';
import type { SessionStore } from '@/lib/client/state/chat-store';
import type { Answered, Request } from '@/lib/client/wire/wire';

const NAME_KEY = 'concord:name';

/** What this member is called: remembered by the browser, said to each node on connecting, and confirmed by it. */
export interface Naming {
  /** Takes up what the browser remembers. */
  recall(): void;
  /** What to say on connecting: the latest that any tab of the browser has set. */
  nameToOpenWith(): string | null;
  /** Gives why not, or `null` when it is done. What cannot be asked now is asked as soon as it can be. */
  set(typed: string): Promise<ErrorReport | null>;
  /** A node says what it calls us, and why not what we said on connecting. */
  confirm(session: Session): void;
  /** A second node has taken over and calls us that: it may have missed that we are called otherwise by now. */
  moved(session: Session): void;
  /** The node that was given up is there after all: what it was not told of meanwhile it is told now. */
  resumed(): void;
  /** Another tab has set the name, or the name is another's by now. */
  changed(change: NameChange): void;
  /** The node knows of no name, whatever it said before. */
  missing(): void;
  /** Does the node call us what we are called here? Before that nothing is sent in that name. */
  isConfirmed(): boolean;
  /** A name that was chosen without a connection and that a node has confirmed since; once. */
  takeConfirmed(): string | null;
}

interface NamingOptions {
  readonly request: Request;
  readonly store: SessionStore;
  readonly environment: Environment;
  readonly isConnected: () => boolean;
  /** Does a site vouch for the member? Then that names it, and the browser neither says nor remembers a name. */
  readonly isSignedIn: () => boolean;
  readonly notice: (content: NoticeContent) => void;
  /** Told whenever {@link Naming.isConfirmed} may be another. */
  readonly named: () => void;
}

const RETRY_MS = 1_000;

export function createNaming(options: NamingOptions): Naming {
  const { request, store, environment, isConnected, isSignedIn, notice, named } = options;
  /** Not confirmed yet: the node is asked on connecting, or time and again. */
  let unsaid: string | null = null;
  let asked: string | null = null;
  let openedWith: string | null = null;
  let chosenSince: string | null = null;
  let confirmed: string | null = null;
  let cancelRetry = () => {};

  const remember = (name: string) => {
    chosenSince = name;
    if (!isSignedIn()) environment.write(NAME_KEY, name);
    store.setState({ name, nameProblem: null, isNaming: false });
  };

  const accept = (name: string) => {
    cancelRetry();
    unsaid = null;
    remember(name);
    named();
  };

  const refuse = (wanted: string | null, error?: ErrorReport) => {
    cancelRetry();
    unsaid = null;
    const nameProblem = wanted !== null && error ? { wanted, error } : null;
    store.setState({ name: null, nameProblem, isNaming: false });
    named();
  };

  /** It is what we are called here, and nothing is sent until a node says the same. */
  const wish = (name: string, afterMs = 0) => {
    unsaid = name;
    remember(name);
    named();
    cancelRetry();
    cancelRetry = environment.after(afterMs + RETRY_MS * (0.5 + environment.random()), () => {
      if (unsaid !== null && isConnected()) void sayLate(unsaid);
    });
  };

  const say = async (name: string, isNews = true): Promise<ErrorReport | null> => {
    asked = name;
    store.setState({ isNaming: true });
    const result = isConnected() ? await request('name:set', { name }) : null;
    asked = null;
    const error = hear(name, result, isNews);
    store.setState({ isNaming: false });
    return error;
  };

  const hear = (wanted: string, result: Answered<'name:set'> | null, isNews: boolean): ErrorReport | null => {
    if (result?.ok) {
      accept(result.data.name);
      if (isNews) notice({ kind: 'named', name: result.data.name });
      return null;
    }
    // Who is too fast is told so in the field: what it asks for is not late, it is refused for now.
    if (result && (!result.error.retryable || result.error.retryAfterMs !== undefined)) return result.error;
    wish(wanted);
    return null;
  };

  /** Nobody waits in front of the field for this answer. */
  const sayLate = async (name: string, isNews = true) => {
    const error = await say(name, isNews);
    if (error === null || store.getState().name !== name) return;
    if (error.retryable) wish(name, error.retryAfterMs);
    else refuse(name, error);
  };

  /** The node could not look after the name of a verified member on connecting: it is asked to, whatever the name is. */
  const claimFixed = async () => {
    store.setState({ isNaming: true });
    const result = await request('name:set', { name: '' });
    if (result.ok) return accept(result.data.name);
    cancelRetry();
    // Another tab may have been faster, and this one is told of its name before it is answered.
    if (!result.error.retryable) return store.getState().name === null ? refuse(null) : undefined;
    cancelRetry = environment.after(RETRY_MS * (0.5 + environment.random()), () => {
      if (isConnected() && isSignedIn()) void claimFixed();
    });
  };

  const settle = ({ member: { id, name }, nameError }: Session, isNews: boolean) => {
    if (isVerified(id)) return name === null ? void claimFixed() : accept(name);
    const wanted = asked ?? chosenSince ?? openedWith;
    const isHeard = wanted === name || wanted === openedWith;
    if (name !== null && isHeard) accept(name);
    else if (isHeard && !nameError?.retryable) refuse(openedWith, nameError);
    else if (wanted !== null) void sayLate(wanted, isNews);
  };

  return {
    recall: () => store.setState({ name: isSignedIn() ? null : environment.read(NAME_KEY), isStarted: true }),

    nameToOpenWith: () => {
      openedWith = isSignedIn() ? null : (unsaid ?? environment.read(NAME_KEY) ?? store.getState().name);
      chosenSince = null;
      return openedWith;
    },

    set: async (typed) => {
      const name = normalizeName(typed);
      const code = nameErrorOf(name);
      return code ? reportOf(code) : say(name);
    },

    confirm: (session) => {
      const wasUnsaid = unsaid;
      settle(session, unsaid !== null);
      if (wasUnsaid !== null && wasUnsaid === session.member.name) confirmed = wasUnsaid;
    },

    moved: (session) => settle(session, false),

    resumed: () => {
      if (unsaid !== null) void sayLate(unsaid);
    },

    changed: ({ name, error }) => {
      if (name === null && isSignedIn()) {
        refuse(null);
        return void claimFixed();
      }
      if (name === null) return refuse(store.getState().name, error);
      accept(name);
      notice({ kind: 'named', name });
    },

    missing: () => {
      const { name } = store.getState();
      if (name !== null) wish(name);
    },

    isConfirmed: () => unsaid === null && store.getState().name !== null,

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
