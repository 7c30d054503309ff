import { expect, it } from 'vitest';
import { drain } from './drain';

it('[R4] asks each client once, including those that were still connecting when the others were asked', async () => {
  const asked: string[] = [];
  const here = new Map<string, { emit(event: 'node:draining'): void }>();
  const comes = (name: string) =>
    here.set(name, {
      emit: () => {
        asked.push(name);
        if (name === 'first') comes('late');
        else setTimeout(() => here.clear(), 120);
      },
    });
  comes('first');
  await drain({ sockets: () => [...here.values()], spreadMs: 0 });
  expect(asked).toEqual(['first', 'late']);
});
