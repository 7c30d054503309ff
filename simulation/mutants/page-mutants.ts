import type { Mutant } from './mutant';

const TIMELINE = 'lib/chat/timeline/timeline.ts';
const OUTBOX = 'lib/client/outbox/outbox.ts';
const SENDING = 'lib/client/outbox/sending.ts';

/** What goes wrong in a page. */
export const PAGE_MUTANTS: readonly Mutant[] = [
  {
    name: 'a page takes a hole for none',
    file: TIMELINE,
    find: ' || frame.from > topOf(timeline) + 1;',
    replace: ';',
  },
  {
    name: 'a page shows again what it has',
    file: TIMELINE,
    find: '  const fresh = frame.entries.slice(topOf(timeline) + 1 - frame.from);',
    replace: '  const fresh = frame.entries;',
  },
  {
    name: 'a page does not go back to the fork',
    file: TIMELINE,
    find: 'append(rewind(timeline, answer, answer.to), answer)',
    replace: 'append({ ...timeline, epoch: answer.epoch }, answer)',
  },
  {
    name: 'what another history acknowledged is not sent again',
    file: SENDING,
    find: '(isAnother || this.#storedEarly.has(key))',
    replace: 'this.#storedEarly.has(key)',
  },
  {
    name: 'the next message goes before the one before it is answered',
    file: OUTBOX,
    find: '        if (!result.ok && result.error.retryable) return this.#retryLater(result.error.retryAfterMs);',
    replace:
      '        if (!result.ok && result.error.retryable) {\n          this.#retryLater(result.error.retryAfterMs);\n          continue;\n        }',
  },
  {
    name: 'a message is sent again under another key',
    file: SENDING,
    find: "request('message:send', { room, key: message.key, ...draftOf(message) })",
    replace:
      "request('message:send', { room, key: this.#options.environment.newKey(), ...draftOf(message) })",
  },
  {
    name: 'a message is forgotten as it is sent',
    file: OUTBOX,
    find: '        const result = await this.#options.send(message);\n',
    replace:
      '        await this.#tabs.outboxStore.remove(message.key);\n        const result = await this.#options.send(message);\n',
  },
  {
    name: 'a message that was sent by another tab is not known for it',
    file: SENDING,
    find: '  #settle({ key, position, id = this.#idOf(key) }: Gone): void {',
    replace: '  #settle({ key, position }: Gone): void {\n    const id = this.#idOf(key);',
  },
  {
    name: 'what a new tab hears is stored is believed in any history',
    file: SENDING,
    find: '    if (position && this.#timeline.latest().epoch === null) this.#storedEarly.add(key);\n',
    replace: '',
  },
  {
    name: 'what comes while a page catches up is dropped',
    file: 'lib/client/room/room-follower.ts',
    find: '    if (this.#isJoining) this.#held.push(() => this.entriesCame(frame));\n    else if',
    replace: '    if (this.#isJoining) return;\n    if',
  },
  {
    name: 'a page does not hear how far another of its member has read',
    file: 'lib/client/room/reading.ts',
    find: '    this.#take(mark);\n    this.#placeNewsWhileAway();\n',
    replace: '',
  },
  {
    name: 'a page that comes back to its node asks for nothing',
    file: 'lib/client/chat.ts',
    find: '    this.naming.resumed();\n    for (const chat of this.rooms.all) chat.open();',
    replace: '    this.naming.resumed();',
  },
  {
    name: 'a page does not leave a node that is silent',
    file: 'lib/client/wire/line.ts',
    find: "  return watch.is === 'asking' ? 'doubted' : 'silent';",
    replace: "  return watch.is === 'asking' ? 'trusted' : 'trusted';",
  },
];
