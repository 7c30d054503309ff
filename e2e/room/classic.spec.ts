import { expect } from '@playwright/test';
import { SILENCE_MS } from '../support/classic-person';
import { test } from '../support/test';

for (const transports of ['websocket,polling', 'polling']) {
  test(`a person on the classic page talks with one on ours, over ${transports}`, async ({ people }) => {
    const ada = await people.open('Ada');
    const tim = await people.openClassic('Tim', transports);
    await ada.setsName();
    await tim.reads('You have entered the chat room!');
    await tim.setsName();
    await tim.reads('Your username has been set to: Tim');
    await ada.reads('Tim has entered the chat room.');
    await tim.says(`Hello from 2021 by ${transports}`);
    await tim.reads(`Tim: Hello from 2021 by ${transports}`);
    await ada.readsOnce(`Hello from 2021 by ${transports}`);
    await ada.says(`Hello from now by ${transports}`);
    await tim.reads(`Ada: Hello from now by ${transports}`);
    await tim.leaves();
    await ada.reads('Tim has left the chat room.', SILENCE_MS);
  });
}

test('a person on the classic page reads that one on ours has left', async ({ people }) => {
  const [lena, tim] = [await people.open('Lena'), await people.openClassic('Tim')];
  await lena.takesName();
  await tim.reads('You have entered the chat room!');
  await lena.leaves();
  const left = tim.page.getByRole('listitem').filter({ hasText: 'Lena has left the chat room.' });
  await expect(left).toHaveCount(1, { timeout: 20_000 });
});

test('two people on classic pages talk, and nobody does without a name', async ({ people }) => {
  const onlooker = await people.open('Onlooker');
  const [tim, vint] = [await people.openClassic('Tim'), await people.openClassic('Vint', 'polling')];
  await tim.says('Nobody hears this.');
  await tim.reads('Failed to send message: Please set a username first.');
  await tim.setsName();
  await vint.setsName();
  await vint.reads('Your username has been set to: Vint');
  // Anybody who comes and goes within the same second is not announced at all.
  await onlooker.reads('Vint has entered the chat room.');
  await tim.says('But this.');
  await vint.reads('Tim: But this.');
  await vint.leaves();
  await tim.reads('Vint has left the chat room.', SILENCE_MS);
  await expect(tim.page.getByText('Nobody hears this.')).toHaveCount(0);
});
