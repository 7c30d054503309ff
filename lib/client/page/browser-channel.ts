/** To the other tabs of this browser, and from them; a browser without channels has nobody to tell. */
export interface BrowserChannel<News> {
  tell(news: News): void;
  /** As if another tab had told it: to those who listen here. */
  tellHere(news: News): void;
  /** Returns how to stop. */
  onTold(hear: (news: News) => void): () => void;
}

/** Opened when somebody listens: on the server there is none. One for all, or the rooms of one page would hear each other. */
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

/** `null` where a browser has none, or forbids it as it forbids storage. */
function openOne<News>(name: string, hear: (news: News) => void): BroadcastChannel | null {
  try {
    const channel = new BroadcastChannel(name);
    channel.onmessage = ({ data }: MessageEvent<News>) => hear(data);
    return channel;
  } catch {
    return null;
  }
}
