'use client';

import { late } from '@/components/ui/late';

const PageFailed = late(() => import('@/components/room/room').then((module) => module.PageFailed));

export default function Failed({ error }: { readonly error: unknown }) {
  return <PageFailed error={error} />;
}
