const READY_WITHIN_MS = 3_000;

/** Returns whether the first node of `site` to answer can store messages; `false` if none answers. */
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
