import type { Session } from '@/lib/chat/events/session';
import type { ChatContext } from './chat-context';
import type { ChatSocketData } from './chat-socket';

/** What a connection is told first: who the member is to this node, and what applies to them. */
export function sessionOf(
  context: ChatContext,
  { member, nameError, site, isReader }: ChatSocketData,
  name: string | null,
): Session {
  const why = nameError === undefined || name !== null ? {} : { nameError };
  return {
    member: { id: member.id, name },
    node: context.node.id,
    isStoring: context.node.isStoring(),
    isAdmin: member.isAdmin,
    ...(context.entrance.adminToken === undefined ? {} : { takesAdminToken: true }),
    ...why,
    ...(site === undefined ? {} : { signedInForMs: Math.max(0, site.expiresAt - context.node.now()) }),
    ...(isReader === true ? { isReader } : {}),
  };
}
