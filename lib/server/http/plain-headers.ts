import type { IncomingMessage, ServerResponse } from 'node:http';
import { isSecure } from '@/lib/server/identity/identity';

/** What a page may ask a browser for, but a chat has no use for: neither the page nor a frame in it may use it. */
const UNUSED_FEATURES = [
  'accelerometer',
  'camera',
  'display-capture',
  'geolocation',
  'gyroscope',
  'hid',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'serial',
  'usb',
];

/**
 * X-Frame-Options is missing on purpose: it cannot name other origins, and every browser that can show our page supports
 * `frame-ancestors`.
 */
const ALWAYS = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  /** Addresses may be invitations, so no other site learns them. */
  'referrer-policy': 'same-origin',
  'permissions-policy': UNUSED_FEATURES.map((feature) => `${feature}=()`).join(', '),
};

const YEAR_S = 365 * 24 * 60 * 60;

/** Over plain HTTP, browsers ignore these, and report the second one. */
const BEHIND_TLS = {
  /** For this host alone: other hosts of the domain are not ours to decide about. */
  'strict-transport-security': `max-age=${YEAR_S}`,
  /** Separates our page from one that opened it in a window. */
  'cross-origin-opener-policy': 'same-origin',
};

/** Sets headers on every answer of a node, whoever gives it. Pages have a policy of their own instead of this one. */
export function putPlainHeaders(request: IncomingMessage, response: ServerResponse): void {
  const headers = isSecure(request) ? { ...ALWAYS, ...BEHIND_TLS } : ALWAYS;
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
}
