import { all, type Expression, LuaExpressions, one } from './lua-expressions';

/**
 * Translates a Lua script into the body of a JavaScript function of `L`, what Lua can do, and the libraries. It knows the
 * part of Lua that our scripts use. @throws Error at any other
 */
export class LuaParser extends LuaExpressions {
  script(): string {
    const body = this.block();
    this.cursor.take('the end');
    return `let $t;\n${body}`;
  }

  protected block(): string {
    return this.scope.within([], () => {
      const lines: string[] = [];
      while (!this.cursor.is('end', 'else', 'elseif', 'the end')) {
        lines.push(this.#statement());
        this.cursor.skip(';');
      }
      return lines.join('\n');
    });
  }

  #statement(): string {
    if (this.cursor.skip('local')) return this.#local();
    if (this.cursor.skip('if')) return this.#if();
    if (this.cursor.skip('while')) {
      const condition = one(this.expression());
      return `while (L.is(${condition})) {\n${this.#body()}\n}`;
    }
    if (this.cursor.skip('for')) return this.#for();
    if (this.cursor.skip('do')) {
      const body = this.block();
      this.cursor.take('end');
      return `{\n${body}\n}`;
    }
    if (this.cursor.skip('break')) return 'break;';
    if (this.cursor.skip('return')) return this.#return();
    return this.#assignmentOrCall();
  }

  #body(): string {
    this.cursor.take('do');
    const body = this.block();
    this.cursor.take('end');
    return body;
  }

  #local(): string {
    if (this.cursor.skip('function')) {
      const own = this.scope.declare(this.cursor.name());
      return `const ${own} = ${this.function()};`;
    }
    const names = [this.cursor.name()];
    while (this.cursor.skip(',')) names.push(this.cursor.name());
    const values = this.cursor.skip('=') ? this.expressions() : [];
    const own = names.map((name) => this.scope.declare(name));
    if (own.length === 1 && values.length <= 1) {
      return `let ${own[0]}${values[0] === undefined ? '' : ` = ${one(values[0])}`};`;
    }
    return `let [${own.join(', ')}] = [${all(values)}];`;
  }

  #if(): string {
    const condition = one(this.expression());
    this.cursor.take('then');
    const code = `if (L.is(${condition})) {\n${this.block()}\n}`;
    if (this.cursor.skip('elseif')) return `${code} else ${this.#if()}`;
    const other = this.cursor.skip('else') ? ` else {\n${this.block()}\n}` : '';
    this.cursor.take('end');
    return code + other;
  }

  #for(): string {
    const names = [this.cursor.name()];
    if (this.cursor.skip('=')) return this.#count(names[0] as string);
    while (this.cursor.skip(',')) names.push(this.cursor.name());
    this.cursor.take('in');
    if (this.cursor.skip('ipairs')) return this.#list(names);
    const next = one(this.expression());
    return this.scope.within(names, (own) => {
      const [each, step] = [this.scope.own('each'), this.scope.own('step')];
      const body = this.#body();
      return `for (let ${each} = ${next}, ${step}; (${step} = L.step(${each}))[0] !== undefined; ) {
const [${own.join(', ')}] = ${step};\n${body}\n}`;
    });
  }

  #list(names: readonly string[]): string {
    const table = one(this.expression());
    return this.scope.within(names, ([index, value]) => {
      const [list, at] = [this.scope.own('list'), this.scope.own('at')];
      const body = this.#body();
      return `for (let ${list} = L.list(${table}), ${at} = 0; ${list}[${at}] !== undefined; ${at} += 1) {
const ${index} = ${at} + 1, ${value} = ${list}[${at}];\n${body}\n}`;
    });
  }

  #count(name: string): string {
    const [from, to, step] = this.expressions().map(one);
    return this.scope.within([name], ([own]) => {
      const [last, by] = [this.scope.own('last'), this.scope.own('by')];
      const begin = `let ${own} = L.number(${from}), ${last} = L.number(${to}), ${by} = L.number(${step ?? 1})`;
      const goesOn = `${by} > 0 ? ${own} <= ${last} : ${own} >= ${last}`;
      return `for (${begin}; ${goesOn}; ${own} += ${by}) {\n${this.#body()}\n}`;
    });
  }

  #return(): string {
    const isEmpty = this.cursor.is('end', 'else', 'elseif', 'the end', ';');
    const values = isEmpty ? [] : this.expressions();
    if (values.length === 0) return 'return;';
    return values.length === 1 ? `return ${values[0]?.code};` : `return [${all(values)}];`;
  }

  #assignmentOrCall(): string {
    const targets = [this.suffixed()];
    if (targets[0]?.isCall) return `${targets[0].code};`;
    while (this.cursor.skip(',')) targets.push(this.suffixed());
    this.cursor.take('=');
    const values = this.expressions();
    if (targets.length === 1 && values[0] !== undefined) return this.#assign(targets[0], one(values[0]));
    const held = this.scope.own('values');
    const each = targets.map((target, index) => this.#assign(target, `${held}[${index}]`));
    return `const ${held} = [${all(values)}];\n${each.join('\n')}`;
  }

  #assign(target: Expression | undefined, value: string): string {
    const place = target?.place ?? this.cursor.fail('something that can be assigned to');
    return 'name' in place ? `${place.name} = ${value};` : `L.set(${place.table}, ${place.key}, ${value});`;
  }
}
