// Allure 3 uses iterator helpers that Node has from version 22; Node 20 gets them here.
const prototype = Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]()));

const helpers = {
  *map(change) {
    let index = 0;
    for (const item of this) yield change(item, index++);
  },
  *filter(keep) {
    let index = 0;
    for (const item of this) if (keep(item, index++)) yield item;
  },
  *flatMap(change) {
    let index = 0;
    for (const item of this) yield* change(item, index++);
  },
  *take(count) {
    if (count <= 0) return;
    let left = count;
    for (const item of this) {
      yield item;
      if (--left === 0) return;
    }
  },
  *drop(count) {
    let left = count;
    for (const item of this) if (left-- <= 0) yield item;
  },
  reduce(combine, ...initial) {
    return [...this].reduce(combine, ...initial);
  },
  toArray() {
    return [...this];
  },
  forEach(act) {
    let index = 0;
    for (const item of this) act(item, index++);
  },
  some(holds) {
    let index = 0;
    for (const item of this) if (holds(item, index++)) return true;
    return false;
  },
  every(holds) {
    let index = 0;
    for (const item of this) if (!holds(item, index++)) return false;
    return true;
  },
  find(holds) {
    let index = 0;
    for (const item of this) if (holds(item, index++)) return item;
    return undefined;
  },
};

for (const [name, value] of Object.entries(helpers)) {
  if (!(name in prototype)) {
    Object.defineProperty(prototype, name, { value, writable: true, configurable: true });
  }
}
