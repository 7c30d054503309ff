import type { ModerationAction } from '@/lib/chat/moderation';
import { durationText } from './durations';
import { isolated } from './isolated';
import type { ModerationTexts } from './moderation-texts';

const MINUTE_MS = 60_000;

export const zhModeration: ModerationTexts = {
  owner: '房主',
  moderator: '管理员',
  mute: '禁言',
  unmute: '解除禁言',
  remove: '移出聊天室',
  ban: '封禁',
  unban: '解除封禁',
  promote: '设为管理员',
  demote: '取消管理员',
  handOver: '转让聊天室',
  howLong: '时长',
  forGood: '永久',
  withAddress: '同时封禁其网络地址',
  withAddressHint: '来自同一地址的所有访客都将无法进入，其中可能有其他人。',
  alsoRemoves: (others) =>
    others === 0 ? '现在在场的其他人都不来自该地址。' : `这样还会移出现在在场的另外 ${others} 人。`,
  isWithAddress: '包括来自同一地址的所有访客',
  alsoKeptOut: (names) => `同时被挡在外面：${names.map(isolated).join('、')}`,
  slowMode: '慢速模式',
  slowOff: '关闭',
  closeRoom: '关闭聊天室',
  reopenRoom: '重新开放聊天室',
  closed: '这个聊天室已关闭，只有房主和系统管理员可以发言。',
  record: '管理记录',
  readingRecord: '正在读取记录……',
  muted: '已禁言',
  nobodyMuted: '没有人被禁言。',
  banned: '已封禁',
  nobodyBanned: '没有人被封禁。',
  actions: '操作记录',
  noActions: '还没有任何管理操作。',
  enterAgain: '重新进入',
  mayEnterAgain: '你可以重新进入。',
  needsInvite: '需要邀请链接才能重新进入。',
  adminToken: '系统管理员令牌',
  setAdminToken: '使用令牌',
  tokenRefused: '这个令牌无效。',
  isAdmin: '你是系统管理员。',
  forgetToken: '移除令牌',
  peopleHere: '在场',
  peopleAway: '不在场',
  nobodyAway: '能进入的人都在场。',
  noName: '没有名字',
  presentLink: '当前链接',
  earlierLink: '较早的链接',
  since: (moment) => `自 ${moment}`,
  sinceUnknown: '已有一段时间',
  letInOn: (moment, link) => {
    const by = link === 'present' ? '当前的邀请链接' : '较早的邀请链接';
    return link === undefined ? `自 ${moment} 起可以进入` : `自 ${moment} 起可以进入，通过${by}`;
  },
  actionsFor: (name) => `对 ${isolated(name)} 的操作`,
  muteMember: (name) => `禁言 ${isolated(name)}`,
  banMember: (name) => `封禁 ${isolated(name)}`,
  handOverTo: (name) => `将聊天室转让给 ${isolated(name)}？`,
  handOverHint: (name) => `此后聊天室归 ${isolated(name)} 所有，只有 ${isolated(name)} 能将它转让回来。`,
  unmuteMember: (name) => `解除对 ${isolated(name)} 的禁言`,
  unbanMember: (name) => `解除对 ${isolated(name)} 的封禁`,
  forTime: (ms) => durationText(ms, 'zh'),
  every: (ms) => (ms % MINUTE_MS === 0 ? `${ms / MINUTE_MS} 分钟` : `${Math.ceil(ms / 1_000)} 秒`),
  isSlow: (ms) => `每 ${zhModeration.every(ms)}一条消息`,
  slowSentIn: (seconds) => `聊天室处于慢速模式，你的下一条消息将在 ${seconds} 秒后发出。`,
  action,
  until: (moment) => `至 ${moment}`,
  restrictedBy: (name) => `由 ${isolated(name)} 操作`,
  mutedUntil: (moment) => `你在这个聊天室被禁言至 ${moment}。`,
  bannedForGood: '你被这个聊天室永久封禁。',
  bannedUntil: (moment) => `你被这个聊天室封禁至 ${moment}。`,
  removedBy: (name) => `${isolated(name)} 将你移出了聊天室。`,
  bannedBy: (name) => `${isolated(name)} 将你封禁在聊天室之外。`,
};

const howLong = ({ at, until }: ModerationAction): string =>
  until === undefined ? '永久' : ` ${durationText(until - at, 'zh')}`;

function action(done: ModerationAction): string {
  const by = isolated(done.by.name);
  const whom = isolated(done.member?.name || '某人');
  const everyMs = done.everyMs ?? 0;
  const sentences: Record<ModerationAction['kind'], () => string> = {
    mute: () => `${by} 将 ${whom} 禁言${howLong(done)}。`,
    unmute: () => `${by} 解除了 ${whom} 的禁言。`,
    remove: () =>
      done.others === undefined
        ? `${by} 将 ${whom} 移出了聊天室。`
        : `${by} 将通过较早的邀请链接进入的 ${whom} 和另外 ${done.others} 人移出了聊天室。`,
    ban: () =>
      done.withAddress
        ? `${by} 将 ${whom} 封禁${howLong(done)}，包括来自同一地址的所有访客。`
        : `${by} 将 ${whom} 封禁${howLong(done)}。`,
    unban: () => `${by} 解除了 ${whom} 的封禁。`,
    slow: () =>
      everyMs === 0
        ? `${by} 关闭了慢速模式。`
        : `${by} 开启了慢速模式：每 ${zhModeration.every(everyMs)}一条消息。`,
    close: () => `${by} 关闭了聊天室。`,
    reopen: () => `${by} 重新开放了聊天室。`,
    promote: () => `${by} 将 ${whom} 设为管理员。`,
    demote: () => `${by} 取消了 ${whom} 的管理员身份。`,
    hand_over: () => `${by} 将聊天室转让给了 ${whom}。`,
    delete: () => `${by} 删除了 ${whom} 的一条消息。`,
  };
  return sentences[done.kind]();
}
