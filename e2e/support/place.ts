import { UNLIMITED } from '@/lib/server/testing/unlimited-for-tests';
import { freePort } from '../../scripts/cluster/free-port';
import { type Cluster, startCluster } from '../../scripts/cluster/start-cluster';
import { startNode } from '../../scripts/cluster/start-node';
import { removeFolder, temporaryFolder } from '../../scripts/cluster/temporary-folder';
import { type ClassicSite, startClassicSite } from './classic-site';
import { type EmbeddingSite, SITE_SECRET, startEmbeddingSite } from './embedding-site';
import { freeNamesInFile, freeNamesInRedis } from './free-names';

export interface PlaceOptions {
  readonly kind: 'cluster' | 'single';
}

/** Where the tests of one worker chat: nobody else is there. */
export interface Place {
  readonly url: string;
  readonly classicSite: ClassicSite;
  /** A site that may show the room in a frame. */
  readonly embeddingSite: EmbeddingSite;
  /** Present if there is more than one node. */
  readonly cluster: Cluster | null;
  /** What the nodes have printed: warnings and errors. */
  readonly logged: readonly string[];
  /** Frees all names, since the next test has other people with the same ones. */
  freeNames(): Promise<void>;
  stop(): Promise<void>;
}

export async function startPlace(kind: PlaceOptions['kind']): Promise<Place> {
  const classicSite = await startClassicSite();
  const embeddingSite = await startEmbeddingSite();
  const env = {
    ALLOWED_ORIGINS: classicSite.origin,
    EMBED_ORIGINS: embeddingSite.origin,
    AUTH_JWT_SECRET: SITE_SECRET,
    AVATAR_ORIGINS: embeddingSite.origin,
    LOG_LEVEL: 'warn',
    ...UNLIMITED,
  };
  const logged: string[] = [];
  const onLine: OnLine = (name, line) => {
    logged.push(line);
    tell(name, line);
  };
  const place = kind === 'cluster' ? await startOnTwoNodes(env, onLine) : await startOnOneNode(env, onLine);
  const stop = async () => {
    await place.stop();
    await classicSite.stop();
    await embeddingSite.stop();
  };
  return { ...place, classicSite, embeddingSite, logged, stop };
}

type Part = Omit<Place, 'classicSite' | 'embeddingSite' | 'logged'>;
type OnLine = (name: string, line: string) => void;
type Env = Readonly<Record<string, string>>;

async function startOnTwoNodes(env: Env, onLine: OnLine): Promise<Part> {
  const nodePorts = [await freePort(), await freePort()] as const;
  const cluster = await startCluster({ port: await freePort(), nodePorts, env, onLine });
  const freeNames = () => freeNamesInRedis(cluster.redis?.url ?? '');
  return { url: cluster.url, cluster, freeNames, stop: cluster.stop };
}

async function startOnOneNode(env: Env, told: OnLine): Promise<Part> {
  const dataDir = temporaryFolder('e2e');
  const onLine = (line: string) => told('node-1', line);
  const node = await startNode({ id: 'node-1', port: await freePort(), store: { dataDir }, env, onLine });
  const stop = async () => {
    await node.stop();
    removeFolder(dataDir);
  };
  const url = `http://localhost:${node.port}`;
  const freeNames = async () => {
    // Once the node answers, it knows that everybody has left, and renews no names.
    await fetch(`${url}/healthz`);
    freeNamesInFile(dataDir);
  };
  return { url, cluster: null, freeNames, stop };
}

/** The warnings and errors of nodes belong in the report of a failure; what Next says about its settings does not. */
function tell(name: string, line: string): void {
  if (name.startsWith('node-') && !line.includes('next.config.mjs')) console.log(`${name} │ ${line}`);
}
