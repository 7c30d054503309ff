import type { ModerationAction } from '@/lib/chat/moderation';
import type { LoggedEntry } from '@/lib/server/log/logged-entry';
import type { MemberTab } from '@/lib/server/members/member-tabs';
import { banAddress } from './moderate';
import type { ModerationContext } from './moderation-context';

type Context = Pick<ModerationContext, 'rooms' | 'moderation' | 'members' | 'node'>;

/** Does what this node has to do when it reads moderation actions in a room's log. */
export function enforceModeration(context: Context, room: string, entries: readonly LoggedEntry[]): void {
  for (const logged of entries) {
    const entry = logged.isMessage ? undefined : logged.entry;
    if (entry?.kind !== 'moderated') continue;
    context.moderation.cache.changed(room);
    const { kind, member } = entry.action;
    if (member === undefined || (kind !== 'remove' && kind !== 'ban')) continue;
    for (const id of [member.id, ...(entry.others ?? [])]) remove(context, room, id, entry.action);
  }
}

function remove(
  context: Context,
  room: string,
  memberId: string,
  { kind, by, until, withAddress }: ModerationAction,
): void {
  context.rooms.store.forgetAdmission(room, memberId);
  // The moderator cannot have known: only an administrator's own connections show that they are one.
  const tabs = tabsOf(context, room, memberId).filter((tab) => !tab.asker().isAdmin);
  const why = { by, isBanned: kind === 'ban', ...(until === undefined ? {} : { until }) };
  if (withAddress) {
    for (const tab of tabs) void banAddress(context, room, tab.asker());
  }
  for (const tab of tabs) tab.removed(room, why);
}

/** The tabs of a member, and the classic clients in the same browser. */
const tabsOf = ({ members: { tabs } }: Context, room: string, memberId: string): readonly MemberTab[] => [
  ...tabs.of(memberId),
  ...tabs.in(room).filter((tab) => tab.asker().cookieId === memberId),
];
