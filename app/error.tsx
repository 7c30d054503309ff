'use client';

import { late } from '@/components/ui/late';

/** In both languages: when anything may have failed, we do not know which one the reader has chosen. */
const meanwhile = (
  <main className="grid min-h-dvh place-content-center gap-4 p-6 text-center">
    <p>Something went wrong here. 这里出了问题。</p>
    <p>
      <a href="/">Reload 刷新</a>
    </p>
  </main>
);

const PageFailed = late(() => import('@/components/room/room').then((module) => module.PageFailed), {
  meanwhile,
});

export default function Failed({ error }: { readonly error: unknown }) {
  return <PageFailed error={error} />;
}
