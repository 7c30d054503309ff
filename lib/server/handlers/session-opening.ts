import { ChatError, type ErrorReport, reportOf } from '@/lib/chat/errors';
import { handshakeSchema } from '@/lib/chat/events/handshake';
import { PROTOCOL_VERSION } from '@/lib/chat/protocol';
import type { Admission } from '@/lib/server/admission/admission';
import { withDeadline } from '@/lib/server/config/deadline';
import { isSameSecret } from '@/lib/server/identity/same-secret';
import type { Limit } from '@/lib/server/limits/limits';
import { acceptName } from '@/lib/server/names/accept-name';
import type { ChatContext } from './chat-context';
import type { ChatSocketData } from './chat-socket';
import { toReport } from './respond';

/** How long a connection waits for its name to be claimed: a page gives an attempt two seconds. */
const CLAIM_DEADLINE_MS = 1_000;

export interface ArrivingSocket {
  readonly handshake: { readonly auth: unknown };
  readonly request: Parameters<Admission['originOf']>[0];
  data: ChatSocketData;
}

type SessionContext = Pick<ChatContext, 'entrance' | 'limits' | 'members' | 'node'>;

/** Records who a new socket belongs to, or returns why it may not connect. */
export async function openSession(
  socket: ArrivingSocket,
  context: SessionContext,
  admission: Admission,
): Promise<ErrorReport | undefined> {
  const handshake = handshakeSchema.safeParse(socket.handshake.auth);
  if (!handshake.success) return reportOf('bad_request');
  const { version, name, token, needsStore } = handshake.data;
  if (version !== PROTOCOL_VERSION) return reportOf('outdated_page');
  if (needsStore === true && !context.node.isStoring()) return reportOf('store_unavailable');
  const { identity, address } = admission.originOf(socket.request);
  if (identity === undefined) return reportOf('store_unavailable');
  const isAdmin = isTokenOf(context.entrance.adminToken, handshake.data.adminToken);
  try {
    if (typeof token === 'string') {
      socket.data = await verified(token, context);
    } else {
      if (context.entrance.sites.guests === 'refused') throw new ChatError('guests_refused');
      const isPassing = identity.isNew;
      const guest = { id: identity.memberId, name: null, isPassing, isAdmin };
      const isReader = context.entrance.sites.guests === 'readers';
      const asker = { id: guest.id, address };
      const mayClaim = context.limits.of('names', asker);
      socket.data = isReader
        ? { member: guest, isReader }
        : await named(guest, name ?? null, mayClaim, context);
    }
    if (isAdmin) socket.data.member = { ...socket.data.member, isAdmin };
    return undefined;
  } catch (error) {
    return toReport(context, error);
  }
}

/** A member for whom a site vouches gets the name and picture that the site gives. */
async function verified(token: string, context: SessionContext): Promise<ChatSocketData> {
  const { tokens } = context.entrance.sites;
  if (tokens === undefined) throw new ChatError('token_refused');
  const { id, name, isAdmin, expiresAt, avatar } = await tokens.verify(token).catch((error: unknown) => {
    // An operator who sets up the site looks here first.
    if (error instanceof ChatError) context.node.logger.info({ reason: reasonOf(error) }, 'refused a token');
    throw error;
  });
  const member = { id, name: null, isPassing: false, isAdmin };
  const site = { name, expiresAt };
  const noted = context.members.avatars.note(id, avatar);
  try {
    const claimed = await inTime(context.members.names.claimVerified({ ...member, name }));
    return { member: { ...member, name: claimed }, site };
  } catch (error) {
    return { member, site, nameError: toReport(context, error) };
  } finally {
    // Before anybody sees the member: a page that asks too early is told for minutes that there is no picture.
    await noted;
  }
}

const reasonOf = ({ cause }: ChatError): string =>
  cause instanceof Error ? cause.message : 'no tokens are expected';

/** If the remembered name is not available, the guest gets no name, is told why, and is asked again. */
async function named(
  guest: ChatSocketData['member'],
  remembered: string | null,
  mayClaim: Limit,
  context: SessionContext,
): Promise<ChatSocketData> {
  if (remembered === null) return { member: guest };
  try {
    const member = { ...guest, name: acceptName(remembered) };
    await inTime(context.members.names.reclaim(member, mayClaim));
    return { member };
  } catch (error) {
    return { member: guest, nameError: toReport(context, error) };
  }
}

/** A store that hangs keeps nobody out: the page asks for its name again. */
async function inTime<T>(claim: Promise<T>): Promise<T> {
  const outcome = await withDeadline(
    claim.then(
      (value) => ({ value }),
      (error: unknown) => ({ error }),
    ),
    CLAIM_DEADLINE_MS,
  );
  if ('error' in outcome) throw outcome.error;
  return outcome.value;
}

const isTokenOf = (known: string | undefined, given: string | null | undefined): boolean =>
  known !== undefined && typeof given === 'string' && isSameSecret(known, given);
