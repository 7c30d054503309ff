import type { IncomingMessage, ServerResponse } from 'node:http';
import { expect, it } from 'vitest';
import { AVATARS_HEADER } from '@/lib/chat/avatar';
import { readConfig } from '@/lib/server/config/config';
import type { Stores } from '@/lib/server/stores/stores';
import { withAvatars } from './avatar-responses';

const SECRETS = { AUTH_JWT_SECRET: 'what the site and the room know, and nobody else' };
const AVATAR_ORIGINS = 'https://pics.example';

/** Sends a request as to a node, and returns what of it reached the pages and the store. */
async function request(variables: Record<string, string>, url: string, headers = {}) {
  const asked: string[] = [];
  const find = async (memberId: string) => {
    asked.push(memberId);
    return null;
  };
  const stores = {
    avatars: { find },
    limits: { take: async () => 0, refusedFor: () => 0 },
  } as unknown as Stores;
  const options = { config: readConfig({ ...SECRETS, ...variables }), stores, clientAddress: () => '' };
  const incoming = { url, headers: { ...headers } } as IncomingMessage;
  const status = await new Promise<number>((resolve) => {
    const end = (code: number) => ({ end: () => resolve(code) });
    withAvatars(options, () => resolve(200))(incoming, { writeHead: end } as unknown as ServerResponse);
  });
  return { status, asked, isTold: AVATARS_HEADER in incoming.headers };
}

it('[J7] the configuration tells a page whether to ask for pictures, whatever a client says', async () => {
  for (const sent of [{}, { [AVATARS_HEADER]: 'shown' }]) {
    expect(await request({}, '/', sent)).toMatchObject({ status: 200, isTold: false });
    expect(await request({ AVATAR_ORIGINS }, '/', sent)).toMatchObject({ status: 200, isTold: true });
  }
});

it('[J7] the store is not asked about ids that can have no picture', async () => {
  const undelivered = { status: 404, asked: [] };
  expect(await request({}, '/avatars/site-1')).toMatchObject(undelivered);
  for (const memberId of ['', 'guest-1', 'site-1/2', 'site-é', `site-${'x'.repeat(1_000)}`]) {
    expect(await request({ AVATAR_ORIGINS }, `/avatars/${memberId}`)).toMatchObject(undelivered);
  }
  expect(await request({ AVATAR_ORIGINS }, '/avatars/site-1?2')).toMatchObject({ asked: ['site-1'] });
});
