import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** A program that the project runs but npm cannot install. */
export interface Tool {
  readonly name: string;
  readonly commands: readonly string[];
  readonly apt: string;
  readonly brew: string;
}

export const REDIS: Tool = {
  name: 'redis-server',
  commands: ['redis-server'],
  apt: 'redis-server',
  brew: 'redis',
};
export const NGINX: Tool = { name: 'nginx', commands: ['nginx'], apt: 'nginx', brew: 'nginx' };
export const HAPROXY: Tool = { name: 'haproxy', commands: ['haproxy'], apt: 'haproxy', brew: 'haproxy' };
/** Chromium without its windows, with which the tests take half the time. Debian has it; others only have the full browser. */
export const HEADLESS_SHELL: Tool = {
  name: 'chromium-headless-shell',
  commands: ['chromium-headless-shell'],
  apt: 'chromium-headless-shell',
  brew: '',
};
export const CHROMIUM: Tool = {
  name: 'chromium',
  commands: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
  apt: 'chromium',
  brew: '--cask google-chrome',
};

/** Folders of servers that an ordinary user's PATH leaves out. */
const MORE_FOLDERS = ['/usr/local/sbin', '/usr/sbin', '/sbin', '/opt/homebrew/bin', '/usr/local/bin'];

/** Returns the path of the tool's first command that can be run here, or `null`. */
export function findTool(tool: Tool): string | null {
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...MORE_FOLDERS];
  const candidates = tool.commands.flatMap((command) => folders.map((folder) => join(folder, command)));
  return candidates.find(isExecutable) ?? null;
}

/** Like {@link findTool}, but throws a sentence that says how to install what is missing. */
export function requireTool(tool: Tool): string {
  const path = findTool(tool);
  if (path === null) throw new Error(`${tool.name} is not installed. ${installHint([tool])}`);
  return path;
}

export function installHint(missing: readonly Tool[]): string {
  const apt = `apt-get install -y --no-install-recommends ${missing.map((tool) => tool.apt).join(' ')}`;
  const brew = missing.map((tool) => `brew install ${tool.brew}`).join(' && ');
  return `Install it with “${apt}” (Debian, Ubuntu) or “${brew}” (macOS).`;
}

export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
