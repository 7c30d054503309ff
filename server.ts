import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import { warnOfHosts } from './lib/server/config/allowed-hosts';
import { createClientAddress } from './lib/server/config/client-address';
import { type Config, readConfig, readEnvironment } from './lib/server/config/config';
import { createLogger } from './lib/server/config/logger';
import { StartError } from './lib/server/config/start-error';
import { createWarnings, type Warnings } from './lib/server/config/warnings';
import { warnOfSecrets } from './lib/server/config/weak-secrets';
import { createChatServer } from './lib/server/create-chat-server';
import { createNodeMemory, describeMemory } from './lib/server/feeds/memory-budget';
import { answerRequests } from './lib/server/http/answer-requests';
import { createHttpServer } from './lib/server/http/http-server';
import { listen } from './lib/server/http/listen';
import { openPages } from './lib/server/http/pages';
import { putPlainHeaders } from './lib/server/http/plain-headers';
import { shutdownWithParent } from './lib/server/process/parent';
import { runNodes } from './lib/server/process/run-nodes';
import { shutdownOnSignal } from './lib/server/process/shutdown';
import { createSiblings } from './lib/server/process/siblings';
import { openStores, sessionSecrets } from './lib/server/stores/open-stores';

/** The composition root: configuration → store → chat server → pages → listen → shutdown. */
async function start(config: Config, logger: Logger, warnings: Warnings): Promise<void> {
  const stores = await openStores(config, logger);
  const secrets = sessionSecrets(config, stores, logger);
  let isEnding = false;
  const isReady = async () => !isEnding && secrets.isKnown() && (await stores.isReachable());
  const pages = await openPages(config.isDevelopment, config.port);
  const clientAddress = createClientAddress(config.trustProxy, warnings);
  const memory = createNodeMemory(config);
  const health = { isReady, memory: () => describeMemory(memory) };
  const common = { config, stores, secrets, clientAddress };
  const httpServer = createHttpServer(answerRequests({ ...common, warnings, health, pages }));
  const siblings = config.seat && createSiblings(config.seat, config.nodes);
  const chat = createChatServer({ ...common, httpServer, siblings, memory, logger });
  httpServer.prependListener('request', putPlainHeaders); // Before Socket.IO, which answers its own requests.
  httpServer.on('upgrade', (request, socket, head) => {
    if (!request.url?.startsWith('/socket.io/')) pages.upgrade(request, socket, head);
  });

  const entrance = siblings?.listenFor(httpServer) ?? httpServer;

  const shutdown = config.seat ? shutdownWithParent : shutdownOnSignal;
  shutdown(async (isAlone = false) => {
    isEnding = true;
    if (isAlone) entrance.close(); // New clients reach a sibling; those here stay until they are sent there.
    await chat.drain();
    await chat.close(); // Ends upgraded connections, which the HTTP server would wait for, and then the server.
    await pages.close();
    stores.close();
  }, logger);

  await listen(entrance, config.port, config.host);
  warnOfHosts(config, warnings); // Only now: an error that keeps it from starting is printed alone.
  const { port } = entrance.address() as AddressInfo;
  const store = config.redisUrl === undefined ? `the embedded store in ${config.dataDir}` : 'Redis';
  if (await isReady()) logger.info(`ready on http://localhost:${port}, with ${store}`);
  else logger.warn(`listening on http://localhost:${port}, but not ready until ${store} takes messages`);
}

try {
  const { variables, complaints } = readEnvironment();
  const config = readConfig(variables, complaints);
  const logger = createLogger(config);
  const warnings = createWarnings(config, logger);
  warnOfSecrets(config, warnings);
  if (config.nodes > 1 && !config.seat) runNodes(config, logger, warnings);
  else await start(config, logger, warnings);
} catch (error) {
  if (!(error instanceof StartError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}
