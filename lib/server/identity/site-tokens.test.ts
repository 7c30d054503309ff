import { createSecretKey } from 'node:crypto';
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import { expect, it } from 'vitest';
import { isVerified } from '@/lib/chat/verified';
import { createSiteTokens } from './site-tokens';

const SECRET = 'what the site and the room know, and nobody else';
const SITE = 'https://site.example';
const HOUR_S = 3_600;

const inAnHour = () => Math.floor(Date.now() / 1_000) + HOUR_S;
const claims = () => ({ sub: 'u-17', name: 'Ada Lovelace', exp: inAnHour() });

const signed = (payload: object, { alg = 'HS256', secret = SECRET } = {}) =>
  new SignJWT({ ...payload }).setProtectedHeader({ alg }).sign(new TextEncoder().encode(secret));

const settings = {
  secret: SECRET,
  jwksUrl: undefined,
  issuer: undefined,
  audience: undefined,
};
const tokens = createSiteTokens(settings);
const refused = { code: 'token_refused' };

it('[J1] a token that the site signed says who its user is, and until when', async () => {
  const { exp, ...rest } = claims();
  const member = await tokens.verify(
    await signed({ ...rest, exp, roles: ['editor', 'admin'], avatar: `${SITE}/ada.png`, other: 'ignored' }),
  );
  expect(member).toEqual({
    id: member.id,
    name: 'Ada Lovelace',
    isAdmin: true,
    avatar: `${SITE}/ada.png`,
    expiresAt: exp * 1_000,
  });
  expect(isVerified(member.id)).toBe(true);
});

it('[J1] the id is unique for a user of a site, does not reveal them, and is never a guest’s', async () => {
  const idOf = async (payload: object) => (await tokens.verify(await signed({ ...claims(), ...payload }))).id;
  expect(await idOf({ name: 'Renamed' })).toBe(await idOf({}));
  const ids = [
    await idOf({ sub: 'ada@site.example' }),
    await idOf({ sub: 'eve@site.example' }),
    await idOf({ sub: 'ada@site.example', iss: 'another' }),
  ];
  expect(new Set(ids).size).toBe(3);
  for (const id of ids) expect(id).toMatch(/^site-[\w-]{43}$/);
});

for (const [what, token] of [
  ['is not a token', async () => 'rubbish'],
  ['is empty', async () => ''],
  ['nobody signed', async () => new UnsecuredJWT(claims()).encode()],
  [
    'another secret has signed',
    () => signed(claims(), { secret: 'another secret that is also long enough' }),
  ],
  ['another algorithm has signed', () => signed(claims(), { alg: 'HS512', secret: SECRET.repeat(2) })],
  ['has expired', () => signed({ ...claims(), exp: inAnHour() - HOUR_S - 60 })],
  ['never expires', async () => signed({ sub: 'u-17', name: 'Ada' })],
  ['does not hold yet', () => signed({ ...claims(), nbf: inAnHour() })],
  ['names nobody', () => signed({ name: 'Ada', exp: inAnHour() })],
  ['names an empty id', () => signed({ ...claims(), sub: '' })],
  ['gives no name', () => signed({ sub: 'u-17', exp: inAnHour() })],
  ['gives an empty name', () => signed({ ...claims(), name: '\u200b ' })],
  ['gives a name that shows nothing', () => signed({ ...claims(), name: '\u202e\u{1d159}' })],
  ['gives a name that is half a character', () => signed({ ...claims(), name: 'Ada\ud800' })],
  ['gives a name that is not text', () => signed({ ...claims(), name: { $gt: '' } })],
  ['gives roles that are not a list', () => signed({ ...claims(), roles: 'admin' })],
] as const) {
  it(`[J2] a token that ${what} is refused`, async () => {
    await expect(tokens.verify(await token())).rejects.toMatchObject(refused);
  });
}

it('[J2] a token that was tampered with is refused', async () => {
  const [head, , signature] = (await signed(claims())).split('.');
  const forged = Buffer.from(JSON.stringify({ ...claims(), roles: ['admin'] })).toString('base64url');
  await expect(tokens.verify(`${head}.${forged}.${signature}`)).rejects.toMatchObject(refused);
});

it('[J2] if issuer and audience are set, tokens of or for others are refused', async () => {
  const strict = createSiteTokens({ ...settings, issuer: SITE, audience: 'concord' });
  const right = { ...claims(), iss: SITE, aud: 'concord' };
  expect(await strict.verify(await signed(right))).toMatchObject({ name: 'Ada Lovelace' });
  for (const wrong of [
    { iss: 'https://evil.example' },
    { aud: 'another' },
    { iss: undefined },
    { aud: undefined },
  ]) {
    await expect(strict.verify(await signed({ ...right, ...wrong }))).rejects.toMatchObject(refused);
  }
});

it('[J1] a name that is too long is shortened, and trimmed like any other', async () => {
  const nameOf = async (name: string) => (await tokens.verify(await signed({ ...claims(), name }))).name;
  expect(await nameOf('x'.repeat(100))).toBe('x'.repeat(32));
  expect(await nameOf('  Ada \n Lovelace ')).toBe('Ada Lovelace');
});

it('[N4] characters that a name may not contain are removed from one that a site gives: its user cannot choose another', async () => {
  const nameOf = async (name: string) => (await tokens.verify(await signed({ ...claims(), name }))).name;
  expect(await nameOf('adA\u202e')).toBe('adA');
  expect(await nameOf('Ada \ufffc Lovelace\u{1d159}')).toBe('Ada Lovelace');
  expect(await nameOf('\ue000👩‍🔬 Marie')).toBe('👩‍🔬 Marie');
});

it('[J7] whatever it says about a picture keeps nobody out', async () => {
  for (const avatar of [undefined, null, '', 7, { $gt: '' }, 'javascript:alert(1)']) {
    expect(await tokens.verify(await signed({ ...claims(), avatar }))).toMatchObject({
      name: 'Ada Lovelace',
    });
  }
});

it('[J1] only the role of an administrator makes one', async () => {
  for (const roles of [undefined, [], ['Admin'], ['administrator', 'admins']]) {
    expect(await tokens.verify(await signed({ ...claims(), roles }))).toMatchObject({ isAdmin: false });
  }
});

it('[J2] with public keys, no token signed with a secret is accepted, not even with a public key as the secret', async () => {
  const { publicKey } = await generateKeyPair('RS256', { extractable: true });
  const jwk = await exportJWK(publicKey);
  const withKeys = createSiteTokens({ ...settings, secret: undefined, jwksUrl: 'http://127.0.0.1:1/none' });
  const key = createSecretKey(Buffer.from(JSON.stringify(jwk)));
  const forged = await new SignJWT(claims()).setProtectedHeader({ alg: 'HS256' }).sign(key);
  await expect(withKeys.verify(forged)).rejects.toMatchObject(refused);
});

it('[J3] while a site’s keys are not available, nobody is refused for good', async () => {
  const { privateKey } = await generateKeyPair('ES256');
  const token = await new SignJWT(claims()).setProtectedHeader({ alg: 'ES256' }).sign(privateKey);
  const withKeys = createSiteTokens({ ...settings, secret: undefined, jwksUrl: 'http://127.0.0.1:1/none' });
  await expect(withKeys.verify(token)).rejects.toMatchObject({ code: 'token_unchecked' });
});
