'use client';

import { Menu } from '@base-ui/react/menu';
import type { ReactElement } from 'react';

export interface Action {
  readonly label: string;
  readonly act: () => void;
  /** Does it do something to somebody that they will not like? */
  readonly isGrave?: boolean;
}

interface ActionMenuProps {
  readonly label: string;
  readonly trigger: ReactElement;
  readonly actions: readonly Action[];
}

/** Things to do, under the button that opens them. */
export function ActionMenu({ label, trigger, actions }: ActionMenuProps) {
  return (
    <Menu.Root>
      <Menu.Trigger render={trigger} />
      <Menu.Portal>
        <Menu.Positioner align="end" sideOffset={4} className="z-10">
          <Menu.Popup
            aria-label={label}
            className="flex max-h-(--available-height) min-w-48 max-w-72 flex-col overflow-y-auto rounded-xl border border-edge bg-raised p-1 shadow-lg outline-none motion-safe:transition-opacity motion-safe:duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0"
          >
            {actions.map((action) => (
              <Menu.Item
                key={action.label}
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
