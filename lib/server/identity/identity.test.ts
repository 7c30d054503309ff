import { SignJWT } from 'jose';
import { expect, it } from 'vitest';
import { createIdentify } from './identity';
import { configuredSecrets } from './session-secrets';

const SECRET = 'the secret that all nodes of this room share';
const identify = createIdentify(configuredSecrets(SECRET));
const HOUR_S = 3_600;
const HOST = '__Host-concord_member';
const PLAIN = 'concord_member';

interface TokenOptions {
  readonly secret?: string;
  readonly algorithm?: string;
  readonly expiresInS?: number | null;
  readonly member?: string;
  readonly name?: string;
  /** Absent in cookies signed before there were two kinds. */
  readonly kind?: 'host' | 'plain';
  readonly hoursAgo?: number;
}

/** A cookie as a node of ours signs it, except for what the test changes. */
function cookieWith(options: TokenOptions = {}) {
  const { secret = SECRET, algorithm = 'HS256', expiresInS = HOUR_S, member = 'ada', kind } = options;
  const now = Math.floor(Date.now() / 1_000);
  const token = new SignJWT().setProtectedHeader({ alg: algorithm }).setSubject(member);
  token.setIssuedAt(now - (options.hoursAgo ?? 0) * HOUR_S);
  if (kind !== undefined) token.setAudience(kind);
  if (expiresInS !== null) token.setExpirationTime(now + expiresInS);
  return token.sign(new TextEncoder().encode(secret)).then((text) => `${options.name ?? PLAIN}=${text}`);
}

const identityOf = (cookies: string, isSecure = false) => identify({ cookies, isSecure });
const pairOf = ({ setCookie = '' }: { readonly setCookie?: string }) => setCookie.split(';', 1)[0] ?? '';
const known = (memberId: string) => ({ memberId, isNew: false });

it('[I1] a cookie that a node of this room signed identifies its member, at any node', async () => {
  expect(await identityOf(await cookieWith())).toEqual(known('ada'));
  expect(await identityOf(`other=1; ${await cookieWith()}; theme=dark`)).toEqual(known('ada'));
});

it('[I2] a cookie that has expired, or was signed with another secret or algorithm, makes a new guest', async () => {
  const cookies = [
    await cookieWith({ expiresInS: -1 }),
    await cookieWith({ secret: 'the secret of another room, which is as long' }),
    await cookieWith({ algorithm: 'HS512' }),
  ];
  const guests = await Promise.all(cookies.map((cookie) => identityOf(cookie)));
  for (const guest of guests) expect(guest.setCookie).toMatch(/^concord_member=/);
  expect(new Set(guests.map(({ memberId }) => memberId)).size).toBe(3);
  expect(guests.map(({ memberId }) => memberId)).not.toContain('ada');
});

it('[I1] if pages may be framed, the cookie behind TLS is one that a frame can have', async () => {
  const identifyFramed = createIdentify(configuredSecrets(SECRET), true);
  const behindTls = await identifyFramed({ cookies: undefined, isSecure: true });
  expect(behindTls.setCookie).toMatch(
    /^__Host-concord_member=.*; Path=\/; HttpOnly; Secure; Partitioned; SameSite=None$/,
  );
  const plain = await identifyFramed({ cookies: undefined, isSecure: false });
  expect(plain.setCookie).toMatch(/HttpOnly; SameSite=Lax$/);
});

it('[I2] the guest is the same member from then on', async () => {
  const { memberId, isNew, setCookie = '' } = await identityOf(await cookieWith({ expiresInS: -1 }));
  expect(isNew).toBe(true);
  expect(await identityOf(pairOf({ setCookie }))).toEqual(known(memberId));
});

