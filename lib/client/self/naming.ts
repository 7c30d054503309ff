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

/** What this member is called. The browser remembers it, sends it to each node on connecting, and the node confirms it. */
export class Naming {
  readonly #options: NamingOptions;
  readonly #store: SessionStore;
  readonly #environment: Environment;
  /** The name that no node has confirmed yet; sent on connecting, and again until it is. */
  #unsaid: string | null = null;
  #asked: string | null = null;
  /** How often a node was asked: only the latest answer counts. An earlier one may still come, over an earlier connection. */
  #askings = 0;
  #openedWith: string | null = null;
  #chosenSince: string | null = null;
  #confirmed: string | null = null;
  #cancelRetry = () => {};

  constructor(options: NamingOptions) {
    this.#options = options;
    this.#store = options.store;
    this.#environment = options.environment;
  }

  /** Reads what the browser remembers. */
  recall(): void {
    const name = this.#options.isSignedIn() ? null : this.#environment.read(NAME_KEY);
    this.#store.setState({ name, isStarted: true });
  }

  /** The name to send on connecting: the latest that any tab of the browser has set. */
  nameToOpenWith(): string | null {
    this.#openedWith = this.#options.isSignedIn()
      ? null
      : (this.#unsaid ?? this.#environment.read(NAME_KEY) ?? this.#store.getState().name);
    this.#chosenSince = null;
    return this.#openedWith;
  }

  /**
   * Resolves with why the name was refused, or `null` when it is set. Without a connection, the node is asked as soon as
   * possible.
   */
  async set(typed: string): Promise<ErrorReport | null> {
    const name = normalizeName(typed);
    const code = nameErrorOf(name);
    return code ? reportOf(code) : this.#say(name);
  }

  /** A node says what it calls us, and why it refused the name that we sent on connecting. */
  confirm(session: Session): void {
    const wasUnsaid = this.#unsaid;
    this.#settle(session, wasUnsaid !== null);
    if (wasUnsaid !== null && wasUnsaid === session.member.name) this.#confirmed = wasUnsaid;
  }

  /** A second node has taken over and says what it calls us; it may have missed a newer name. */
  moved(session: Session): void {
    this.#settle(session, false);
  }

  /** The node that was given up is there after all: tells it the name that it missed meanwhile. */
  resumed(): void {
    if (this.#unsaid !== null) void this.#sayLate(this.#unsaid);
  }

  /** Another tab has set the name, or somebody else has it by now. */
  changed({ name, error }: NameChange): void {
    const { isSignedIn, notice } = this.#options;
    if (name !== null) {
      this.#accept(name);
      notice({ kind: 'named', name });
    } else if (isSignedIn()) {
      this.#refuse(null);
      void this.#claimFixed();
    } else this.#refuse(this.#store.getState().name, error);
  }

  /** The node knows no name for us, whatever it said before. */
  missing(): void {
    const { name } = this.#store.getState();
    if (name !== null) this.#wish(name);
  }

  /** Whether the node has confirmed the name shown here. Until then nothing is sent under it. */
  isConfirmed(): boolean {
    return this.#unsaid === null && this.#store.getState().name !== null;
  }

  /** Returns a name that was chosen offline and has been confirmed since, and returns it only once. */
  takeConfirmed(): string | null {
    const name = this.#confirmed;
    this.#confirmed = null;
    return name;
  }

  #settle({ member: { id, name }, nameError }: Session, isNews: boolean): void {
    const wanted = this.#asked ?? this.#chosenSince ?? this.#openedWith;
    const isHeard = wanted === name || wanted === this.#openedWith;
    if (name !== null && (isVerified(id) || isHeard)) this.#accept(name);
    else if (isVerified(id)) void this.#claimFixed();
    else if (isHeard && !nameError?.retryable) this.#refuse(this.#openedWith, nameError);
    else if (wanted !== null) void this.#sayLate(wanted, isNews);
  }

  async #say(name: string, isNews = true): Promise<ErrorReport | null> {
    const { request, isConnected } = this.#options;
    this.#asked = name;
    this.#askings += 1;
    const asking = this.#askings;
    this.#store.setState({ isNaming: true });
    const result = isConnected() ? await request('name:set', { name }) : null;
    if (asking !== this.#askings) return null;
    this.#asked = null;
    const error = this.#hear(name, result, isNews);
    this.#store.setState({ isNaming: false });
    return error;
  }

  #hear(wanted: string, result: Answered<'name:set'> | null, isNews: boolean): ErrorReport | null {
    if (result?.ok) {
      this.#accept(result.data.name);
      if (isNews) this.#options.notice({ kind: 'named', name: result.data.name });
      return null;
    }
    // A member who changes names too fast is told so in the field: the name is refused for now, not merely late.
    if (result && (!result.error.retryable || result.error.retryAfterMs !== undefined)) return result.error;
    this.#wish(wanted);
    return null;
  }

  /** Asks again when nobody is waiting at the field for the answer. */
  async #sayLate(name: string, isNews = true): Promise<void> {
    const error = await this.#say(name, isNews);
    if (error === null || this.#store.getState().name !== name) return;
    if (error.retryable) this.#wish(name, error.retryAfterMs);
    else this.#refuse(name, error);
  }

  /**
   * On connecting, the node could not reserve the name of a verified member. Asks it to; the name in the request does not
   * matter.
   */
  async #claimFixed(): Promise<void> {
    const { request, isConnected, isSignedIn } = this.#options;
    this.#store.setState({ isNaming: true });
    const result = await request('name:set', { name: '' });
    if (result.ok) return this.#accept(result.data.name);
    if (result.error.retryable) {
      return this.#later(() => {
        if (isConnected() && isSignedIn()) void this.#claimFixed();
      });
    }
    this.#cancelRetry();
    // Another tab may have been faster, and this one hears its name before its own answer.
    if (this.#store.getState().name === null) this.#refuse(null);
  }

  /** Shows the name as ours at once, but sends no messages until a node confirms it. */
  #wish(name: string, afterMs = 0): void {
    this.#unsaid = name;
    this.#remember(name);
    this.#options.named();
    this.#later(() => {
      if (this.#unsaid !== null && this.#options.isConnected()) void this.#sayLate(this.#unsaid);
    }, afterMs);
  }

  #later(run: () => void, afterMs = 0): void {
    const { after, random } = this.#environment;
    this.#cancelRetry();
    this.#cancelRetry = after(afterMs + RETRY_MS * (0.5 + random()), run);
  }

  #accept(name: string): void {
    this.#cancelRetry();
    this.#unsaid = null;
    this.#remember(name);
    this.#options.named();
  }

  #refuse(wanted: string | null, error?: ErrorReport): void {
    this.#cancelRetry();
    this.#unsaid = null;
    const nameProblem = wanted !== null && error ? { wanted, error } : null;
    this.#store.setState({ name: null, nameProblem, isNaming: false });
    this.#options.named();
  }

  #remember(name: string): void {
    this.#chosenSince = name;
    if (!this.#options.isSignedIn()) this.#environment.write(NAME_KEY, name);
    this.#store.setState({ name, nameProblem: null, isNaming: false });
  }
}

function nameErrorOf(name: string): ErrorCode | null {
  if (isBlank(name)) return 'name_empty';
  if (isLongerThan(name, NAME_MAX_CHARACTERS)) return 'name_too_long';
  return hasForbiddenCharacters(name) ? 'name_forbidden' : null;
}
