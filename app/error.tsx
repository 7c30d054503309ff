'use client';

import { useEffect } from 'react';
import { PartFailed } from '@/components/page/part-failed';
import { reportFailure, useRunningChat } from '@/lib/client/use-chat';

/** In place of a page that has failed as a whole: its parts fail each for itself. */
export default function PageFailed({ error }: { readonly error: unknown }) {
  useRunningChat(); // The page that did has failed, and a node is to hear of it.
  useEffect(() => reportFailure('page', error), [error]);
  return (
    <main className="flex h-dvh items-center justify-center">
      <PartFailed />
    </main>
  );
}
