const READY_WITHIN_MS = 3_000;

/** Asks whichever node of `site` answers first if it can store. Of a node that does not answer nothing is to be had. */
export async function isAnyNodeReady(site = ''): Promise<boolean> {
  try {
    const response = await fetch(`${site}/healthz/store`, {
      cache: 'no-store',
      signal: AbortSignal.timeout(READY_WITHIN_MS),
    });
    return response.ok && (await response.text()).trim() === 'ready';
  } catch {
    return false;
  }
}
