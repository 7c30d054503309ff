import { expect, it } from 'vitest';
import { isAllowedOrigin } from './request-origin';

const ALLOWED = ['https://site.example'];
const isAllowed = (headers: Record<string, string>) =>
  isAllowedOrigin({ headers: { host: 'chat.example', ...headers } }, ALLOWED);

it('[I3] a page of the same host is allowed, and one of an allowed origin', () => {
  expect(isAllowed({ origin: 'http://chat.example' })).toBe(true);
  expect(isAllowed({ origin: 'https://chat.example' })).toBe(true);
  expect(isAllowed({ origin: 'https://site.example', 'sec-fetch-site': 'cross-site' })).toBe(true);
  expect(isAllowed({ 'sec-fetch-site': 'same-origin' })).toBe(true);
  expect(isAllowed({ 'sec-fetch-site': 'none' })).toBe(true);
});

it('[I3] a program that sends neither header is allowed', () => {
  expect(isAllowed({})).toBe(true);
});

it.each([
  { origin: 'https://evil.example' },
  { origin: 'https://chat.example.evil.example' },
  { origin: 'https://chat.example:8443' },
  { origin: 'http://site.example' },
  { origin: 'null' },
  { origin: '' },
  { origin: 'chat.example' },
  { 'sec-fetch-site': 'cross-site' },
  { 'sec-fetch-site': 'same-site' },
] as Record<string, string>[])('[I3] another page is not: %j', (headers) => {
  expect(isAllowed(headers)).toBe(false);
});

it('[I3] over TLS, a page of the same host without TLS is not', () => {
  expect(isAllowed({ origin: 'http://chat.example', 'x-forwarded-proto': 'https' })).toBe(false);
  expect(isAllowed({ origin: 'https://chat.example', 'x-forwarded-proto': 'https' })).toBe(true);
});
