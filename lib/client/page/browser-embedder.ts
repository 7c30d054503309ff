import { isToken, tokenHandedIn } from '@/lib/chat/token-handing';
import type { Embedder } from '@/lib/client/environment/embedder';

const TOKEN = 'token';

export const browserEmbedder: Embedder = {
  isThere: () => window.parent !== window && (originsOfTokens()?.length ?? 0) > 0,
  takeToken,
  // To whichever site it is: it says nothing that is a secret, and none but those of EMBED_ORIGINS can show the page.
  tell: (type) => window.parent.postMessage({ type }, '*'),
  onToken,
};

/** As the node put them into the page; `null` where it takes no tokens. */
function originsOfTokens(): readonly string[] | null {
  const origins = document.documentElement.dataset.tokenOrigins;
  return origins === undefined ? null : origins.split(' ').filter(Boolean);
}

/** It is a key, and is neither to stay in the history nor over somebody's shoulder. */
function takeToken(): string | null {
  const parts = new URLSearchParams(location.hash.replace(/^#/, ''));
  const token = parts.get(TOKEN);
  if (token === null) return null;
  parts.delete(TOKEN);
  const rest = parts.toString();
  history.replaceState(history.state, '', location.pathname + location.search + (rest && `#${rest}`));
  return originsOfTokens() !== null && isToken(token) ? token : null;
}

/** Any window may say anything to this one: it is the parent that counts, and only as a page of a site that was named. */
function onToken(hear: (token: string | null) => void): () => void {
  const onMessage = ({ source, origin, data }: MessageEvent<unknown>) => {
    if (source !== window.parent || !originsOfTokens()?.includes(origin)) return;
    const token = tokenHandedIn(data);
    if (token !== undefined) hear(token);
  };
  window.addEventListener('message', onMessage);
  return () => window.removeEventListener('message', onMessage);
}
