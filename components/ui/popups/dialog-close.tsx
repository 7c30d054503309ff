import { Dialog } from '@base-ui/react/dialog';
import { X } from 'lucide-react';

export function DialogClose({ label }: { readonly label: string }) {
  return (
    <Dialog.Close
      aria-label={label}
      className="inline-flex size-9 items-center justify-center rounded-lg text-soft hover:bg-hover hover:text-ink touch:size-11"
    >
      <X size={18} aria-hidden />
    </Dialog.Close>
  );
}
