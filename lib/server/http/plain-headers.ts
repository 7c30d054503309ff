import type { IncomingMessage, ServerResponse } from 'node:http';
import { isSecure } from '@/lib/server/identity/identity';

/** What a browser asks for at times and a chat has no use for: neither the page nor a frame in it may. */
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
 * X-Frame-Options is missing on purpose: it cannot name other origins, and every browser that can show our page knows
 * `frame-ancestors`.
 */
const ALWAYS = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  /** Addresses may be invitations: no other site hears them. */
  'referrer-policy': 'same-origin',
  'permissions-policy': UNUSED_FEATURES.map((feature) => `${feature}=()`).join(', '),
};

const YEAR_S = 365 * 24 * 60 * 60;

/** Over plain HTTP browsers ignore these, and the second with a complaint. */
const BEHIND_TLS = {
  /** For this host alone: what else its domain serves is not ours to decide. */
  'strict-transport-security': `max-age=${YEAR_S}`,
  /** A page that opened ours in a window has no hold on it. */
  'cross-origin-opener-policy': 'same-origin',
};

/** Put on every answer of a node, whoever gives it. Pages have a policy of their own in place of this one. */
export function putPlainHeaders(request: IncomingMessage, response: ServerResponse): void {
  const headers = isSecure(request) ? { ...ALWAYS, ...BEHIND_TLS } : ALWAYS;
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
}
