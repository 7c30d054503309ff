import { expect, it } from 'vitest';
import { PROTOCOL_VERSION } from '@/lib/chat/protocol';
import type { Admission } from '@/lib/server/admission/admission';
import type { ChatSocketData } from './chat-socket';
import { type ArrivingSocket, openSession } from './session-opening';

type Context = Parameters<typeof openSession>[1];

it('[J7] nobody sees a member before their picture is available', async () => {
  const noted: unknown[] = [];
  let store = () => {};
  const verify = async () => ({ id: 'site-1', name: 'Ada', isAdmin: false, avatar: 'ada.png', expiresAt: 1 });
  const context = {
    entrance: { sites: { tokens: { verify }, guests: 'welcome' } },
    members: {
      names: { claimVerified: async () => 'Ada' },
      avatars: {
        note: (...said: unknown[]) => {
          noted.push(said);
          return new Promise<void>((resolve) => {
            store = resolve;
          });
        },
      },
    },
  } as unknown as Context;
  const auth = { version: PROTOCOL_VERSION, token: 'token' };
  const socket = { handshake: { auth }, request: {}, data: {} as ChatSocketData } as ArrivingSocket;
  const admission = { originOf: () => ({ identity: { memberId: 'guest' } }) } as unknown as Admission;

  let isIn = false;
  const coming = openSession(socket, context, admission).then(() => {
    isIn = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  expect(noted).toEqual([['site-1', 'ada.png']]);
  expect(isIn).toBe(false);
  store();
  await coming;
  expect(socket.data.member.name).toBe('Ada');
});
