'use client';

import { useState } from 'react';
import { useTexts } from '@/components/page/preferences-provider';
import { Button } from '@/components/ui/button';
import { Sentence } from '@/components/ui/sentence';
import type { PlacedNotice } from '@/lib/chat/timeline/timeline';

/** The last of a run of notices; the others on request. */
export function NoticeLine({ notices }: { readonly notices: readonly PlacedNotice[] }) {
  const texts = useTexts();
  const [isOpen, setIsOpen] = useState(false);
  const earlier = notices.slice(0, -1);
  const last = notices.at(-1);
  return (
    <div className="wrap-anywhere overflow-clip py-1 pl-12 text-small text-soft">
      {isOpen &&
        earlier.map((notice) => (
          <p key={notice.id}>
            <Sentence>{texts.notice(notice)}</Sentence>
          </p>
        ))}
      <p>
        {last && (
          <span>
            <Sentence>{texts.notice(last)}</Sentence>
          </span>
        )}
        {earlier.length > 0 && (
          <>
            <span aria-hidden className="whitespace-pre">
              {' · '}
            </span>
            <Button look="text" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
              {isOpen ? texts.fewer : texts.moreNotices(earlier.length)}
            </Button>
          </>
        )}
      </p>
    </div>
  );
}
