interface NetworkError extends Error {
  readonly code?: string;
  readonly address?: string;
  readonly port?: number;
  readonly hostname?: string;
  /** Set for a name with several addresses, all of which failed. */
  readonly errors?: readonly NetworkError[];
  /** Set for a cluster in which no server answered. */
  readonly lastNodeError?: NetworkError;
}

/** Returns why Redis cannot be reached, in words for the operator of the node. */
export function reasonOf(error: NetworkError): string {
  const { code, lastNodeError, errors: [first] = [] } = error;
  if (lastNodeError !== undefined) return reasonOf(lastNodeError);
  const { address, port, hostname } = first ?? error;
  switch (code) {
    case 'ECONNREFUSED':
      return address === undefined ? 'nothing listens there' : `nothing listens at ${address}:${port}`;
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `unknown host ${hostname ?? 'in REDIS_URL'}`;
    case 'ETIMEDOUT':
      return 'it does not answer';
    case 'ECONNRESET':
    case 'EPIPE':
      return 'it cut the connection off';
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return `there is no way to ${address ?? 'it'}`;
    default:
      return (
        refusalOf(error)?.replace(/\.$/, '') ?? error.message.split('\n')[0] ?? code ?? 'no reason given'
      );
  }
}

/** What a Redis answers that will never talk to us, however often it is asked, and what to do about it. */
const REFUSALS: readonly (readonly [RegExp, (reason: string) => string])[] = [
  [/cluster support disabled/, () => 'The Redis at REDIS_URL is not a cluster. Write redis://HOST:PORT.'],
  [
    /No such master/,
    () =>
      'The Sentinels at REDIS_URL know no master of that name (redis+sentinel://HOST:PORT,HOST:PORT/MASTER).',
  ],
  [
    /sentinel .* because .*(WRONGPASS|NOAUTH)/,
    () =>
      'The Sentinels ask for another password. Put it at the end of REDIS_URL: …/MASTER?sentinelPassword=PASSWORD.',
  ],
  [
    /WRONGPASS|invalid (username|password)/i,
    () => 'Redis refuses the user or password in REDIS_URL (redis://USER:PASSWORD@HOST:PORT).',
  ],
  [/NOAUTH/, () => 'Redis asks for a password. Put it into REDIS_URL: redis://:PASSWORD@HOST:PORT.'],
  [
    /certificate required|alert handshake failure|bad certificate/i,
    () =>
      'The Redis at REDIS_URL asks for a certificate of Concord, which has none. Set its tls-auth-clients to no.',
  ],
  [
    /certificate/i,
    (reason) =>
      `The certificate of the Redis at REDIS_URL is not trusted (${reason}). Set REDIS_TLS_CA to a file with the certificate that vouches for it.`,
  ],
  [
    /wrong version number|packet length too long|EPROTO|unexpected message|disconnected before secure TLS/i,
    () => 'The Redis at REDIS_URL does not speak TLS. Write redis:// instead of rediss://, or another port.',
  ],
  [
    /Protocol error, got|Unknown RESP type/,
    () => 'What answers at REDIS_URL is not Redis. Check HOST and PORT.',
  ],
  [
    /running in protected mode/,
    () =>
      'The Redis at REDIS_URL takes connections from its own machine only (protected-mode). Give it a password, and put that into REDIS_URL.',
  ],
  [
    /invalid DB index|DB index is out of range/i,
    () => 'The Redis at REDIS_URL has no database of that number.',
  ],
  [/NOPERM/, (reason) => `The Redis user in REDIS_URL may not do what Concord needs: ${reason}`],
];

/** Returns why Redis will not talk to us, if `error` says so, and trying again would not help. */
export function refusalOf(error: NetworkError): string | undefined {
  const { message, lastNodeError } = error;
  const found = REFUSALS.find(([pattern]) => pattern.test(message));
  if (found !== undefined) return found[1](message);
  return lastNodeError === undefined ? undefined : refusalOf(lastNodeError);
}
