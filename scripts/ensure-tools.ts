import { spawnSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { findChromium } from './find-chromium';
import { CHROMIUM, findTool, HAPROXY, HEADLESS_SHELL, installHint, NGINX, REDIS, type Tool } from './tools';

const APT: Tool = { name: 'apt-get', commands: ['apt-get'], apt: '', brew: '' };
const SUDO: Tool = { name: 'sudo', commands: ['sudo'], apt: '', brew: '' };

/**
 * Debian starts a server when its package is installed; policy-rc.d is its way to prevent that. Ours is removed afterwards, and
 * an existing one is left alone.
 */
const INSTALL = `
set -e
policy=/usr/sbin/policy-rc.d
if [ ! -e $policy ]; then
  trap 'rm -f $policy' EXIT
  trap 'exit 1' HUP INT TERM
  printf '#!/bin/sh\\nexit 101\\n' > $policy
  chmod 755 $policy
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update
apt-get install -y --no-install-recommends "$@"
`;

/** Makes sure that the programs the tests need are installed. Throws a sentence that says how to get what is missing. */
export function ensureTools(tell: (line: string) => void): void {
  for (const tool of [HEADLESS_SHELL, CHROMIUM]) tryFor(tool, tell);
  const missing = missingTools();
  if (missing.length === 0) return;
  const names = missing.map((tool) => tool.name).join(', ');
  const root = rootPrefix();
  if (findTool(APT) === null || root === null) throw new Error(`Missing: ${names}. ${installHint(missing)}`);
  tell(`installing ${names}`);
  install(root, missing);
  const still = missingTools();
  if (still.length > 0) throw new Error(`The installation left something missing. ${installHint(still)}`);
}

/** One browser is enough. Without the headless shell the tests take longer, without the full browser some are skipped. */
function tryFor(tool: Tool, tell: (line: string) => void): void {
  if (process.env.CHROMIUM_PATH || findTool(tool) !== null || findTool(APT) === null) return;
  const root = rootPrefix();
  if (root === null) return;
  tell(`installing ${tool.name}`);
  try {
    install(root, [tool]);
  } catch {
    tell(`${tool.name} is not available`);
  }
}

function missingTools(): Tool[] {
  const missing = [REDIS, NGINX, HAPROXY].filter((tool) => findTool(tool) === null);
  return findChromium() === null ? [...missing, CHROMIUM] : missing;
}

/** Returns what to put before a command so that root runs it; `null` if that would need a password. */
function rootPrefix(): string[] | null {
  if (process.getuid?.() === 0) return [];
  const sudo = findTool(SUDO);
  if (sudo === null || spawnSync(sudo, ['-n', 'true']).status !== 0) return null;
  return [sudo, '-n'];
}

function install(root: readonly string[], tools: readonly Tool[]): void {
  const packages = tools.map((tool) => tool.apt);
  const [command = 'sh', ...args] = [...root, 'sh', '-c', INSTALL, 'install', ...packages];
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${stdout}\n${stderr}\n${installHint(tools)}`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    ensureTools(console.log);
  } catch (error) {
    console.error((error as Error).message);
    process.exitCode = 1;
  }
}
