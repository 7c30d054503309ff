import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { RedisAddress, RedisPlace } from '@/lib/server/config/settings/redis-url';
import { reasonOf, refusalOf } from './reasons.redis';

const ANSWER_WITHIN_MS = 2_500;

/** How every answer of Redis begins, to any command. */
const ANSWER = /^[+\-:$*_#,(!=%~>|]/;

/** What a direct probe of the place finds out: the Redis client does not report much of it. */
export interface Finding {
  /** What will not resolve itself, and what to do about it. */
  readonly refusal?: string;
  readonly reason: string;
  /** Something there answers like a Redis: only somebody with a password would be told what is wrong. */
  readonly isThere?: true;
}

/** What an address sends: the beginning of an answer, or why there was none. */
type Heard = { readonly answer: string } | { readonly error: Error } | 'closed' | 'silent';

/** Returns why nobody can talk to the Redis at `place`, as far as any of its addresses tells. */
export async function probe(place: RedisPlace, tlsCa: string | undefined): Promise<Finding> {
  const findings = await Promise.all(
    addressesOf(place).map((address) => probeAt(address, place.isTls, tlsCa)),
  );
  const odd = findings.find(({ refusal }) => refusal !== undefined) ?? findings[0];
  return odd ?? { reason: 'it does not answer' };
}

async function probeAt(address: RedisAddress, isTls: boolean, tlsCa: string | undefined): Promise<Finding> {
  const heard = await ask(address, isTls ? { ca: tlsCa } : null);
  if (typeof heard === 'object' && 'answer' in heard) return findingOf(heard.answer);
  const error = typeof heard === 'object' ? heard.error : undefined;
  const { code = '' } = (error ?? {}) as NodeJS.ErrnoException;
  if (/^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)$/.test(code) && error) {
    return { reason: reasonOf(error) };
  }
  if (error !== undefined && /certificate/i.test(error.message)) return refusedBy(error);
  // It may or may not use TLS, contrary to REDIS_URL.
  const other = await ask(address, isTls ? null : { isAnybody: true });
  if (typeof other === 'object' && 'answer' in other && ANSWER.test(other.answer)) {
    return refused(
      isTls
        ? 'The Redis at REDIS_URL does not speak TLS. Write redis instead of rediss, or give the port for TLS.'
        : 'The Redis at REDIS_URL speaks TLS. Write rediss instead of redis.',
    );
  }
  if (error !== undefined) return refusedBy(error);
  if (heard === 'closed') return { reason: 'it closes each connection before it answers' };
  return { reason: 'it does not answer' };
}

function findingOf(answer: string): Finding {
  if (!ANSWER.test(answer)) {
    return refused('What answers at REDIS_URL is not Redis. Check HOST and PORT.');
  }
  // This probe sends no password, so other refusals may only be about that: only -DENIED is sent whatever one says.
  if (answer.startsWith('-DENIED')) return refusedBy(new Error(answer));
  if (answer.startsWith('-LOADING')) return { reason: 'it is loading its data', isThere: true };
  return { reason: 'it answers, and is not ready yet', isThere: true };
}

const refused = (refusal: string): Finding => ({ refusal, reason: refusal.replace(/\.$/, '') });

function refusedBy(error: Error): Finding {
  const refusal = refusalOf(error);
  return { reason: reasonOf(error), ...(refusal === undefined ? {} : { refusal }) };
}

interface Tls {
  readonly ca?: string | undefined;
  /** Whether any certificate will do, because only the use of TLS is checked. */
  readonly isAnybody?: boolean;
}

function ask({ host, port }: RedisAddress, tls: Tls | null): Promise<Heard> {
  return new Promise((resolve) => {
    const options = { ...(tls?.ca === undefined ? {} : { ca: tls.ca }), rejectUnauthorized: !tls?.isAnybody };
    const socket: Socket = tls === null ? connectTcp(port, host) : connectTls({ host, port, ...options });
    const end = (heard: Heard) => {
      clearTimeout(timer);
      resolve(heard);
      socket.destroy();
    };
    const timer = setTimeout(end, ANSWER_WITHIN_MS, 'silent');
    socket.on('error', (error) => end({ error }));
    socket.on('close', () => end('closed'));
    socket.once('data', (data) => end({ answer: data.toString('latin1').split('\r\n')[0] ?? '' }));
    socket.write('*1\r\n$4\r\nPING\r\n');
  });
}

function addressesOf(place: RedisPlace): readonly RedisAddress[] {
  if (place.kind === 'sentinel') return place.sentinels;
  if (place.kind === 'cluster') return place.servers;
  const { hostname, port } = new URL(place.url);
  return [{ host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || 6379) }];
}
