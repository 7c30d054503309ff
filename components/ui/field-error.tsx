interface FieldErrorProps {
  readonly id: string;
  readonly children: string | null;
}

/** Stands under the field that it is about, and is read out when it appears. */
export function FieldError({ id, children }: FieldErrorProps) {
  return (
    <p id={id} role="alert" className="text-danger text-small empty:hidden">
      {children}
    </p>
  );
}
