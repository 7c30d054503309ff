import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { RedisAddress, RedisPlace } from '@/lib/server/config/settings/redis-url';
import { reasonOf, refusalOf } from './reasons.redis';

const ANSWER_WITHIN_MS = 2_500;

/** How every answer of Redis begins, whatever it is asked. */
const ANSWER = /^[+\-:$*_#,(!=%~>|]/;

/** What somebody finds out who asks the place itself: the client of Redis keeps much of it to itself. */
export interface Finding {
  /** What will not pass by itself, and what to do. */
  readonly refusal?: string;
  readonly reason: string;
  /** Something there answers like a Redis: what is wrong it says to whoever shows a password. */
  readonly isThere?: true;
}

/** What is heard from an address: the beginning of an answer, or why there was none. */
type Heard = { readonly answer: string } | { readonly error: Error } | 'closed' | 'silent';

/** Why nobody can talk to the Redis at `place`, as far as one of its addresses tells. */
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
  // It may speak the other way.
  const other = await ask(address, isTls ? null : { isAnybody: true });
  if (typeof other === 'object' && 'answer' in other && ANSWER.test(other.answer)) {
    return refused(
      isTls
        ? 'The Redis at REDIS_URL speaks no TLS. Write redis in place of rediss, or the port at which it does.'
        : 'The Redis at REDIS_URL speaks TLS. Write rediss in place of redis.',
    );
  }
  if (error !== undefined) return refusedBy(error);
  if (heard === 'closed') return { reason: 'it closes each connection before it answers' };
  return { reason: 'it does not answer' };
}

function findingOf(answer: string): Finding {
  if (!ANSWER.test(answer)) {
    return refused('What answers at REDIS_URL is no Redis. Look whether HOST and PORT are right.');
  }
  // Of a password this does not ask with one: only who comes from elsewhere is refused whatever they say.
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
  /** Whoever it is, only that TLS is spoken there counts. */
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
