import { expect, it } from 'vitest';
import { readConfig } from './config';
import { pagePolicy } from './page-policy';

const SECRETS = { AUTH_JWT_SECRET: 'what the site and the room know, and nobody else' };

const imagesOf = (variables: Record<string, string>) =>
  pagePolicy(readConfig(variables), 'nonce')
    .split('; ')
    .find((directive) => directive.startsWith('img-src'));

it('[W1] a page loads pictures of no other host than those in AVATAR_ORIGINS', () => {
  expect(imagesOf(SECRETS)).toBe("img-src 'self'");
  const AVATAR_ORIGINS = 'https://pics.example,http://127.0.0.1:3000';
  expect(imagesOf({ ...SECRETS, AVATAR_ORIGINS })).toBe(
    "img-src 'self' https://pics.example http://127.0.0.1:3000",
  );
});
