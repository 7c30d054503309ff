import type { Mutant } from './mutant';

const FEED = 'lib/server/feeds/room-feed.ts';
const WRITER = 'lib/server/feeds/room-writer.ts';
const PRESENCE = 'lib/server/presence/room-presence.ts';

/** What goes wrong at a node. */
export const NODE_MUTANTS: readonly Mutant[] = [
  {
    name: 'a hole in what is heard is taken for none',
    file: FEED,
    find: '    if (!this.#isLoaded || !isCurrent || known < 0) return false;',
    replace: '    if (!this.#isLoaded || !isCurrent || known < 0) return true;',
  },
  {
    name: 'what is heard of a history before the node has settled in it is delivered',
    file: FEED,
    find: 'epoch === this.#epoch && this.#writer.isSettledIn(epoch);',
    replace: 'epoch === this.#epoch;',
  },
  {
    name: 'what was heard while the log was read is forgotten',
    file: FEED,
    find: '        return (await this.#look()) && this.#takeEarly();',
    replace:
      '        const isWhole = await this.#look();\n        this.#early.take();\n        return isWhole;',
  },
  {
    name: 'a node goes on from its own top and not from the fork',
    file: FEED,
    find: 'const fork = Math.min(agreedUpTo({ epoch, forks }, this.#epoch), this.#top);',
    replace: 'const fork = this.#top + 0 * agreedUpTo({ epoch, forks }, this.#epoch || 0);',
  },
  {
    name: 'nobody is told of another history',
    file: FEED,
    find: '    this.#keep(epoch, following);\n    this.#options.listener.changed(this.#here(), undeliveredSince(before, this.#recent, this.#forks));',
    replace: '    this.#keep(epoch, following);\n    undeliveredSince(before, this.#recent, this.#forks);',
  },
  {
    name: 'a client that is ahead of its node is not waited for',
    file: FEED,
    find: '    if (isAhead) await withDeadline(this.check(), CHECK_DEADLINE_MS);',
    replace: '    void isAhead;',
  },
  {
    name: 'a node puts nothing back',
    file: WRITER,
    find: '    if (entries.length === 0) return true;',
    replace: '    if (entries.length >= 0) return true;',
  },
  {
    name: 'what is put back is known too early',
    file: WRITER,
    find: '      if (position) this.#unseen.add({ logged, position }, START);\n      else this.#unseen.forget(logged);',
    replace: '      void position;\n      this.#unseen.forget(logged);',
  },
  {
    name: 'a node does not answer for what it has appended and not heard',
    file: WRITER,
    find: '        if (!this.#isClosed) {',
    replace: '        if (!this.#isClosed && appended === null) {',
  },
  {
    name: 'the secret is not put back',
    file: 'lib/server/identity/session-secrets.ts',
    find: 'store.exchange(before ?? [], this.#proposal)',
    replace: 'store.exchange([], this.#proposal)',
  },
  {
    name: 'a node takes a store that fails for one that stores',
    file: 'lib/server/databases/store-watch.ts',
    find: '    this.#change(false);',
    replace: '    void this.#change;',
  },
  {
    name: 'a deaf listener is left deaf',
    file: 'lib/server/databases/redis/canary.redis.ts',
    find: "    if (isSilent()) renew(subscriber, 'nothing is heard through Redis');",
    replace: '',
  },
  {
    name: 'a connection over which nothing can be said is kept',
    file: 'lib/server/databases/redis/canary.redis.ts',
    find: '    void askSubscriber();\n',
    replace: '    void askSubscriber;\n',
  },
  {
    name: 'those of a dead node stay for ever',
    file: PRESENCE,
    find: '      await this.#options.store.reap(node, ({ room, member }) => this.#tell(room, { left: [member] }));',
    replace: '      void node;',
  },
  {
    name: 'whom the store has forgotten is not written down again',
    file: PRESENCE,
    find: '      await this.#own.putEach(room, lost);\n',
    replace: '',
  },
  {
    name: 'who joins is told who is there now, and not who was announced',
    file: 'lib/server/handlers/connection-rooms.ts',
    find: 'present: live.announcedRoster.present,',
    replace: 'present: live.roster.present,',
  },
  {
    name: 'a program of the tutorial hears nothing but what another history has',
    file: 'lib/server/serve-chat.ts',
    find: '    if (room === LOBBY) tellClassicEntries(classic, run.entries);',
    replace: '',
  },
  {
    name: 'who was removed reads on',
    file: 'lib/server/moderation/enforce-moderation.ts',
    find: '  for (const tab of tabs) tab.removed(room, why);',
    replace: '  void tabs;',
  },
  {
    name: 'a mute keeps nobody from writing',
    file: 'lib/server/moderation/moderate.ts',
    find: "  if (mute !== undefined && !member.isAdmin) throw new ChatError('muted', untilOf(mute));",
    replace: '  void mute;',
  },
  {
    name: 'a member leaves with their first tab',
    file: PRESENCE,
    find: '    if (known.tabs > 0) return;',
    replace: '',
  },
];
