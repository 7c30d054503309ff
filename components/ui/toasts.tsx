'use client';

import { Toast } from '@base-ui/react/toast';

const manager = Toast.createToastManager();

/** Shows a sentence about what was just done, for as long as it is read. The one before it goes. */
export function say(text: string): void {
  manager.close();
  manager.add({ title: text });
}

/** Where that is shown: over the page and what is open over it, but no menu. */
export function Toasts({ label }: { readonly label: string }) {
  return (
    <Toast.Provider toastManager={manager}>
      <Toast.Portal>
        <Toast.Viewport
          aria-label={label}
          className="fixed inset-x-4 bottom-[calc(env(safe-area-inset-bottom)+min(8rem,40dvh))] z-5 mx-auto flex w-fit max-w-96 flex-col outline-none"
        >
          <Shown />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

function Shown() {
  const { toasts } = Toast.useToastManager();
  return toasts.map((toast) => (
    <Toast.Root
      key={toast.id}
      toast={toast}
      swipeDirection="down"
      className="rounded-lg border border-edge bg-raised px-4 py-2.5 text-small shadow-lg outline-none ease-out data-ending-style:opacity-0 data-starting-style:opacity-0 motion-safe:transition-opacity motion-safe:duration-200"
    >
      <Toast.Title render={<p />} />
    </Toast.Root>
  ));
}
