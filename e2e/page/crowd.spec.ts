import { expect } from '@playwright/test';
import { io, type Socket } from 'socket.io-client';
import type { Place } from '../support/place';
import { test } from '../support/test';

/** People who have a name and do nothing: more than one page of names. */
const CROWD = 230;

async function fill(place: Place): Promise<Socket[]> {
  const sockets = Array.from({ length: CROWD }, (_, index) => {
    const socket = io(place.url, { transports: ['websocket'], forceNew: true });
    socket.on('connect', () => socket.emit('set_username', `Member ${String(index).padStart(3, '0')}`));
    return socket;
  });
  await Promise.all(
    sockets.map(
      (socket) =>
        new Promise<void>((resolve) => {
          socket.on('message', (text: string) => text.startsWith('Your username') && resolve());
        }),
    ),
  );
  return sockets;
}

test('[P8] in a big room everybody is counted, and names are read as one scrolls to them', async ({
  people,
  place,
}) => {
  const crowd = await fill(place);
  try {
    const ada = await people.open('Zoe');
    await ada.takesName();
    await expect(ada.page.getByText(`${CROWD + 1} here`)).toBeVisible();
    // People of earlier tests, who were on the first page of names, have left by now.
    await ada.page.reload();
    const list = ada.page.getByRole('region', { name: 'People' });
    await expect(list.getByRole('listitem')).toHaveCount(200);
    await expect(list.getByText('and 31 others')).toBeAttached();
    await list.focus();
    await ada.page.keyboard.press('End');
    await expect(list.getByRole('listitem')).toHaveCount(CROWD + 1);
    await expect(list.getByRole('listitem').last()).toHaveText(/Zoe/);
    await expect(list.getByText(/others/)).toHaveCount(0);
    // When somebody at the beginning leaves, nobody after them is skipped.
    crowd[0]?.close();
    await expect(list.getByRole('listitem')).toHaveCount(CROWD);
    await expect(list.getByRole('listitem').first()).toHaveText(/Member 001/);
  } finally {
    for (const socket of crowd) socket.close();
  }
});
