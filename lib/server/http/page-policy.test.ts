import { expect, it } from 'vitest';
import { readConfig } from '@/lib/server/config/config';
import { pagePolicy } from './page-policy';

const SECRETS = { AUTH_JWT_SECRET: 'what the site and the room know, and nobody else' };

const directivesOf = (variables: Record<string, string>) =>
  pagePolicy(readConfig(variables), 'nonce').split('; ');

const imagesOf = (variables: Record<string, string>) =>
  directivesOf(variables).find((directive) => directive.startsWith('img-src'));

it('[W1] a page loads pictures from no other host than those in AVATAR_ORIGINS', () => {
  expect(imagesOf(SECRETS)).toBe("img-src 'self'");
  const AVATAR_ORIGINS = 'https://pics.example,http://127.0.0.1:3000';
  expect(imagesOf({ ...SECRETS, AVATAR_ORIGINS })).toBe(
    "img-src 'self' https://pics.example http://127.0.0.1:3000",
  );
});

it('[W2] no other sites than those in EMBED_ORIGINS can show a page in a frame', () => {
  expect(directivesOf({})).toContain("frame-ancestors 'none'");
  const EMBED_ORIGINS = 'https://a-1.example:8443, http://localhost:3000, https://xn--mller-kva.example';
  expect(directivesOf({ EMBED_ORIGINS })).toContain(
    'frame-ancestors https://a-1.example:8443 http://localhost:3000 https://xn--mller-kva.example',
  );
});

it('[C4] what a policy would read as more than one host, or as none, is not put into it', () => {
  const hosts = [
    'https://*.example.com',
    'https://*',
    'https://a.example;',
    "https://a.example'",
    'http://[::1]:3000',
  ];
  for (const host of hosts) {
    for (const name of ['AVATAR_ORIGINS', 'EMBED_ORIGINS']) {
      const start = () => readConfig({ ...SECRETS, [name]: host });
      expect(start).toThrow(new RegExp(`${name} has ".*": a content security policy`));
    }
  }
});
