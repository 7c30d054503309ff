import { expect, it } from 'vitest';
import { tellClassicDepartures } from './classic';
import type { ClassicNamespace } from './classic-socket';

it('[K3] a name that is still present has not left, and a name that left over two connections has left once', () => {
  const told: string[] = [];
  const local = { emit: (_: string, text: string) => told.push(text) };
  const namespace = { local } as unknown as ClassicNamespace;
  const left = ['Ada', 'Bot', 'Bot', 'Cleo'].map((name, index) => ({ id: `classic-${index}`, name }));
  const change = { room: 'lobby', count: 1, joined: [], left, renamed: [] };
  tellClassicDepartures(namespace, change, new Set(['Cleo']));
  expect(told).toEqual(['Ada has left the chat room.', 'Bot has left the chat room.']);
});
