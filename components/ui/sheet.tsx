'use client';

import { Dialog } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';

interface SheetProps {
  readonly title: string;
  readonly closeLabel: string;
  /** What opens it. */
  readonly trigger: ReactElement;
  /** The edge that it comes from. */
  readonly side?: 'left' | 'right';
  /** Beside the title. */
  readonly actions?: ReactNode;
  /** Where whoever shows it opens and closes it. */
  readonly isOpen?: boolean;
  readonly onOpenChange?: (isOpen: boolean) => void;
  readonly children: ReactNode;
}

const sides = {
  left: 'left-0 border-r data-ending-style:-translate-x-full data-starting-style:-translate-x-full',
  right: 'right-0 border-l data-ending-style:translate-x-full data-starting-style:translate-x-full',
};

/** A panel over an edge of the page. */
export function Sheet({
  title,
  closeLabel,
  trigger,
  side = 'right',
  actions,
  children,
  ...opening
}: SheetProps) {
  const { isOpen, onOpenChange } = opening;
  const controlled = isOpen === undefined ? {} : { open: isOpen };
  return (
    <Dialog.Root
      {...controlled}
      {...(onOpenChange && { onOpenChange: (open: boolean) => onOpenChange(open) })}
    >
      <Dialog.Trigger render={trigger} />
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 bg-veil motion-safe:transition-opacity motion-safe:duration-200 data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Dialog.Popup
          className={`fixed inset-y-0 flex w-80 max-w-[85vw] flex-col border-line bg-panel pt-[env(safe-area-inset-top)] pr-[env(safe-area-inset-right)] pb-[env(safe-area-inset-bottom)] pl-[env(safe-area-inset-left)] outline-none motion-safe:transition-transform motion-safe:duration-200 ease-out ${sides[side]}`}
        >
          <div className="flex h-14 shrink-0 items-center pr-2 pl-4">
            <Dialog.Title className="flex-1 font-semibold">{title}</Dialog.Title>
            {actions}
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
