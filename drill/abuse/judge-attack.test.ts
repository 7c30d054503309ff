import { expect, it } from 'vitest';
import type { Attack } from '../attacks/attack';
import { type AttackEvidence, type AttackFigures, judgeAttack } from './judge-attack';

const MB = 1024 * 1024;
const attack: Attack = {
  name: 'knocks',
  story: 'Somebody knocks.',
  counted: 'entries that opened',
  mostThrough: (ms) => ms / 1_000,
  run: async () => {},
};
const score = { name: 'knocks', tried: 900, through: 4, ms: 4_000 };
const figures: AttackFigures = {
  delivery: { quiet: 20, attacked: 75 },
  ping: { quiet: 4, attacked: 100 },
  memory: 10 * MB,
  scores: [score],
};
const kept: AttackEvidence = {
  attacks: [attack],
  figures,
  memoryMax: 10 * MB,
  died: [],
  beyondBudget: [],
  letGo: 0,
  interrupted: [],
  isTimed: true,
};

it('finds nothing if others hardly noticed', () => {
  expect(judgeAttack(kept)).toEqual([]);
});

it('compares slow answers with how slow they were without the attack', () => {
  const slow = { ...figures, delivery: { quiet: 100, attacked: 150 }, ping: { quiet: 200, attacked: 300 } };
  expect(judgeAttack({ ...kept, figures: slow })).toEqual([]);
});

it.each<[string, Partial<AttackEvidence>, string]>([
  ['node died', { died: ['node-1'] }, 'node-1 died.'],
  [
    'node held more than it may',
    { beyondBudget: ['node-1: rooms 65 of 64 bytes'] },
    'node-1: rooms 65 of 64 bytes.',
  ],
  ['quiet client was let go', { letGo: 1 }, 'Somebody who only pinged was let go.'],
  ['page lost its connection', { interrupted: ['Ada'] }, 'Ada was not connected for a moment.'],
  ['node took too much', { memoryMax: 9 * MB }, 'A node took 10 MB more, and 9 MB at most.'],
  [
    'limit did not hold',
    { figures: { ...figures, scores: [{ ...score, through: 5 }] } },
    '5 entries that opened, and 4 at most.',
  ],
  [
    'attack did nothing',
    { figures: { ...figures, scores: [{ ...score, tried: 0 }] } },
    'knocks never came to attack.',
  ],
  ['attack never ended', { figures: { ...figures, scores: [] } }, 'knocks never came to attack.'],
  [
    'message was slow',
    { figures: { ...figures, delivery: { quiet: 20, attacked: 76 } } },
    'One message in a hundred took 76 ms, and 75 ms at most.',
  ],
  [
    'ping was slow',
    { figures: { ...figures, ping: { quiet: 4, attacked: 101 } } },
    'A ping took 101 ms, and 100 ms at most.',
  ],
])('complains where a %s', (_what, found, complaint) => {
  expect(judgeAttack({ ...kept, ...found })).toEqual([complaint]);
});

it('does not judge times if they mean nothing', () => {
  const slow = { ...figures, delivery: { quiet: 1, attacked: 9_000 }, ping: { quiet: 1, attacked: 9_000 } };
  expect(judgeAttack({ ...kept, figures: slow, isTimed: false })).toEqual([]);
});
