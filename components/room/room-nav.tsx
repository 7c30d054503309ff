import { Hash } from 'lucide-react';
import Link from 'next/link';
import { Mark } from '@/components/ui/mark';
import { ConnectionStatus } from './connection-status';
import { useTexts } from './preferences-provider';

/** The rooms there are. */
export function RoomNav() {
  const texts = useTexts();
  return (
    <nav
      aria-label={texts.rooms}
      className="hidden w-56 shrink-0 flex-col border-line border-r bg-panel lg:flex"
    >
      <div className="flex h-14 shrink-0 items-center gap-2.5 px-4 font-semibold">
        <Mark />
        Concord
      </div>
      <h2 className="px-4 pt-3 pb-1 font-medium text-small text-soft">{texts.rooms}</h2>
      <Link
        href="/"
        aria-current="page"
        className="mx-2 flex h-9 items-center gap-2 rounded-lg px-2 text-ink hover:bg-hover aria-[current=page]:bg-accent-wash aria-[current=page]:font-medium aria-[current=page]:text-accent-strong"
      >
        <Hash size={16} aria-hidden className="shrink-0 opacity-70" />
        {texts.lobby}
      </Link>
      <ConnectionStatus className="mt-auto" />
    </nav>
  );
}
