/** Talks to the other tabs of this browser. A browser without broadcast channels tells nobody. */
export interface BrowserChannel<News> {
  tell(news: News): void;
  /** Calls the listeners of this tab, as if another tab had told them. */
  tellHere(news: News): void;
  /** Returns a function that stops it. */
  onTold(hear: (news: News) => void): () => void;
}

/**
 * Opens the channel when somebody listens, since the server has none. All listeners share one channel, or the rooms of one page
 * would hear each other.
 */
export function openChannel<News>(name: string): BrowserChannel<News> {
  const listeners = new Set<(news: News) => void>();
  let channel: BroadcastChannel | null = null;

  const tellHere = (news: News) => {
    for (const hear of listeners) hear(news);
  };

  return {
    tell: (news) => {
      try {
        channel?.postMessage(news);
      } catch {
        // The other tabs find out from the store or the node.
      }
    },
    tellHere,
    onTold: (hear) => {
      listeners.add(hear);
      channel ??= openOne(name, tellHere);
      return () => {
        listeners.delete(hear);
        if (listeners.size > 0) return;
        channel?.close();
        channel = null;
      };
    },
  };
}

/** Returns `null` where a browser has no channels, or forbids them as it forbids storage. */
function openOne<News>(name: string, hear: (news: News) => void): BroadcastChannel | null {
  try {
    const channel = new BroadcastChannel(name);
    channel.onmessage = ({ data }: MessageEvent<News>) => hear(data);
    return channel;
  } catch {
    return null;
  }
}
