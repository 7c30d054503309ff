import { describe, expect, it } from 'vitest';
import type { ModerationAction } from '@/lib/chat/moderation';
import type { Notice } from '@/lib/chat/timeline/timeline';
import { isolated, sentenceParts } from './isolated';
import { LANGUAGES } from './languages';
import { textsIn } from './texts-in';

const NAMES = ['נועה!', 'نور (2)', 'Ada שרה', '!ދިވެހި', '𞤀𞤁𞤂𞤃'];

/** Our own text in these runs in one direction: they contain times and seconds, and no names. */
const WITHOUT_NAMES = [
  'letInOn',
  'since',
  'newSince',
  'until',
  'mutedUntil',
  'bannedUntil',
  'tooFast',
  'sentIn',
  'slowSentIn',
  'quotaSentIn',
  'alsoRemoves',
];

/** A name where a text wants a name, and a number where it wants a count. */
const nameOrCount = (name: string) => ({ toString: () => name, toLocaleString: () => '3' });

const functionsOf = (texts: object) =>
  Object.entries(texts).filter(
    (entry): entry is [string, (...given: unknown[]) => unknown] => typeof entry[1] === 'function',
  );

const member = (name: string) => ({ id: 'm', name });

const NOTICES = kindsOf<Notice['kind']>({ entered: 1, named: 1, joined: 1, left: 1, renamed: 1 });
const ACTIONS = kindsOf<ModerationAction['kind']>({
  mute: 1,
  unmute: 1,
  remove: 1,
  ban: 1,
  unban: 1,
  slow: 1,
  close: 1,
  reopen: 1,
  promote: 1,
  demote: 1,
  hand_over: 1,
  delete: 1,
});

/** The compiler asks for every kind. */
function kindsOf<Kind extends string>(kinds: Readonly<Record<Kind, 1>>): readonly Kind[] {
  return Object.keys(kinds) as Kind[];
}

/** Every text of a language that can contain this name, with the name filled in. */
function sentencesWith(texts: (typeof textsIn)['en'], name: string): [key: string, sentence: string][] {
  const { notice, typing, moderation, ...others } = texts;
  const { action, alsoKeptOut, ...otherModeration } = moderation;
  const plain = [...functionsOf(others), ...functionsOf(otherModeration)]
    .filter(([key]) => !WITHOUT_NAMES.includes(key))
    .map(([key, say]): [string, string] => [key, String(say(nameOrCount(name), nameOrCount(name)))]);
  const all = ACTIONS.map((kind) =>
    action({ kind, at: 0, by: member(name), member: member(name), until: 60_000 } as ModerationAction),
  );
  return [
    ...plain,
    ...NOTICES.map((kind): [string, string] => [
      kind,
      notice({ kind, name, from: name, to: name } as unknown as Notice),
    ]),
    ...all.map((sentence): [string, string] => ['moderated', sentence]),
    ['alsoKeptOut', alsoKeptOut([name, name])],
    ...[1, 2, 3].map((count): [string, string] => ['typing', typing(Array(count).fill(name), count)]),
  ];
}

describe.each(LANGUAGES)('in %s', (language) => {
  it.each(NAMES)('no sentence has the name %s in it without a direction of its own', (name) => {
    const with_ = sentencesWith(textsIn[language], name).filter(([, sentence]) => sentence.includes(name));
    expect(with_.length).toBeGreaterThan(30);
    for (const [key, sentence] of with_)
      expect(sentence.replaceAll(isolated(name), ''), `${key}: ${sentence}`).not.toContain(name);
  });

  it('a name in the direction of our own text changes no letter of a sentence', () => {
    for (const [, sentence] of sentencesWith(textsIn[language], 'Ada 小明!'))
      expect(sentence).not.toMatch(/[\u2066-\u2069\u200e\u200f\u202a-\u202e]/);
  });
});

it('the parts of a sentence add up to the sentence without the marks', () => {
  const sentence = `${isolated('נועה!')} is now called ${isolated('نور')}.`;
  expect(sentenceParts(sentence)).toEqual([
    { text: 'נועה!', isIsolated: true },
    { text: ' is now called ', isIsolated: false },
    { text: 'نور', isIsolated: true },
    { text: '.', isIsolated: false },
  ]);
  expect(sentenceParts('Ada has left.')).toEqual([{ text: 'Ada has left.', isIsolated: false }]);
});
