import { SignJWT } from 'jose';
import { expect, it } from 'vitest';
import { createIdentify } from './identity';
import { configuredSecret } from './session-secrets';

const SECRET = 'the secret that all nodes of this room share';
const identify = createIdentify(configuredSecret(SECRET));
const HOUR_S = 3_600;

interface TokenOptions {
  readonly secret?: string;
  readonly algorithm?: string;
  readonly expiresInS?: number | null;
  readonly member?: string;
}

/** As a node of ours signs it, but for what the test changes. */
function cookieWith({
  secret = SECRET,
  algorithm = 'HS256',
  expiresInS = HOUR_S,
  member = 'ada',
}: TokenOptions) {
  const token = new SignJWT().setProtectedHeader({ alg: algorithm }).setSubject(member).setIssuedAt();
  if (expiresInS !== null) token.setExpirationTime(Math.floor(Date.now() / 1_000) + expiresInS);
  return token.sign(new TextEncoder().encode(secret)).then((text) => `concord_member=${text}`);
}

const identityOf = (cookies: string) => identify({ cookies, isSecure: false });

it('[I1] a cookie that a node of this room signed makes that member, at any node', async () => {
  expect(await identityOf(await cookieWith({}))).toEqual({ memberId: 'ada' });
  expect(await identityOf(`other=1; ${await cookieWith({})}; theme=dark`)).toEqual({ memberId: 'ada' });
});

it('[I2] a cookie that has expired, or that another secret or algorithm signed, makes a new guest', async () => {
  const cookies = [
    await cookieWith({ expiresInS: -1 }),
    await cookieWith({ secret: 'the secret of another room, which is as long' }),
    await cookieWith({ algorithm: 'HS512' }),
  ];
  const guests = await Promise.all(cookies.map(identityOf));
  for (const guest of guests) expect(guest.setCookie).toMatch(/^concord_member=/);
  expect(new Set(guests.map(({ memberId }) => memberId)).size).toBe(3);
  expect(guests.map(({ memberId }) => memberId)).not.toContain('ada');
});

it('[I1] where pages may be framed, the cookie behind TLS is one that a frame can have', async () => {
  const identifyFramed = createIdentify(configuredSecret(SECRET), true);
  const behindTls = await identifyFramed({ cookies: undefined, isSecure: true });
  expect(behindTls.setCookie).toMatch(/HttpOnly; Secure; Partitioned; SameSite=None$/);
  const plain = await identifyFramed({ cookies: undefined, isSecure: false });
  expect(plain.setCookie).toMatch(/HttpOnly; SameSite=Lax$/);
});

it('[I2] the guest is the same member from then on', async () => {
  const { memberId, setCookie = '' } = await identityOf(await cookieWith({ expiresInS: -1 }));
  expect(await identityOf(setCookie.split(';', 1)[0] ?? '')).toEqual({ memberId });
});
