import fc from 'fast-check';
import { z } from 'zod';

type Def = z.core.$ZodTypes['_zod']['def'];
type Arbitrary = fc.Arbitrary<unknown>;

/** Plausible values by field name. A field without a name here gets anything that its schema allows. */
export type Known = Readonly<Record<string, Arbitrary>>;

/** Input that a schema accepts, as far as can be told; sometimes input that it does not. */
export function anyInput(schema: z.core.$ZodType, known: Known): Arbitrary {
  const any = (inner: z.core.$ZodType) => anyInput(inner, known);
  const def = (schema as z.core.$ZodTypes)._zod.def as Def;
  switch (def.type) {
    case 'object':
      return anyObject(def.shape, known);
    case 'union':
      return fc.oneof(...def.options.map(any));
    case 'array':
      return fc.array(any(def.element), { maxLength: 6 });
    case 'optional':
    case 'default':
      return fc.option(any(def.innerType), { nil: undefined });
    case 'nullable':
      return fc.option(any(def.innerType));
    case 'readonly':
      return any(def.innerType);
    case 'literal':
      return fc.constantFrom(...def.values);
    case 'enum':
      return fc.constantFrom(...Object.values(def.entries));
    case 'boolean':
      return fc.boolean();
    case 'number':
      return fc.integer({ min: bound(schema, 'minimum'), max: bound(schema, 'maximum') });
    case 'string':
      return anyString(schema);
    default:
      throw new Error(`There is no generator yet for fields of type ${def.type}.`);
  }
}

/** Absent fields are left out, as they are on the wire. */
function anyObject(shape: Readonly<Record<string, z.core.$ZodType>>, known: Known): Arbitrary {
  const fields = Object.entries(shape).map(([name, inner]) => [
    name,
    Object.hasOwn(known, name) && isPlain(inner) ? known[name] : anyInput(inner, known),
  ]);
  return fc
    .record(Object.fromEntries(fields) as Record<string, Arbitrary>)
    .map((made) => Object.fromEntries(Object.entries(made).filter(([, value]) => value !== undefined)));
}

/** Whether it is a single value, whose meaning its name tells. */
function isPlain(schema: z.core.$ZodType): boolean {
  const def = (schema as z.core.$ZodTypes)._zod.def as Def;
  if ('innerType' in def) return isPlain(def.innerType);
  return def.type === 'string' || def.type === 'number';
}

function anyString(schema: z.core.$ZodType): Arbitrary {
  const { pattern, maxLength = 200 } = z.toJSONSchema(schema);
  return pattern === undefined
    ? fc.string({ unit: 'grapheme', maxLength: Math.min(maxLength, 200) })
    : fc.stringMatching(new RegExp(pattern));
}

const bound = (schema: z.core.$ZodType, name: 'minimum' | 'maximum'): number =>
  z.toJSONSchema(schema)[name] ?? (name === 'minimum' ? -1_000 : 1_000);
