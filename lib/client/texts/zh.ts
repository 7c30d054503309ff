import { ROOM_TITLE_MAX_CHARACTERS, ROOM_TOPIC_MAX_CHARACTERS } from '../../chat/room';
import { bytesFor, MARKS_MAX, MESSAGE_MAX_CHARACTERS, NAME_MAX_CHARACTERS } from '../../chat/text';
import type { Notice } from '../../chat/timeline';
import { isolated } from './isolated';
import type { Texts } from './texts';
import { zhOrder } from './zh-order';

const limit = (characters: number): string =>
  `${characters.toLocaleString('zh')} 个字符、${bytesFor(characters).toLocaleString('zh')} 字节（一个表情可能占 25 字节以上）`;

export const zh: Texts = {
  title: '在线聊天室',
  rooms: '聊天室',
  lobby: '大厅',
  directs: '私聊',
  findRoom: '查找聊天室',
  findRoomHint: '名称、话题或地址',
  openRooms: '对所有人开放',
  yourRooms: '你的聊天室',
  noRoomFound: '没有这样的聊天室。要建一个吗？',
  makeRoom: '新建聊天室',
  roomKinds: {
    open: { label: '开放', hint: '任何人都能找到并进入。' },
    private: { label: '私密', hint: '成员只能通过邀请链接进入。本站的运营者可以查看。' },
  },
  roomTitle: '名称',
  roomTopic: '话题（可不填）',
  roomAddress: '地址',
  badAddress: '地址最多 64 个字符，只能用 a–z、0–9 和 -。',
  roomOptions: '聊天室选项',
  changeRoom: '修改名称和话题',
  save: '保存',
  copyInvite: '复制邀请链接',
  copyByHand: '请按 #{key} 复制链接。',
  inviteCopied: '邀请链接已复制。',
  renewInvite: '生成新的邀请链接',
  inviteNotCopied: '浏览器不允许复制邀请链接。',
  invitesEnded: '之前的邀请链接不再有效。',
  inviteRenewed: '新的邀请链接已复制。之前的链接不再有效。',
  leaveRoom: '退出这个聊天室',
  leave: '退出',
  leaveRoomOf: (title) => `退出${isolated(title)}？`,
  leavePrivateRoomHint: '这是私密聊天室：再次进入需要邀请链接。',
  leaveOwnRoomHint: '聊天室仍归你所有。请保存它的地址以便回来；在此之前没有人能生成新的邀请链接。',
  unsent: '未发送',
  signInHint: '请先在它所属的网站登录，再从那里打开。',
  roomMissing: '没有这个聊天室。',
  roomMissingHint: '它可能是私密的：那样你需要邀请链接。',
  skip: '跳到对话',
  toasts: '操作结果',
  messages: '消息记录',
  people: '成员',
  you: '你',
  verified: '已验证',
  mentioned: '有人提到你',
  nobodyHere: '还没有设置了名字的人。',
  close: '关闭',
  settings: '设置',
  theme: '主题',
  themes: { system: '跟随系统', light: '浅色', dark: '深色' },
  language: '语言',
  name: '用户名',
  namePlaceholder: '输入用户名',
  setName: '设置用户名',
  freeNames: '可用的用户名',
  cancel: '取消',
  message: '消息',
  messagePlaceholder: '输入消息……',
  send: '发送',
  sending: '正在发送',
  retry: '重试',
  delete: '删除',
  newMessages: '新消息',
  messageActions: '消息操作',
  deleteMessage: '删除消息',
  deleting: '其他人仍能看到',
  messageDeleted: '此消息已删除。',
  undo: '撤销',
  today: '今天',
  yesterday: '昨天',
  roomStart: '大厅的对话从这里开始。',
  historyStart: '更早的消息已不再保存。',
  readingOlder: '正在读取更早的消息……',
  fewer: '收起',
  connection: '连接',
  partFailed: '这里出错了。',
  reload: '刷新',
  notFound: '这个地址没有内容。',
  backToRoom: '前往聊天室',
  connectionStates: {
    connecting: '正在连接',
    connected: '已连接',
    reconnecting: '正在重新连接',
    offline: '离线',
    unstored: '等待中',
    outdated: '页面已过期',
    refused: '未登录',
  },
  banners: {
    connecting: '正在连接……',
    reconnecting: '正在重新连接……',
    offline: '你已离线。恢复连接后会自动发送消息。',
    unstored: '服务器暂时无法保存消息。',
    waiting: '服务器暂时无法保存消息；你的消息正在等待。',
    outdated: '页面版本已过期，请刷新。',
    catchingUp: '正在补上错过的消息……',
  },
  errors: {
    bad_request: '服务器无法理解这个请求。',
    outdated_page: '页面版本已过期，请刷新。',
    name_required: '请先设置用户名！',
    name_empty: '用户名不能为空！',
    name_too_long: `用户名最多 ${limit(NAME_MAX_CHARACTERS)}。`,
    name_forbidden: '用户名包含无法显示的字符。',
    name_taken: '这个用户名已有人使用。',
    name_fixed: '你的用户名由你所在的网站决定。',
    token_refused: '你的登录无效或已过期。你写的内容不会丢失。',
    token_unchecked: '服务器暂时无法验证你的登录。',
    guests_refused: '只有登录的用户才能进入这个聊天室。',
    guests_read: '只有登录的用户才能在这里发言。',
    message_empty: '消息不能为空！',
    message_marks: `一个字符上最多 ${MARKS_MAX} 个附加符号。`,
    message_too_long: `消息最多 ${limit(MESSAGE_MAX_CHARACTERS)}。`,
    message_unknown: '这条消息已不存在。',
    not_allowed: '你没有权限这样做。',
    room_unknown: '没有这个聊天室。',
    room_taken: '这个地址已经有聊天室了。',
    room_title_empty: '聊天室需要一个名称。',
    room_title_too_long: `名称最多 ${limit(ROOM_TITLE_MAX_CHARACTERS)}。`,
    room_topic_too_long: `话题最多 ${limit(ROOM_TOPIC_MAX_CHARACTERS)}。`,
    room_text_forbidden: '文字包含无法显示的字符。',
    rooms_too_many: '聊天室太多了，请先退出一个。',
    directs_too_many: '对方的会话太多，无法再增加。',
    member_unknown: '这里没有这位成员。',
    room_closed: '这个聊天室已关闭。',
    muted: '你在这个聊天室被禁言了。',
    banned: '你被这个聊天室封禁了。',
    room_not_joined: '请先进入聊天室。',
    rate_limited: '操作太频繁，请稍候。',
    store_unavailable: '服务器暂时无法保存任何内容，请稍后再试。',
    unanswered: '服务器没有应答，请重试。',
    internal: '服务器出了点问题。',
  },
  order: zhOrder,
  otherIsHere: '在线',
  otherIsAway: '不在线',
  here: (count) => `${count.toLocaleString('zh')} 人在线`,
  writeTo: (name) => `给 ${isolated(name)} 发私信`,
  roomStartOf: (title) => `${isolated(title)} 从这里开始。`,
  directStart: (name) => `你和 ${isolated(name)} 的私聊从这里开始。其他成员看不到，但本站的运营者可以查看。`,
  morePeople: (count) => `以及另外 ${count.toLocaleString('zh')} 人`,
  renameFrom: (name) => `更改用户名，现在是 ${isolated(name)}`,
  notice,
  moreNotices: (count) => `还有 ${count.toLocaleString('zh')} 条`,
  newCount: (count) => `${count.toLocaleString('zh')} 条新消息`,
  newSince: (count, since) => `${since} 以来有 ${count.toLocaleString('zh')} 条新消息`,
  titleWith: (unread) => `(${unread.toLocaleString('zh')}) ${zh.title}`,
  charactersLeft: (count) => `还可输入 ${count.toLocaleString('zh')} 个字符`,
  charactersOver: (count) => `超出 ${count.toLocaleString('zh')} 个字符`,
  bytesLeft: (count) => `还可输入 ${count.toLocaleString('zh')} 字节`,
  bytesOver: (count) => `超出 ${count.toLocaleString('zh')} 字节`,
  tooFast: (seconds) => `操作太频繁，请等待 ${seconds} 秒。`,
  sentIn: (seconds) => `你发送得太快，消息将在 ${seconds} 秒后发出。`,
  typing,
  node: (name) => `节点 ${isolated(name)}`,
};

function typing(names: readonly string[], count: number): string {
  const [first, second, third] = names.map(isolated);
  if (first === undefined) return `${count.toLocaleString('zh')} 人正在输入……`;
  if (second === undefined) return `${first} 正在输入……`;
  return `${third === undefined ? `${first} 和 ${second}` : `${first}、${second} 和 ${third}`} 正在输入……`;
}

function notice(news: Notice): string {
  switch (news.kind) {
    case 'entered':
      return '你已进入聊天室！';
    case 'named':
      return `你的用户名已设置为：${isolated(news.name)}`;
    case 'joined':
      return `${isolated(news.name)} 进入了聊天室。`;
    case 'left':
      return `${isolated(news.name)} 离开了聊天室。`;
    case 'renamed':
      return `${isolated(news.from)} 改名为 ${isolated(news.to)}。`;
  }
}
