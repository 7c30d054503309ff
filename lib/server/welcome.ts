import { type ErrorReport, reportOf } from '@/lib/chat/errors';
import { handshakeSchema, PROTOCOL_VERSION } from '@/lib/chat/protocol';
import type { Admission } from './admission';
import type { ChatContext } from './chat-context';
import { withDeadline } from './deadline';
import type { ChatSocketData } from './handlers/chat-session';
import { toReport } from './handlers/respond';
import type { Arriving } from './member-names';
import { acceptName } from './post-message';
import { isSameSecret } from './same-secret';

/** How long a connection waits for its name to be claimed: a page gives an attempt two seconds. */
const CLAIM_DEADLINE_MS = 1_000;

export interface ArrivingSocket {
  readonly handshake: { readonly auth: unknown };
  readonly request: Parameters<Admission['identityOf']>[0];
  data: ChatSocketData;
}

/** Notes who a socket of ours is; or answers why it may not come in. */
export async function welcome(
  socket: ArrivingSocket,
  context: Pick<ChatContext, 'names' | 'logger' | 'randomId' | 'adminToken'>,
  admission: Admission,
): Promise<ErrorReport | undefined> {
  const handshake = handshakeSchema.safeParse(socket.handshake.auth);
  if (!handshake.success) return reportOf('bad_request');
  if (handshake.data.version !== PROTOCOL_VERSION) return reportOf('outdated_page');
  const identity = admission.identityOf(socket.request);
  if (identity === undefined) return reportOf('store_unavailable');
  const guest = { id: identity.memberId, name: null, isPassing: identity.setCookie !== undefined };
  const isAdmin = isTokenOf(context.adminToken, handshake.data.adminToken);
  socket.data = { ...(await named(guest, handshake.data.name ?? null, context)), isAdmin };
  return undefined;
}

/** A remembered name that cannot be the member's now makes a guest, who is told why and asked again. */
async function named(
  guest: Arriving,
  remembered: string | null,
  context: Pick<ChatContext, 'names' | 'logger' | 'randomId'>,
): Promise<Omit<ChatSocketData, 'isAdmin'>> {
  if (remembered === null) return { member: guest };
  try {
    const member = { ...guest, name: acceptName(remembered) };
    await claimInTime(context.names.claim(member));
    return { member };
  } catch (error) {
    return { member: guest, nameError: toReport(context, error) };
  }
}

/** A store that hangs keeps nobody out: the page asks for its name again. */
async function claimInTime(claim: Promise<void>): Promise<void> {
  const failure = await withDeadline(
    claim.then(
      () => null,
      (error: unknown) => error,
    ),
    CLAIM_DEADLINE_MS,
  );
  if (failure !== null) throw failure;
}

const isTokenOf = (known: string | undefined, given: string | null | undefined): boolean =>
  known !== undefined && typeof given === 'string' && isSameSecret(known, given);
