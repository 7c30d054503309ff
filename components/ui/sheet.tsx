'use client';

import { Dialog } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';

interface SheetProps {
  readonly title: string;
  readonly closeLabel: string;
  /** What opens it. */
  readonly trigger: ReactElement;
  readonly children: ReactNode;
}

/** A panel over the right edge of the page. */
export function Sheet({ title, closeLabel, trigger, children }: SheetProps) {
  return (
    <Dialog.Root>
      <Dialog.Trigger render={trigger} />
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 bg-veil motion-safe:transition-opacity motion-safe:duration-200 data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Dialog.Popup className="fixed inset-y-0 right-0 flex w-80 max-w-[85vw] flex-col border-line border-l bg-panel pt-[env(safe-area-inset-top)] pr-[env(safe-area-inset-right)] pb-[env(safe-area-inset-bottom)] outline-none motion-safe:transition-transform motion-safe:duration-200 ease-out data-ending-style:translate-x-full data-starting-style:translate-x-full">
          <div className="flex h-14 shrink-0 items-center justify-between pr-2 pl-4">
            <Dialog.Title className="font-semibold">{title}</Dialog.Title>
            <Dialog.Close
              aria-label={closeLabel}
              className="inline-flex size-9 items-center justify-center rounded-lg text-soft hover:bg-hover hover:text-ink touch:size-11"
            >
              <X size={18} aria-hidden />
            </Dialog.Close>
          </div>
          {children}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
