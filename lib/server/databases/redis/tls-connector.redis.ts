import { connect } from 'node:tls';
import { AbstractConnector, type Redis, type StandaloneConnectionOptions } from 'ioredis';

type Stream = Awaited<ReturnType<AbstractConnector['connect']>>;

/**
 * Connects over TLS. ioredis listens for only the first error of a stream. A handshake that is cut off, because a node ends or
 * reconnects, may cause two, and the second one would end the process.
 */
export class TlsConnector extends AbstractConnector {
  readonly #options: StandaloneConnectionOptions;

  constructor(options: unknown) {
    const asked = options as StandaloneConnectionOptions & { readonly disconnectTimeout: number };
    super(asked.disconnectTimeout);
    this.#options = asked;
  }

  async connect(): Promise<Stream> {
    this.connecting = true;
    await Promise.resolve();
    if (!this.connecting) throw new Error('The connection was closed before it was made.');
    const { host, port, family, tls } = this.#options;
    this.stream = hearingAllErrors(
      connect({ host, port: Number(port), ...(family === undefined ? {} : { family }), ...tls }),
    );
    this.stream.once('error', (error) => {
      this.firstError = error;
    });
    return this.stream;
  }
}

/** Does the same for a client that Sentinels guide, before it connects: it has a connector of its own. */
export function hearAllErrors(redis: Redis): void {
  const { connector } = redis as unknown as { connector: AbstractConnector };
  const connectAsBefore = connector.connect.bind(connector);
  connector.connect = async (emit) => hearingAllErrors(await connectAsBefore(emit));
}

const hearingAllErrors = (stream: Stream): Stream => stream.on('error', () => {});
