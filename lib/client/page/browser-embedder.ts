import { isToken, tokenHandedIn } from '@/lib/chat/token-handing';
import type { Embedder } from '@/lib/client/environment/embedder';

const TOKEN = 'token';

export const browserEmbedder: Embedder = {
  isThere: () => window.parent !== window && (originsOfTokens()?.length ?? 0) > 0,
  takeToken,
  // '*' is safe: the message holds no secret, and only sites in EMBED_ORIGINS can frame the page.
  tell: (type) => window.parent.postMessage({ type }, '*'),
  onToken,
};

/** The origins that the node wrote into the page; `null` where it accepts no tokens. */
function originsOfTokens(): readonly string[] | null {
  const origins = document.documentElement.dataset.tokenOrigins;
  return origins === undefined ? null : origins.split(' ').filter(Boolean);
}

/** The token is a key: it must not stay in the browser's history, nor in view of somebody looking over a shoulder. */
function takeToken(): string | null {
  const parts = new URLSearchParams(location.hash.replace(/^#/, ''));
  const token = parts.get(TOKEN);
  if (token === null) return null;
  parts.delete(TOKEN);
  const rest = parts.toString();
  history.replaceState(history.state, '', location.pathname + location.search + (rest && `#${rest}`));
  return originsOfTokens() !== null && isToken(token) ? token : null;
}

/** Any window may post a message to this one. Only the parent counts, and only if its origin is one of those named. */
function onToken(hear: (token: string | null) => void): () => void {
  const onMessage = ({ source, origin, data }: MessageEvent<unknown>) => {
    if (source !== window.parent || !originsOfTokens()?.includes(origin)) return;
    const token = tokenHandedIn(data);
    if (token !== undefined) hear(token);
  };
  window.addEventListener('message', onMessage);
  return () => window.removeEventListener('message', onMessage);
}