it('[I7] behind TLS the cookie is for this host alone, and without TLS it is the plain one', async () => {
  const behindTls = await identify({ cookies: undefined, isSecure: true });
  expect(behindTls.setCookie).toMatch(/^__Host-concord_member=.*; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
  expect(behindTls.setCookie).not.toMatch(/Domain/i);
  expect(await identityOf(pairOf(behindTls), true)).toEqual(known(behindTls.memberId));
  const plain = await identify({ cookies: undefined, isSecure: false });
  expect(plain.setCookie).toMatch(/^concord_member=.*; Path=\/; HttpOnly; SameSite=Lax$/);
  expect(await identityOf(pairOf(plain))).toEqual(known(plain.memberId));
});

it('[I7] a member with an earlier cookie stays the same, and gets one for this host alone', async () => {
  const moved = await identityOf(await cookieWith(), true);
  expect(moved).toMatchObject(known('ada'));
  expect(pairOf(moved)).toMatch(/^__Host-/);
  expect(await identityOf(pairOf(moved), true)).toEqual(known('ada'));
  expect(await identityOf(`${await cookieWith()}; ${pairOf(moved)}`, true)).toEqual(known('ada'));
});

it('[I7] behind TLS nothing that another site of the domain sets turns a member into another', async () => {
  const own = await cookieWith({ name: HOST, kind: 'host' });
  for (const kind of [undefined, 'plain', 'host'] as const) {
    const set = await cookieWith({ member: 'eve', hoursAgo: 24, ...(kind && { kind }) });
    for (const cookies of [`${own}; ${set}`, `${set}; ${own}`]) {
      expect(await identityOf(cookies, true)).toEqual(known('ada'));
      expect(await identityOf(cookies, false)).toEqual(known('ada')); // As the load balancer reports it.
    }
  }
});

it('[I7] behind TLS nobody acts as another with a cookie signed since', async () => {
  for (const kind of ['plain', 'host'] as const) {
    const set = await cookieWith({ member: 'eve', kind });
    expect((await identityOf(set, true)).memberId).not.toBe('eve');
  }
  const elsewhere = await cookieWith({ member: 'eve', kind: 'host' });
  expect((await identityOf(elsewhere, false)).memberId).not.toBe('eve');
});

it('[I7] an invalid cookie for this host alone makes a new guest, whatever is beside it', async () => {
  const guest = await identityOf(`${HOST}=rubbish; ${await cookieWith()}`, true);
  expect(guest).toMatchObject({ isNew: true });
  expect(pairOf(guest)).toMatch(/^__Host-/);
});

it('[I7] all cookies of the name are tried, and of several members the one who came first counts', async () => {
  const own = await cookieWith({ hoursAgo: 2, kind: 'plain' });
  const forged = await cookieWith({ secret: 'the secret of another room, which is as long' });
  const set = await cookieWith({ member: 'eve', hoursAgo: 1, kind: 'plain' });
  const strange = [`${PLAIN}=rubbish`, `${PLAIN}=`, forged, set, 'a', ';;'];
  expect(await identityOf([...strange, own].join('; '))).toEqual(known('ada'));
  expect(await identityOf([own, ...strange].join('; '))).toEqual(known('ada'));
});

it('[I8] a cookie signed with SESSION_SECRET_OLD identifies the same member, and is signed anew', async () => {
  const next = 'the next secret that all nodes are going to share';
  const rotating = createIdentify(configuredSecrets(next, SECRET));
  const early = await cookieWith({ hoursAgo: 5 });
  const anew = await rotating({ cookies: early, isSecure: false });
  expect(anew).toMatchObject(known('ada'));
  expect(await rotating({ cookies: pairOf(anew), isSecure: false })).toEqual(known('ada'));
  const rotated = createIdentify(configuredSecrets(next));
  expect(await rotated({ cookies: pairOf(anew), isSecure: false })).toEqual(known('ada'));
  expect(await rotated({ cookies: early, isSecure: false })).toMatchObject({ isNew: true });
  // A browser with one cookie for each kind of frame has both, and needs no third.
  expect(await rotating({ cookies: `${early}; ${pairOf(anew)}`, isSecure: false })).toEqual(known('ada'));
});
