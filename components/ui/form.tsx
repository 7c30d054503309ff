import type { ComponentProps } from 'react';

interface FormProps extends Omit<ComponentProps<'form'>, 'onSubmit' | 'method' | 'action'> {
  readonly onSubmit: () => unknown;
}

/**
 * A form that only scripts submit. A server-rendered form may be submitted before they run, and would take the person to
 * another page and lose what they typed; outside a `<dialog>`, a browser does nothing with this method.
 */
export function Form({ onSubmit, ...props }: FormProps) {
  return (
    <form
      noValidate
      method="dialog"
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
      {...props}
    />
  );
}
