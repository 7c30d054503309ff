'use client';

import { Menu } from '@base-ui/react/menu';
import type { RefObject } from 'react';
import { isClosing, type OpenedBy } from './opener';

export interface Action {
  readonly label: string;
  readonly act: () => void;
  /** Whether it does something to somebody that they will not like. */
  readonly isGrave?: boolean;
}

interface MenuPopupProps {
  readonly label: string;
  readonly actions: readonly Action[];
  /** What opened it. */
  readonly button: RefObject<HTMLButtonElement | null>;
  readonly openedBy: OpenedBy;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** In the next frame: until then the menu does not know its items. */
const focus = (item: HTMLElement | null): void => {
  requestAnimationFrame(() => item?.focus({ preventScroll: true }));
};

export function MenuPopup({ label, actions, button, openedBy, isOpen, onClose }: MenuPopupProps) {
  return (
    <Menu.Root
      open={isOpen}
      onOpenChange={(open, change) => {
        if (isClosing(open, change, button.current)) onClose();
      }}
    >
      <Menu.Portal>
        <Menu.Positioner anchor={button} align="end" sideOffset={4} className="z-10">
          <Menu.Popup
            aria-label={label}
            finalFocus={button}
            className="flex max-h-(--available-height) min-w-48 max-w-72 flex-col overflow-y-auto rounded-xl border border-edge bg-raised p-1 shadow-lg outline-none motion-safe:transition-opacity motion-safe:duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0"
          >
            {actions.map((action, index) => (
              <Menu.Item
                key={action.label}
                ref={index === 0 && openedBy === 'keyboard' ? focus : undefined}
                onClick={action.act}
                className="flex h-9 shrink-0 cursor-pointer items-center truncate rounded-lg px-3 text-small outline-none data-highlighted:bg-hover data-grave:text-danger touch:h-11"
                data-grave={action.isGrave || undefined}
              >
                {action.label}
              </Menu.Item>
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
