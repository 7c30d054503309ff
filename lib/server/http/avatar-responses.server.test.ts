import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Session } from '@/lib/chat/events/session';
import { connectClient, type NodeForTests } from '@/lib/server/testing/node-for-tests';
import { AUDIENCE, type SiteKeys, startSiteKeys } from '@/lib/server/testing/site-keys-for-tests';
import { cookieOf, TwoNodes } from '@/lib/server/testing/two-nodes-for-tests';

const place = new TwoNodes();
const PICS = 'https://pics.example';

let keys: SiteKeys;
let nodes: [NodeForTests, NodeForTests];
beforeAll(async () => {
  keys = await startSiteKeys();
});
afterAll(() => keys?.close());

const startNode = async (id: string, variables: Record<string, string> = {}) =>
  place.opened(
    await place.startNode(id, {
      AUTH_JWKS_URL: keys.url,
      AUTH_JWT_AUDIENCE: AUDIENCE,
      AVATAR_ORIGINS: PICS,
      ...variables,
    }),
  );
beforeEach(async () => {
  nodes = [await startNode('three'), await startNode('four')];
});

/** Somebody comes with a token that has this picture. Returns who they are. */
async function come(node: NodeForTests, avatar?: unknown): Promise<Session['member']> {
  const token = await keys.sign({ sub: 'u-1', name: 'Ada', avatar });
  const socket = place.opened(connectClient(node.url, { token }));
  return new Promise((resolve) => socket.once('session:opened', ({ member }) => resolve(member)));
}

const look = (node: NodeForTests, path: string, headers: Record<string, string> = {}) =>
  fetch(`${node.url}/avatars/${path}`, { redirect: 'manual', headers });

async function pictureOf(node: NodeForTests, { id }: { readonly id: string }): Promise<string | null> {
  return (await look(node, id)).headers.get('location');
}

it('[J7] the picture of a verified member is available at every node once the member is there', async () => {
  const ada = await come(nodes[0], `${PICS}/ada.png`);
  const answer = await look(nodes[1], ada.id);
  expect(answer.status).toBe(302);
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    location: `${PICS}/ada.png`,
    'referrer-policy': 'no-referrer',
    'cache-control': 'private, max-age=300',
  });
  expect(answer.headers.get('set-cookie')).toBeNull();
});

it('[J7] it changes with the next token, and goes with one that has none or a bad one', async () => {
  for (const none of [undefined, null, '', 'http://pics.example/1.png', 'https://evil.example/1.png', 7]) {
    await come(nodes[0], `${PICS}/1.png`);
    const ada = await come(nodes[1], `${PICS}/2.png`);
    expect(await pictureOf(nodes[0], ada)).toBe(`${PICS}/2.png`);
    expect(await come(nodes[0], none)).toEqual(ada);
    expect(await pictureOf(nodes[1], ada)).toBeNull();
  }
});

it('[J7] a member without a picture, or who was never here, has nothing to show; an id that cannot be a member’s is not found', async () => {
  const ada = await come(nodes[0]);
  const stranger = `site-${'x'.repeat(43)}`;
  const guest = (await cookieOf(nodes[0])).slice(0, 36);
  const strange = [guest, '', '..%2f', `${ada.id}/more`, `site-${'x'.repeat(1_000)}`];
  for (const [path, status] of [
    [ada.id, 204],
    [stranger, 204],
    ...strange.map((path) => [path, 404] as const),
  ] as const) {
    const answer = await look(nodes[0], path);
    expect([path, answer.status]).toEqual([path, status]);
    expect(answer.headers.get('cache-control')).toBe('private, max-age=300');
  }
});

it('[J7] no picture is shown from an origin that is no longer listed, and none at all without AVATAR_ORIGINS', async () => {
  const ada = await come(nodes[0], `${PICS}/ada.png`);
  for (const AVATAR_ORIGINS of ['https://other.example', '']) {
    const node = await startNode('five', { AVATAR_ORIGINS });
    expect(await pictureOf(node, ada)).toBeNull();
  }
  const dark = await startNode('six', { AVATAR_ORIGINS: '' });
  await come(dark, `${PICS}/2.png`);
  expect(await pictureOf(nodes[0], ada)).toBe(`${PICS}/ada.png`);
});

it('[J7] an address that asks too often is told when to ask again, and others are not affected', async () => {
  const node = await startNode('five', { RATE_AVATARS: '2/1m', TRUST_PROXY: 'loopback' });
  const ada = await come(node, `${PICS}/ada.png`);
  const lookFrom = (address: string) => look(node, ada.id, { 'x-forwarded-for': address });
  const statuses: number[] = [];
  for (let index = 0; index < 3; index++) statuses.push((await lookFrom('203.0.113.1')).status);
  expect(statuses).toEqual([302, 302, 429]);
  const refused = await lookFrom('203.0.113.1');
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(50);
  expect(refused.headers.get('cache-control')).toBe('no-store');
  expect((await lookFrom('203.0.113.2')).status).toBe(302);
});

it('[A1] while Redis is away nobody is told that there is no picture', async () => {
  const ada = await come(nodes[0], `${PICS}/ada.png`);
  await place.redis.kill();
  const answer = await look(nodes[0], ada.id);
  expect(answer.status).toBe(503);
  expect(answer.headers.get('cache-control')).toBe('no-store');
  await place.redis.restart();
});
