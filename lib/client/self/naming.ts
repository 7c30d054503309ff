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

/** What this member is called. The browser remembers it, sends it to each node on connecting, and the node confirms it. */
export interface Naming {
  /** Reads what the browser remembers. */
  recall(): void;
  /** The name to send on connecting: the latest that any tab of the browser has set. */
  nameToOpenWith(): string | null;
  /**
   * Resolves with why the name was refused, or `null` when it is set. Without a connection, the node is asked as soon as
   * possible.
   */
  set(typed: string): Promise<ErrorReport | null>;
  /** A node says what it calls us, and why it refused the name that we sent on connecting. */
  confirm(session: Session): void;
  /** A second node has taken over and says what it calls us; it may have missed a newer name. */
  moved(session: Session): void;
  /** The node that was given up is there after all: tells it the name that it missed meanwhile. */
  resumed(): void;
  /** Another tab has set the name, or somebody else has it by now. */
  changed(change: NameChange): void;
  /** The node knows no name for us, whatever it said before. */
  missing(): void;
  /** Whether the node has confirmed the name shown here. Until then nothing is sent under it. */
  isConfirmed(): boolean;
  /** Returns a name that was chosen offline and has been confirmed since, and returns it only once. */
  takeConfirmed(): string | null;
}

interface NamingOptions {
  readonly request: Request;
  readonly store: SessionStore;
  readonly environment: Environment;
  readonly isConnected: () => boolean;
  /** Whether a site vouches for the member. Then the site names it, and the browser neither sends nor remembers a name. */
  readonly isSignedIn: () => boolean;
  readonly notice: (content: NoticeContent) => void;
  /** Called whenever {@link Naming.isConfirmed} may have changed. */
  readonly named: () => void;
}

const RETRY_MS = 1_000;

export function createNaming(options: NamingOptions): Naming {
  const { request, store, environment, isConnected, isSignedIn, notice, named } = options;
  /** The name that no node has confirmed yet; sent on connecting, and again until it is. */
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

  /** Shows the name as ours at once, but sends no messages until a node confirms it. */
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
    // A member who changes names too fast is told so in the field: the name is refused for now, not merely late.
    if (result && (!result.error.retryable || result.error.retryAfterMs !== undefined)) return result.error;
    wish(wanted);
    return null;
  };

  /** Asks again when nobody is waiting at the field for the answer. */
  const sayLate = async (name: string, isNews = true) => {
    const error = await say(name, isNews);
    if (error === null || store.getState().name !== name) return;
    if (error.retryable) wish(name, error.retryAfterMs);
    else refuse(name, error);
  };

  /**
   * On connecting, the node could not reserve the name of a verified member. Asks it to; the name in the request does not
   * matter.
   */
  const claimFixed = async () => {
    store.setState({ isNaming: true });
    const result = await request('name:set', { name: '' });
    if (result.ok) return accept(result.data.name);
    cancelRetry();
    // Another tab may have been faster, and this one hears its name before its own answer.
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
